import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { localFileOf } from "../db/backups/file-url.mjs";

// Works in a checkout and in the image alike, so it imports nothing that only one of them has.
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export const migrations = path.join(root, "drizzle");

/** The database and the folder of its backups, as the hub that is started here would find them. */
export function databasePlace() {
  const envFile = path.join(root, ".env");
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const url = process.env.DATABASE_URL || "file:./data/homelab.db";
  const file = localFileOf(url);
  const own = process.env.HOMELAB_BACKUP_DIRECTORY;
  const directory = file === null ? null : own ? path.resolve(own) : path.join(path.dirname(file), "backups");
  return { url, file, directory };
}

/** Where the hub has only a server's address, copies are the server's business. */
export function adviceFor(url) {
  const server = url.replace(/\/\/[^/?#]*@/, "//").replace(/[?#].*$/, "");
  return (
    `The database is on a libSQL server (${server}), which copies no file for its clients. Back it up there: stop sqld and copy ` +
    "the folder of its --db-path, or have it write itself out as SQL while it runs (`curl SERVER/dump`); `turso db shell DATABASE .dump` does " +
    "the same at Turso, which keeps points in time to return to as well."
  );
}
