import type { Database } from "../../db/client";
import { audit, type By } from "../audit/record";
import { PRUNE_JOB } from "./prune-history";

/** Has the job that deletes old history run at the scheduler's next look instead of when it is due. */
export async function requestPrune(db: Database, by: By): Promise<void> {
  await db.write([
    {
      sql: "INSERT INTO jobs (name, next_run_at) VALUES (?, 0) ON CONFLICT (name) DO UPDATE SET next_run_at = 0",
      args: [PRUNE_JOB],
    },
    ...audit(by, {
      action: "retention.run",
      subject: { kind: "settings", id: "retention" },
      before: null,
      after: { requested: true },
    }),
  ]);
}
