import path from "node:path";
import { prepareDatabase } from "./database";
import { type Hub, withHubs } from "./hub";
import { Load } from "./load";
import { type Measurement, median, percentile } from "./measurement";

const CONNECTIONS = 16;
const RATIO_GOAL = 0.85;

/**
 * What storing costs: the same route of the same build, once as it is and once with the call that stores taken out.
 * The two take turns of a second or two, so that the machine's moods fall on both.
 */
export const singleHeartbeats: Measurement = {
  name: "single-heartbeats",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const rounds = isQuick ? 4 : 9;
      const seconds = isQuick ? 1.2 : 2;
      const empty = path.join(folder, "empty.db");
      const servers = await prepareDatabase(empty, CONNECTIONS);
      const storing = make("storing");
      const without = make("without", `--import ${path.join(import.meta.dirname, "no-storage.mjs")}`);
      for (const hub of [storing, without]) {
        hub.copyDatabase(empty);
        await hub.start();
      }
      const load = new Load();
      try {
        const run = (hub: Hub, time: number) =>
          load.run({ kind: "heartbeats", url: hub.url, servers, seconds: time });
        for (const hub of [storing, without, storing, without]) await run(hub, isQuick ? 1 : 2);

        const rates = { storing: [] as number[], without: [] as number[], ratios: [] as number[] };
        const cpu = new Map([storing, without].map((hub) => [hub, { ms: 0, requests: 0 }]));
        const latencies: number[] = [];
        for (let round = 0; round < rounds; round++) {
          // Which goes first changes, so that neither always runs on a machine that the other has just warmed.
          const order = round % 2 === 0 ? [storing, without] : [without, storing];
          const results = new Map<Hub, number>();
          for (const hub of order) {
            const cpuBefore = hub.cpuMilliseconds();
            const answer = await run(hub, seconds);
            const spent = cpu.get(hub);
            if (spent !== undefined) {
              spent.ms += hub.cpuMilliseconds() - cpuBefore;
              spent.requests += answer.requests;
            }
            results.set(hub, answer.requests / answer.seconds);
            if (hub === storing) latencies.push(...answer.latenciesMs);
          }
          const [a, b] = [results.get(storing) ?? 0, results.get(without) ?? 0];
          rates.storing.push(a);
          rates.without.push(b);
          rates.ratios.push(a / b);
        }
        note(`ratios ${rates.ratios.map((ratio) => ratio.toFixed(2)).join(" ")}`);
        const cpuOf = (hub: Hub) => (cpu.get(hub)?.ms ?? 0) / (cpu.get(hub)?.requests ?? 1);
        note(
          `CPU a heartbeat ${cpuOf(storing).toFixed(2)} ms, without storage ${cpuOf(without).toFixed(2)} ms: ` +
            `${(cpuOf(without) / cpuOf(storing)).toFixed(2)}`,
        );
        const ratio = median(rates.ratios);
        const rate = (values: number[]) => `${Math.round(median(values))}/s`;
        return [
          {
            what: `single heartbeats, ${CONNECTIONS} connections, durable`,
            figure: `${rate(rates.storing)} (p99 ${percentile(latencies, 0.99).toFixed(0)} ms)`,
            goal: "",
            isMet: null,
          },
          {
            what: "the same route with the storage call taken out",
            figure: rate(rates.without),
            goal: "",
            isMet: null,
          },
          {
            what: "ratio of the two",
            figure: ratio.toFixed(2),
            goal: `>= ${RATIO_GOAL}`,
            isMet: ratio >= RATIO_GOAL,
          },
        ];
      } finally {
        load.end();
      }
    }),
};
