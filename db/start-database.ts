import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createClient } from "@libsql/client";
import { copyBeforeMigrating } from "./backup";
import type { Database } from "./client";
import { classifyDatabaseError, type DatabaseFault } from "./errors";
import { migrateDatabase, readMigrationState } from "./migrate";

export type StartedDatabase = {
  /** The file's path, or the server's address without credentials. */
  location: string;
  schemaVersion: string;
  migrated: string[];
  /** The copy made before migrating, or null where none was needed. */
  safetyCopy: string | null;
};

/** A database that the hub cannot serve from. The message names the place and what to do; it is for the operator. */
export class DatabaseStartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "DatabaseStartError";
  }
}

/**
 * Directory, open, check, copy, migrate, default rows: everything that must be true before the first request. Throws
 * `DatabaseStartError` where the hub must not go on.
 */
export async function startDatabase(
  db: Database,
  options: { now: number; authToken?: string; folder?: string; lockPatienceMs?: number },
): Promise<StartedDatabase> {
  const file = db.capabilities.localFile;
  const location = file ?? withoutCredentials(db.url);
  if (file === null && /\/\/[^/?#]*@/.test(db.url)) {
    // No cause and no more words: what the client says about it would bring the password into the log.
    throw new DatabaseStartError(
      `DATABASE_URL names a user or password for ${location}. Leave them out and put a token in DATABASE_AUTH_TOKEN.`,
    );
  }
  if (file !== null) makeDirectory(path.dirname(file));
  try {
    const before = await inspect(db, options);
    const pending = before.pending.map((migration) => migration.tag);
    const safetyCopy =
      file !== null && pending[0] !== undefined && before.appliedCount > 0
        ? await copyBeforeMigrating({ file, migration: pending[0], now: options.now })
        : null;
    const after = await migrateDatabase({
      url: db.url,
      authToken: options.authToken,
      folder: options.folder,
      lockPatienceMs: options.lockPatienceMs,
    });
    await db.prepare();
    return { location, schemaVersion: after.current?.tag ?? "none", migrated: pending, safetyCopy };
  } catch (error) {
    throw new DatabaseStartError(explain(error, location), error);
  }
}

async function inspect(db: Database, options: { authToken?: string; folder?: string }) {
  const client = createClient({ url: db.url, authToken: options.authToken, concurrency: 1, timeout: 10_000 });
  try {
    // Damage shows at the first query, not when a file is opened: look before anything is written.
    if (db.capabilities.pragma) {
      const check = await client.execute("PRAGMA quick_check(3)");
      const faults = check.rows.map((row) => String(row.quick_check)).filter((fault) => fault !== "ok");
      if (faults.length > 0) throw new Error(`SQLITE_CORRUPT: ${faults.join("; ").replace(/\s+/g, " ")}`);
    }
    return await readMigrationState(client, options.folder);
  } finally {
    client.close();
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw new DatabaseStartError(
      `The data directory ${directory} does not exist and cannot be made (${reason(error)}). Make it, and give it to the user that runs the hub.`,
      error,
    );
  }
  const probe = path.join(directory, `.write-probe-${process.pid}`);
  try {
    writeFileSync(probe, "");
    // Two hubs in two containers may both be process 1 of one directory.
    rmSync(probe, { force: true });
  } catch (error) {
    throw new DatabaseStartError(
      `The data directory ${directory} cannot be written (${reason(error)}). Check its owner and that it is not mounted read-only.`,
      error,
    );
  }
}

function explain(error: unknown, location: string): string {
  const said = error instanceof Error ? error.message : String(error);
  const advice: Partial<Record<DatabaseFault, string>> = {
    corrupt: `The database ${location} is damaged (${said}). Move it away and restore a backup; the damaged file is left as it is.`,
    full: `The disk that holds ${location} is full. Free some space and start again; nothing was changed.`,
    readonly: `The database ${location} cannot be written. Check the owner of the file and of its directory.`,
    cantopen: `The database ${location} cannot be opened. Check the owner of the file and of its directory.`,
    busy: `The database ${location} is locked by another program. End that program, or wait until it is done, and start again.`,
    unavailable: `The database ${location} does not answer (${said}). Check DATABASE_URL, DATABASE_AUTH_TOKEN and the server behind it.`,
  };
  return advice[classifyDatabaseError(error)] ?? `The database ${location} cannot be used: ${said}`;
}

function withoutCredentials(url: string): string {
  const parsed = new URL(url);
  return `${parsed.protocol}//${parsed.host}${parsed.pathname === "/" ? "" : parsed.pathname}`;
}

function reason(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
