import { rmSync } from "node:fs";
import type { Database } from "../../db/client";
import { log } from "../log";
import { findBackup, requireBackupPlace } from "./backup-place";

/** Deletes a backup by its name. Throws HubError `not_found` where there is none. */
export function deleteBackup(db: Database, name: string): void {
  const backup = findBackup(requireBackupPlace(db), name);
  rmSync(/*turbopackIgnore: true*/ backup.path, { force: true });
  log().info({ backup: backup.path }, "backup deleted");
}
