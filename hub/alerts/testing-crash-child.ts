import { writeSync } from "node:fs";
import type { InStatement } from "@libsql/client";
import { Database } from "../../db/client";
import { deliverNotifications } from "../notifications/deliver-notifications";
import { crashInputs } from "./testing-crash";

/** Where a process ends: at its so-manieth commit, before it, between two statements of it, or just after it. */
export type CrashPoint = { commit: number; when: "before" | "within" | "after" };

/** Holds the open transaction until somebody ends the process. */
const FOREVER = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9e12) SELECT count(*) FROM n`;

const [url = "", from = "0", point = "null"] = process.argv.slice(2);
const db = new Database(url);
await db.prepare();
if (from === "deliver")
  await deliverNotifications(db, { hubId: `hub-${process.pid}`, now: () => Number(point) });
else await liveFrom(Number(from), JSON.parse(point) as CrashPoint | null);
db.closeNow();

/** The night from one input on, which is told once it is done. */
async function liveFrom(first: number, crash: CrashPoint | null): Promise<void> {
  if (crash !== null) crashAt(db, crash);
  for (const [index, input] of crashInputs.entries()) {
    if (index < first) continue;
    await input(db);
    writeSync(1, `done ${index}\n`);
  }
}

function crashAt(database: Database, { commit: wanted, when }: CrashPoint): void {
  const transact = database.transact.bind(database);
  let commits = 0;
  database.transact = (work) =>
    transact((read, commit) =>
      work(read, async (statements: InStatement[]) => {
        // A commit of nothing is none.
        if (statements.length > 0) commits += 1;
        const isHere = statements.length > 0 && commits === wanted;
        if (isHere && when === "before") end();
        if (!isHere || when !== "within") {
          const results = await commit(statements);
          if (isHere) end();
          return results;
        }
        writeSync(1, "within\n");
        const middle = Math.ceil(statements.length / 2);
        return commit([...statements.slice(0, middle), FOREVER, ...statements.slice(middle)]);
      }),
    );
}

function end(): void {
  process.kill(process.pid, "SIGKILL");
}
