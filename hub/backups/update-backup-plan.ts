import type { Database } from "../../db/client";
import type { BackupPlan } from "../../domain/backups/plan";

/** Stores the plan. A time that is already over today counts from tomorrow. */
export async function updateBackupPlan(db: Database, plan: BackupPlan): Promise<void> {
  await db.write([
    {
      sql: `INSERT INTO config (key, value) VALUES ('backups', ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
      args: [JSON.stringify(plan)],
    },
  ]);
}
