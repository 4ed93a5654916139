import type { Database } from "../../db/client";
import { getBackupState } from "../../db/queries/backups";
import { audit, type By } from "../audit/record";
import { now as clock } from "../clock";
import { requireBackupPlace } from "./backup-place";

const LOOK_MS = 100;

/**
 * Asks for a backup, which the scheduler begins within a second, and waits for it for at most `patienceMs`. Answers whether it is
 * made; false = it is still being made. Throws HubError `conflict` where there is no file to copy, and the error of a run that failed.
 */
export async function requestBackup(
  db: Database,
  { patienceMs }: { patienceMs: number },
  by: By,
): Promise<{ isMade: boolean; error: string | null }> {
  requireBackupPlace(db);
  const { now } = by;
  await db.write([
    {
      sql: `INSERT INTO config (key, value) VALUES ('backup_requested_at', ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      args: [JSON.stringify(now)],
    },
    ...audit(by, {
      action: "backup.make",
      subject: { kind: "backup", id: new Date(now).toISOString() },
      before: null,
      after: { requested_at: new Date(now).toISOString() },
    }),
  ]);
  const patienceEndsAt = performance.now() + patienceMs;
  for (;;) {
    const { runs, underWaySince } = await getBackupState(db, clock());
    const hasBegun = runs.lastStartedAt !== null && runs.lastStartedAt >= now;
    if (hasBegun && underWaySince === null) return { isMade: runs.lastError === null, error: runs.lastError };
    if (performance.now() > patienceEndsAt) return { isMade: false, error: null };
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
