import { existsSync, lstatSync, readdirSync, statfsSync } from "node:fs";
import path from "node:path";
import { type BackupKind, readBackupName } from "../../db/backups/backup-name.mjs";
import type { Database } from "../../db/client";
import { fileIdentity } from "../../db/local-file";
import { HubError } from "../../domain/hub-error";
import { hubConfig } from "../../hub-config";

export type BackupPlace = { file: string; directory: string };

export type Backup = { name: string; at: number; kind: BackupKind; bytes: number };

/** The database's file and the folder of its backups; null where it is on a server, which copies no file for its clients. */
export function backupPlaceOf(db: Database): BackupPlace | null {
  const { localFile, vacuumInto } = db.capabilities;
  if (localFile === null || !vacuumInto) return null;
  return {
    file: localFile,
    directory:
      hubConfig().backupDirectory ?? path.join(/*turbopackIgnore: true*/ path.dirname(localFile), "backups"),
  };
}

/** As `backupPlaceOf`, for deeds that make no sense without one. */
export function requireBackupPlace(db: Database): BackupPlace {
  const place = backupPlaceOf(db);
  if (place !== null) return place;
  throw new HubError("conflict", "The database is on a libSQL server, so the hub makes no backups of it", {
    hint: "Back it up on that server.",
  });
}

/** The backups in the folder, newest first. Whatever else is there is none of the hub's business. */
export function listBackups({ file, directory }: BackupPlace): Backup[] {
  if (!existsSync(/*turbopackIgnore: true*/ directory)) return [];
  const found = readdirSync(/*turbopackIgnore: true*/ directory).flatMap((name): Backup[] => {
    const read = readBackupName(file, name);
    if (read === null) return [];
    const entry = lstatSync(path.join(/*turbopackIgnore: true*/ directory, name), { throwIfNoEntry: false });
    return entry?.isFile() ? [{ name, ...read, bytes: entry.size }] : [];
  });
  return found.sort((a, b) => b.at - a.at || b.name.localeCompare(a.name));
}

/** What the disk of the backups still takes. */
export function freeBytesAt({ file, directory }: BackupPlace): number {
  const there = existsSync(/*turbopackIgnore: true*/ directory) ? directory : path.dirname(file);
  const { bavail, bsize } = statfsSync(/*turbopackIgnore: true*/ there);
  return bavail * bsize;
}

/**
 * The backup of a name, and its path. A name is only ever compared with those in the list, so that it cannot lead out of the
 * folder; a second name of the live database, which must not be opened here, is none of them.
 */
export function findBackup(place: BackupPlace, name: string): Backup & { path: string } {
  const backup = listBackups(place).find((each) => each.name === name);
  const full = backup === undefined ? "" : path.join(/*turbopackIgnore: true*/ place.directory, backup.name);
  if (backup === undefined || fileIdentity(full) === fileIdentity(place.file)) {
    throw new HubError("not_found", "There is no such backup");
  }
  return { ...backup, path: full };
}
