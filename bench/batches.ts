import path from "node:path";
import { prepareDatabase } from "./database";
import { withHubs } from "./hub";
import { Load } from "./load";
import { type Measurement, median } from "./measurement";

const CONNECTIONS = 4;
const SAMPLES = 500;
const GOAL_PER_SECOND = 8000;

/** Agents that come back after a long silence: 500 samples a call, 16 metrics and 10 services each, 1 MB of JSON. */
export const batches: Measurement = {
  name: "batches",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const rounds = isQuick ? 3 : 7;
      const empty = path.join(folder, "empty.db");
      const servers = await prepareDatabase(empty, CONNECTIONS);
      const hub = make("batches");
      hub.copyDatabase(empty);
      await hub.start();
      const load = new Load();
      try {
        const run = (seconds: number) =>
          load.run({ kind: "batches", url: hub.url, servers, samples: SAMPLES, seconds });
        await run(isQuick ? 1 : 2);
        const rates: number[] = [];
        for (let round = 0; round < rounds; round++) {
          const { samples, seconds, cpuSeconds } = await run(isQuick ? 1.5 : 2);
          rates.push(samples / seconds);
          if (cpuSeconds > seconds * 0.8) note("the load generator was the bottleneck in this round");
        }
        note(`rounds ${rates.map((rate) => Math.round(rate)).join(" ")}`);
        const rate = median(rates);
        return [
          {
            what: `samples through /agents/heartbeats, ${SAMPLES} a call, ${CONNECTIONS} agents, durable`,
            figure: `${Math.round(rate)}/s`,
            goal: `>= ${GOAL_PER_SECOND}/s`,
            isMet: rate >= GOAL_PER_SECOND,
          },
        ];
      } finally {
        load.end();
      }
    }),
};
