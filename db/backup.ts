import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { createClient } from "@libsql/client";
import { fileUrl } from "./local-file";

const SAFETY_COPIES_KEPT = 5;

/**
 * Writes a consistent, verified copy of a local database to `target`, while other connections read and write.
 * VACUUM INTO is the only safe way: opening the live file with the fs module would drop SQLite's locks on it.
 */
export async function copyDatabase(options: { file: string; target: string }): Promise<void> {
  const unfinished = `${options.target}.${randomUUID()}.tmp`;
  try {
    await withClient(options.file, (client) => client.execute({ sql: "VACUUM INTO ?", args: [unfinished] }));
    const faults = await withClient(
      unfinished,
      async (client) => (await client.execute("PRAGMA integrity_check")).rows,
    );
    if (faults[0]?.integrity_check !== "ok") {
      throw new Error(`The copy of ${options.file} is damaged: ${JSON.stringify(faults[0])}`);
    }
    renameSync(unfinished, options.target);
  } finally {
    for (const leftover of [unfinished, `${unfinished}-wal`, `${unfinished}-shm`, `${unfinished}-journal`]) {
      rmSync(leftover, { force: true });
    }
  }
}

/**
 * The copy that is made before the schema changes, `<file>.before-<migration>-<time>.db` beside the database. Keeps
 * the newest five. Returns its path.
 */
export async function copyBeforeMigrating(options: {
  file: string;
  migration: string;
  now: number;
}): Promise<string> {
  const time = new Date(options.now).toISOString().replace(/[-:]|\.\d+/g, "");
  const target = `${options.file}.before-${options.migration}-${time}.db`;
  if (!existsSync(target)) await copyDatabase({ file: options.file, target });
  forgetOldCopies(options.file);
  return target;
}

function forgetOldCopies(file: string): void {
  const directory = path.dirname(file);
  const prefix = `${path.basename(file)}.before-`;
  const copies = readdirSync(directory).filter((name) => name.startsWith(prefix) && name.endsWith(".db"));
  const time = (name: string) => name.slice(-"20260101T000000Z.db".length);
  copies.sort((a, b) => time(b).localeCompare(time(a)));
  for (const name of copies.slice(SAFETY_COPIES_KEPT)) rmSync(path.join(directory, name), { force: true });
}

async function withClient<T>(
  file: string,
  work: (client: ReturnType<typeof createClient>) => Promise<T>,
): Promise<T> {
  const client = createClient({ url: fileUrl(file), concurrency: 1, timeout: 10_000 });
  try {
    return await work(client);
  } finally {
    client.close();
  }
}
