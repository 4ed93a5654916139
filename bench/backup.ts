import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "../db/backups/copy-database.mjs";
import { issueToken } from "../hub/agents/issue-token";
import { byHub } from "../hub/audit/record";
import { withDatabase } from "./database";
import { fillFleet } from "./fleet";
import { withHubs } from "./hub";
import { Load, type LoadAnswer } from "./load";
import { type Measurement, percentile } from "./measurement";

/** As many as keep the hub busy and leave a core to the copy, on two. */
const CONNECTIONS = 4;
const SLICE_SECONDS = 0.5;

/** What agents notice of a backup: how long their heartbeats wait while a large database is copied and checked, and while it is not. */
export const backup: Measurement = {
  name: "backup",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const hub = make("large");
      const { samples } = await fillFleet(hub.databaseFile, { servers: 1000, hours: isQuick ? 6 : 24 });
      const servers = await withDatabase(hub.databaseFile, async (db) => {
        const ids = Array.from({ length: CONNECTIONS }, (_, n) => `server-${String(n + 1).padStart(4, "0")}`);
        const by = byHub(Date.now());
        const issue = (id: string) => issueToken(db, id, { isOverlapping: false }, by);
        return Promise.all(ids.map(async (id) => ({ id, token: await issue(id) })));
      });
      await hub.start();
      const load = new Load();
      try {
        const slice = () => load.run({ kind: "heartbeats", url: hub.url, servers, seconds: SLICE_SECONDS });
        for (let n = 0; n < 4; n++) await slice();
        const rounds = isQuick ? 1 : 3;
        const calm: LoadAnswer[] = [];
        const busy: LoadAnswer[] = [];
        const seconds: number[] = [];
        let megabytes = 0;
        for (let round = 1; round <= rounds; round++) {
          for (let n = 0; n < 6; n++) calm.push(await slice());
          const made = countOf(folder);
          await ask(hub.databaseFile);
          while (!isUnderWay(folder) && countOf(folder) === made) await sleep(5);
          const begunAt = performance.now();
          do busy.push(await slice());
          while (countOf(folder) === made);
          seconds.push((performance.now() - begunAt) / 1000);
          megabytes = statSync(hub.databaseFile).size / 1e6;
        }
        const p99 = (answers: LoadAnswer[]) =>
          percentile(
            answers.flatMap(({ latenciesMs }) => latenciesMs),
            0.99,
          );
        const rate = (answers: LoadAnswer[]) =>
          answers.reduce((sum, answer) => sum + answer.requests, 0) /
          answers.reduce((sum, answer) => sum + answer.seconds, 0);
        note(
          `${(samples / 1e6).toFixed(2)} M samples, copies in ${seconds.map((s) => s.toFixed(1)).join(", ")} s; ` +
            `${rate(busy).toFixed(0)}/s meanwhile, ${rate(calm).toFixed(0)}/s otherwise`,
        );
        return [
          {
            what: `a heartbeat while a database of ${megabytes.toFixed(0)} MB is backed up, p99`,
            figure: `${p99(busy).toFixed(1)} ms (otherwise ${p99(calm).toFixed(1)} ms)`,
            goal: "",
            isMet: null,
          },
        ];
      } finally {
        load.end();
      }
    }),
};

/** As the button of the page does. */
async function ask(file: string): Promise<void> {
  await withClient(file, (client) =>
    client.execute({
      sql: "INSERT INTO config (key, value) VALUES ('backup_requested_at', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      args: [JSON.stringify(Date.now())],
    }),
  );
}

const namesIn = (folder: string) => {
  const backups = path.join(folder, "backups");
  return existsSync(backups) ? readdirSync(backups) : [];
};
const countOf = (folder: string) => namesIn(folder).filter((name) => name.endsWith(".db")).length;
const isUnderWay = (folder: string) => namesIn(folder).some((name) => name.endsWith(".tmp"));
