import path from "node:path";
import { startDatabase } from "../db/start-database";
import { programOfEnvironment } from "../hub/agents/identify-caller";
import { writeDefaultConfig } from "../hub/config/write-default-config";
import { recordHeartbeats } from "../hub/heartbeats/record-heartbeats";
import { rollUpSamples } from "../hub/metrics/roll-up-samples";
import { pruneHistory } from "../hub/retention/prune-history";
import { fleet } from "../scripts/demo/fleet";
import { SimulatedMachine, STEP_MS } from "../scripts/demo/simulated-machine";
import { withDatabase } from "./database";
import { withHubs } from "./hub";
import type { Measurement } from "./measurement";
import { KEPT_DAYS, reachBack } from "./years";

/** Those of the demo's machines that are never switched off: a NAS, a container host, a hypervisor and a small board. */
const machines = ["nas", "docker-01", "proxmox", "pi-hole"];
const COMMIT_SAMPLES = 250;

/** The database's file a server, two years in, of machines whose heartbeats carry every list that agents send. */
export const serverYear: Measurement = {
  name: "server-year",
  run: ({ isQuick, note }) =>
    withHubs(async (_make, folder) => {
      const file = path.join(folder, "server-year.db");
      const ids = isQuick ? machines.slice(0, 1) : machines;
      const bytes = await withDatabase(file, async (db) => {
        const end = Math.floor(Date.now() / STEP_MS) * STEP_MS;
        const start = end - KEPT_DAYS.raw * 1440 * STEP_MS;
        await startDatabase(db, { now: start });
        await writeDefaultConfig(db);
        for (const machine of fleet.filter(({ id }) => ids.includes(id))) {
          const simulated = new SimulatedMachine(machine, { start, end });
          let waiting: Parameters<typeof recordHeartbeats>[1] = [];
          for (let step = 0; step < KEPT_DAYS.raw * 1440; step++) {
            simulated.advance();
            const heartbeat = simulated.heartbeat({ lists: true, longLists: true });
            waiting.push({
              ...{ heartbeat, caller: programOfEnvironment, sentAt: simulated.at, clockAheadMs: 0 },
              ...{ receivedAt: simulated.at, ipAddress: machine.ipAddress },
            });
            if (waiting.length < COMMIT_SAMPLES) continue;
            await recordHeartbeats(db, waiting);
            waiting = [];
          }
          await recordHeartbeats(db, waiting);
        }
        await rollUpSamples(db, { now: end, runMsMax: Number.POSITIVE_INFINITY });
        await pruneHistory(db, { startedAt: end }, undefined, Number.POSITIVE_INFINITY);
        await reachBack(db);
        const sizes = await db.query<{ name: string; bytes: number }>(
          "SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 8",
        );
        note(sizes.map(({ name, bytes }) => `${name} ${megabytes(bytes / ids.length)}`).join(", "));
        // What was deleted is used again: pages that are free are not of what is kept.
        const [pages] = await db.query<{ used: number }>(
          `SELECT (c.page_count - f.freelist_count) * s.page_size AS used
           FROM pragma_page_count AS c, pragma_freelist_count AS f, pragma_page_size AS s`,
        );
        return (pages?.used ?? Number.NaN) / ids.length;
      });
      return [
        {
          what: "the database's file a server, two years in, default retention",
          figure: megabytes(bytes),
          goal: "<= 25 MB",
          isMet: bytes <= 25e6,
        },
      ];
    }),
};

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
