import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { copyDatabase } from "./backups/copy-database.mjs";

const SAFETY_COPIES_KEPT = 5;

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
