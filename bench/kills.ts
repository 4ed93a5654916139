import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { prepareDatabase, withDatabase } from "./database";
import { withHubs } from "./hub";
import { Load } from "./load";
import type { Measurement } from "./measurement";

const CONNECTIONS = 16;

/**
 * kill -9 in the middle of the load, then a restart on the same file: every sample that was answered with 200 must be
 * there. Ones that were stored and not answered any more may be; the agent sends them again and they count once.
 */
export const kills: Measurement = {
  name: "kills",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const count = isQuick ? 5 : 20;
      const empty = path.join(folder, "empty.db");
      const servers = await prepareDatabase(empty, CONNECTIONS);
      const hub = make("killed");
      hub.copyDatabase(empty);
      const load = new Load();
      let acknowledged = 0;
      let missing = 0;
      let damaged = 0;
      try {
        for (let kill = 0; kill < count; kill++) {
          await hub.start();
          const running = load.run({
            kind: "heartbeats",
            url: hub.url,
            servers,
            seconds: 10,
            isKilled: true,
          });
          // Spread over a second, so that the kills meet a commit in all its moments.
          await sleep(400 + ((kill * 137) % 600));
          await hub.stop("SIGKILL");
          const answer = await running;
          await hub.start();
          const found = await examine(hub.databaseFile, answer.acknowledged);
          acknowledged += answer.acknowledged.length;
          missing += found.missing;
          damaged += found.isSound ? 0 : 1;
          await hub.stop("SIGKILL");
        }
      } finally {
        load.end();
      }
      note(`${acknowledged} acknowledged; integrity check failed ${damaged} times`);
      return [
        {
          what: `acknowledged samples that are missing after kill -9 under load, ${count} kills`,
          figure: `${missing} of ${acknowledged}`,
          goal: "0",
          isMet: missing === 0 && damaged === 0 && acknowledged > 0,
        },
      ];
    }),
};

/** Looks with a connection of this process at what the restarted hub serves. */
function examine(file: string, acknowledged: [string, number][]) {
  return withDatabase(file, async (db) => {
    const [found] = await db.query<{ missing: number }>(
      `SELECT count(*) AS missing FROM json_each(?) AS a WHERE NOT EXISTS (
         SELECT 1 FROM metrics WHERE server_id = a.value->>0 AND timestamp = a.value->>1)`,
      [JSON.stringify(acknowledged)],
    );
    // What is rolled up and what is marked as such are one transaction, so they must tell the same number.
    const [sums] = await db.query<{ samples: number; hours: number }>(
      `SELECT (SELECT count(*) FROM metrics AS m JOIN rollup_progress AS p ON p.server_id = m.server_id
                WHERE m.timestamp < p.rolled_up_until) AS samples,
              (SELECT coalesce(sum(sample_count), 0) FROM metrics_1h) AS hours`,
    );
    const [check] = await db.query<{ quick_check: string }>("PRAGMA quick_check");
    const isSound = check?.quick_check === "ok" && sums?.samples === sums?.hours;
    return { missing: found?.missing ?? acknowledged.length, isSound };
  });
}
