import path from "node:path";

/**
 * `homelab-20261121T033000Z-scheduled.db`: the database's own name, the moment in UTC, and whose idea it was. The name is all
 * that is known of a backup beside the file, so a folder can be copied, emptied or moved by hand.
 */
export function backupName(file, { at, kind }) {
  return `${stemOf(file)}-${new Date(at).toISOString().replace(/[-:]|\.\d+/g, "")}-${kind}.db`;
}

/** The moment and the kind in the name of a backup of this database; null where it is another file. */
export function readBackupName(file, name) {
  const stem = `${stemOf(file)}-`;
  if (!name.startsWith(stem)) return null;
  const [, date, time, kind] =
    /^(\d{8})T(\d{6})Z-(scheduled|manual)\.db$/.exec(name.slice(stem.length)) ?? [];
  if (date === undefined || time === undefined) return null;
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)];
  const at = Date.parse(`${year}-${month}-${day}T${time.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`);
  return Number.isNaN(at) ? null : { at, kind };
}

function stemOf(file) {
  return path.basename(file).replace(/\.(db|sqlite3?)$/, "");
}
