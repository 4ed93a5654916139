import type { Database } from "../../db/client";
import { type BackupPlan, readBackupPlan } from "../../domain/backups/plan";
import { audit, type By } from "../audit/record";

/** Stores the plan. A time that is already over today counts from tomorrow. */
export async function updateBackupPlan(db: Database, plan: BackupPlan, by: By): Promise<void> {
  await db.transact(async (read, commit) => {
    const stored = await read("SELECT value FROM config WHERE key = 'backups'");
    const before = readBackupPlan(parsed(stored.rows[0]?.value));
    await commit([
      {
        sql: `INSERT INTO config (key, value) VALUES ('backups', ?)
              ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
        args: [JSON.stringify(plan)],
      },
      ...audit(by, {
        action: "backups.plan",
        subject: { kind: "settings", id: "backups" },
        before,
        after: plan,
      }),
    ]);
  });
}

/** A document that is damaged counts as none: this is how an operator mends it. */
function parsed(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return null;
  }
}
