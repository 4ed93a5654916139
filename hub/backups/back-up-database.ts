import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { backupName, readBackupName } from "../../db/backups/backup-name.mjs";
import type { Database } from "../../db/client";
import { getBackupState } from "../../db/queries/backups";
import { backupsToDelete, dueBackup } from "../../domain/backups/plan";
import type { Claim } from "../jobs/claim-job";
import { log } from "../log";
import { type BackupPlace, backupPlaceOf, listBackups, requireBackupPlace } from "./backup-place";
import { copyBeside } from "./copy-beside";

/** A copy that takes longer is taken for dead. */
export const BACKUP_LEASE_MS = 3_600_000;

/** Whether a backup is due, or was asked for. */
export async function isBackupDue(db: Database, now: number): Promise<boolean> {
  if (backupPlaceOf(db) === null) return false;
  const { plan, runs } = await getBackupState(db, now);
  return dueBackup(plan, runs, now) !== null;
}

/**
 * Makes the backup that `claim` is for, and then deletes those scheduled ones that the plan does not keep; those that people
 * made are theirs. A failed one deletes nothing.
 */
export async function backUpDatabase(
  db: Database,
  claim: Claim,
  ending: AbortSignal,
): Promise<{ name: string; bytes: number; deleted: number }> {
  const place = requireBackupPlace(db);
  const { plan, runs } = await getBackupState(db, claim.startedAt);
  // The claim has set the start of this run; it was asked for where a request came since the one before.
  const isAskedFor = runs.requestedAt !== null && runs.requestedAt > (claim.previouslyStartedAt ?? 0);
  const name = backupName(place.file, { at: claim.startedAt, kind: isAskedFor ? "manual" : "scheduled" });

  makeDirectory(place.directory);
  removeAbandoned(place, claim.startedAt);
  const startedAt = performance.now();
  const target = path.join(/*turbopackIgnore: true*/ place.directory, name);
  const { bytes, orphans } = await copyBeside({ file: place.file, target }, ending);
  const durationMs = Math.round(performance.now() - startedAt);
  log().info({ backup: target, bytes, durationMs }, "backup made and checked");
  if (orphans.length > 0) log().warn({ orphans }, "rows of the database refer to rows that do not exist");

  const scheduled = listBackups(place).filter((backup) => backup.kind === "scheduled");
  const times = backupsToDelete(
    scheduled.map((backup) => backup.at),
    plan,
  );
  // A clock that was ahead leaves backups that stay the newest for years: the one that was just made goes for none of them.
  const old = scheduled.filter((backup) => backup.name !== name && times.includes(backup.at));
  for (const backup of old) {
    rmSync(path.join(/*turbopackIgnore: true*/ place.directory, backup.name), { force: true });
  }
  if (old.length > 0) log().info({ deleted: old.map((backup) => backup.name) }, "old backups deleted");
  return { name, bytes, deleted: old.length };
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(/*turbopackIgnore: true*/ directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(
      `The folder ${directory} cannot be made (${error instanceof Error && "code" in error ? error.code : error}). ` +
        "Make it, and give it to the user that runs the hub.",
      { cause: error },
    );
  }
}

/** What a hub and its copying process left behind that were killed at once. A copy under way is younger than its lease. */
function removeAbandoned({ file, directory }: BackupPlace, now: number): void {
  for (const name of readdirSync(/*turbopackIgnore: true*/ directory)) {
    const [, target = ""] = /^(.+\.db)\.[0-9a-f-]{36}\.tmp(-wal|-shm|-journal)?$/.exec(name) ?? [];
    if (readBackupName(file, target) === null) continue;
    const full = path.join(/*turbopackIgnore: true*/ directory, name);
    const changedAt = statSync(full, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - changedAt > BACKUP_LEASE_MS) rmSync(full, { force: true });
  }
}
