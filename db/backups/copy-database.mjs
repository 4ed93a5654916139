import { randomUUID } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { createClient } from "@libsql/client";
import { fileUrl } from "./file-url.mjs";

// Plain JavaScript, like everything in this folder: it runs in processes of its own, beside the hub and without it, from a
// checkout as from the image, where there is neither TypeScript nor a bundle to import from.

const LOCK_PATIENCE_MS = 10_000;

/**
 * Writes a consistent, verified copy of a local database to `target`, readable by its owner alone, while other connections
 * read and write. VACUUM INTO is the only safe way: opening the live file with the fs module would drop SQLite's locks on it.
 * `target` is complete and checked, or as it was before. Leaves `spareBytes` of the disk free.
 */
export async function copyDatabase({ file, target, spareBytes = 0 }) {
  const unfinished = `${target}.${randomUUID()}.tmp`;
  try {
    refuseWithoutSpace(file, path.dirname(target), spareBytes);
    // SQLite takes an empty file for a missing one. Made first, it is nobody else's to read at any moment.
    closeSync(openSync(unfinished, "wx", 0o600));
    await withClient(file, (client) => client.execute({ sql: "VACUUM INTO ?", args: [unfinished] }));
    const checked = await withClient(unfinished, checkDatabase);
    if (checked.faults.length > 0) {
      throw new Error(`The copy of ${file} is damaged: ${checked.faults.join("; ")}`);
    }
    chmodSync(unfinished, 0o600);
    synchronise(unfinished);
    const bytes = statSync(unfinished).size;
    renameSync(unfinished, target);
    synchronise(path.dirname(target));
    return { bytes, orphans: checked.orphans };
  } finally {
    for (const ending of ["", "-wal", "-shm", "-journal"]) rmSync(`${unfinished}${ending}`, { force: true });
  }
}

/** What is wrong with a database: faults of its pages and indexes, and rows that refer to rows which do not exist. */
export async function checkDatabase(client) {
  const integrity = await client.execute("PRAGMA integrity_check(10)");
  const faults = integrity.rows.map((row) => String(row.integrity_check)).filter((fault) => fault !== "ok");
  if (faults.length > 0) return { faults, orphans: [] };
  const references = await client.execute(
    'SELECT "table", count(*) AS rows FROM pragma_foreign_key_check GROUP BY "table" ORDER BY "table"',
  );
  return {
    faults,
    orphans: references.rows.map((row) => ({ table: String(row.table), rows: Number(row.rows) })),
  };
}

/** Runs `work` on a connection of its own. */
export async function withClient(file, work) {
  const client = createClient({ url: fileUrl(file), concurrency: 1, timeout: LOCK_PATIENCE_MS });
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

/** On the disk, and not only on its way there. Never for a file that SQLite has open. */
export function synchronise(fileOrDirectory) {
  const descriptor = openSync(fileOrDirectory, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Whoever works as root does it for the hub, which is another user. */
export function giveToOwnerOf(existing, file) {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(existing);
  chownSync(file, uid, gid);
}

/** A copy that stops half way has cost the hub the space that it needs for its own writes. */
function refuseWithoutSpace(file, directory, spareBytes) {
  // Only asks for the sizes; what does not exist is for SQLite to complain about.
  const sizeOf = (name) => statSync(name, { throwIfNoEntry: false })?.size ?? 0;
  const needed = sizeOf(file) + sizeOf(`${file}-wal`) + spareBytes;
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize >= needed) return;
  const words = `${directory} has ${megabytes(bavail * bsize)} free, and a copy may need ${megabytes(needed)}`;
  // The code that SQLite itself would have ended with.
  throw Object.assign(new Error(`${words}. Free some space, or have backups on another disk.`), {
    code: "SQLITE_FULL",
  });
}

function megabytes(bytes) {
  return `${Math.ceil(bytes / (1024 * 1024))} MiB`;
}
