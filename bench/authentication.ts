import path from "node:path";
import { performance } from "node:perf_hooks";
import { identifyCaller } from "../hub/agents/identify-caller";
import { prepareDatabase, withDatabase } from "./database";
import { withHubs } from "./hub";
import { Load } from "./load";
import { type Measurement, median } from "./measurement";

const SERVERS = 100;
const CALLS = 2000;
const SHARE_GOAL = 0.05;

/**
 * How much of a heartbeat's time goes into finding out who sends it: the deed itself on a database with as many tokens, in turns with
 * single requests on one connection, so that nothing is waited for but the request's own work.
 */
export const authentication: Measurement = {
  name: "authentication",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const empty = path.join(folder, "empty.db");
      const servers = await prepareDatabase(empty, SERVERS);
      const hub = make("authentication");
      hub.copyDatabase(empty);
      await hub.start();
      const load = new Load();
      try {
        const one = { kind: "heartbeats", url: hub.url, servers: servers.slice(0, 1) } as const;
        await load.run({ ...one, seconds: 1 });
        const rounds: { callMs: number; requestMs: number; cpuMs: number }[] = [];
        await withDatabase(empty, async (db) => {
          const identify = async (calls: number) => {
            const begun = performance.now();
            for (let n = 0; n < calls; n++) {
              await identifyCaller(db, servers[n % SERVERS]?.token ?? null, Date.now());
            }
            return (performance.now() - begun) / calls;
          };
          await identify(CALLS);
          for (let round = 0; round < (isQuick ? 3 : 9); round++) {
            const callMs = await identify(CALLS);
            const cpuBefore = hub.cpuMilliseconds();
            const { latenciesMs, requests } = await load.run({ ...one, seconds: 1 });
            const cpuMs = (hub.cpuMilliseconds() - cpuBefore) / requests;
            rounds.push({ callMs, requestMs: median(latenciesMs), cpuMs });
          }
        });
        const share = median(rounds.map(({ callMs, requestMs }) => callMs / requestMs));
        const ofCpu = median(rounds.map(({ callMs, cpuMs }) => callMs / cpuMs));
        note(`of the CPU that the hub spends on a request: ${(100 * ofCpu).toFixed(1)} %`);
        const callMs = median(rounds.map((round) => round.callMs));
        return [
          {
            what: `authenticating a heartbeat (${Math.round(1000 * callMs)} µs), of the request`,
            figure: `${(100 * share).toFixed(1)} %`,
            goal: `<= ${100 * SHARE_GOAL} %`,
            isMet: share <= SHARE_GOAL,
          },
        ];
      } finally {
        load.end();
      }
    }),
};
