import { rmSync } from "node:fs";
import type { Database } from "../../db/client";
import { audit, type By } from "../audit/record";
import { log } from "../log";
import { findBackup, requireBackupPlace } from "./backup-place";

/** Deletes a backup by its name; who did so is written down before it is gone. Throws HubError `not_found` where there is none. */
export async function deleteBackup(db: Database, name: string, by: By): Promise<void> {
  const backup = findBackup(requireBackupPlace(db), name);
  const subject = { kind: "backup", id: name };
  await db.write(audit(by, { action: "backup.delete", subject, before: { name }, after: null }));
  rmSync(/*turbopackIgnore: true*/ backup.path, { force: true });
  log().info({ backup: backup.path }, "backup deleted");
}
