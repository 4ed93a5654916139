import { readFileSync } from "node:fs";
import path from "node:path";
import { type Client, createClient } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { classifyDatabaseError } from "./errors";

export type Migration = { tag: string; when: number; hash: string };
export type MigrationState = {
  /** Migrations this program has and the database has not, oldest first. */
  pending: Migration[];
  /** The newest one that the database has; null for an empty database. */
  current: Migration | null;
  /** How many the database has. */
  appliedCount: number;
};

const MIGRATIONS_TABLE = "__drizzle_migrations";
const RACE_ATTEMPTS_MAX = 20;

/** The folder travels with the program: beside package.json in a checkout, beside server.js in the image. */
export function migrationsFolder(): string {
  return path.join(process.cwd(), "drizzle");
}

export function readMigrations(folder: string = migrationsFolder()): Migration[] {
  const journal = JSON.parse(readFileSync(path.join(folder, "meta/_journal.json"), "utf8")) as {
    entries: { tag: string; when: number }[];
  };
  const files = readMigrationFiles({ migrationsFolder: folder });
  return journal.entries.map(({ tag, when }, index) => ({ tag, when, hash: files[index]?.hash ?? "" }));
}

/**
 * Compares the database with the program. Throws where the two cannot go together: a database from a newer
 * program, a migration edited after it was applied, one that was slipped in before an applied one. Drizzle itself
 * notices none of these.
 */
export async function readMigrationState(client: Client, folder?: string): Promise<MigrationState> {
  const known = readMigrations(folder);
  const applied = await readApplied(client);
  const newestKnown = known.at(-1);
  const newestApplied = applied.at(-1);

  const foreign = applied.filter((row) => !known.some((migration) => migration.when === row.when));
  if (foreign.length > 0) {
    throw new Error(
      `The database was written by a newer version of HomelabCmd (${foreign.length} schema change(s) that this version ` +
        `does not know; its own newest is ${newestKnown?.tag ?? "none"}). Run that version again, undo its changes ` +
        "there with `npm run db:rollback`, or restore the backup that it made before migrating.",
    );
  }
  const edited = known.filter((m) => applied.some((row) => row.when === m.when && row.hash !== m.hash));
  if (edited.length > 0) {
    throw new Error(
      `The migration ${edited.map((m) => m.tag).join(", ")} was changed after this database had applied it. ` +
        "Put the released file back and make the change in a new migration.",
    );
  }
  const pending = known.filter((m) => !applied.some((row) => row.when === m.when));
  const late = pending.filter((m) => newestApplied !== undefined && m.when < newestApplied.when);
  if (late.length > 0) {
    throw new Error(
      `The migration ${late.map((m) => m.tag).join(", ")} is older than one that this database has already applied. ` +
        "Generate it again so that it comes last.",
    );
  }
  const current = known.filter((m) => m.when === newestApplied?.when).at(-1) ?? null;
  return { pending, current, appliedCount: applied.length };
}

/**
 * Brings the database to the newest schema, on a connection of its own. Several hubs may do this at once: one wins,
 * the others find the work done. Rows of all tables survive, and references are checked afterwards.
 */
export async function migrateDatabase(options: {
  url: string;
  authToken?: string;
  folder?: string;
}): Promise<MigrationState> {
  const folder = options.folder ?? migrationsFolder();
  for (let attempt = 1; ; attempt++) {
    const client = createClient({
      url: options.url,
      authToken: options.authToken,
      concurrency: 1,
      timeout: 10_000,
    });
    try {
      const before = await readMigrationState(client, folder);
      if (before.pending.length === 0) return before;
      await guardAgainstApplyingTwice(client);
      await migrate(drizzle(client), { migrationsFolder: folder });
      await checkForeignKeys(client);
      return await readMigrationState(client, folder);
    } catch (error) {
      if (!isLostRace(error) || attempt >= RACE_ATTEMPTS_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
    } finally {
      client.close();
    }
  }
}

/**
 * Undoes the newest migration by its written down step (`drizzle/down/<tag>.sql`), in one transaction, and forgets
 * it. Returns its tag, or null where nothing was applied.
 */
export async function rollbackNewestMigration(
  client: Client,
  folder: string = migrationsFolder(),
): Promise<string | null> {
  const { current } = await readMigrationState(client, folder);
  if (current === null) return null;
  const down = readFileSync(path.join(folder, "down", `${current.tag}.sql`), "utf8");
  const statements = down.split("--> statement-breakpoint").map((sql) => ({ sql, args: [] }));
  // Like the way up: foreign keys are off while tables are rebuilt, or ON DELETE CASCADE empties their children.
  await client.migrate([
    ...statements,
    { sql: `DELETE FROM ${MIGRATIONS_TABLE} WHERE created_at = ?`, args: [String(current.when)] },
  ]);
  await checkForeignKeys(client);
  return current.tag;
}

async function readApplied(client: Client): Promise<{ when: number; hash: string }[]> {
  const table = await client.execute({
    sql: "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?",
    args: [MIGRATIONS_TABLE],
  });
  if (table.rows.length === 0) return [];
  const rows = await client.execute(`SELECT hash, created_at FROM ${MIGRATIONS_TABLE} ORDER BY created_at`);
  return rows.rows.map((row) => ({ when: Number(row.created_at), hash: String(row.hash) }));
}

/** The loser of a race between two hubs fails on this index, and with it its whole transaction. */
async function guardAgainstApplyingTwice(client: Client): Promise<void> {
  await client.execute(
    `CREATE TABLE IF NOT EXISTS ${MIGRATIONS_TABLE} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`,
  );
  await client.execute(
    `CREATE UNIQUE INDEX IF NOT EXISTS uq_drizzle_migrations_created_at ON ${MIGRATIONS_TABLE} (created_at)`,
  );
}

async function checkForeignKeys(client: Client): Promise<void> {
  const orphans = await client.execute('SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT 5');
  if (orphans.rows.length === 0) return;
  const named = orphans.rows.map((row) => `${row.table} row ${row.rowid} -> ${row.parent}`);
  throw new Error(`After migrating, rows refer to rows that do not exist: ${named.join("; ")}`);
}

function isLostRace(error: unknown): boolean {
  const fault = classifyDatabaseError(error);
  if (fault === "busy" || fault === "unique") return true;
  return (
    error instanceof Error &&
    /already exists|duplicate column|no such (table|index|trigger)/.test(
      `${error.message} ${String(error.cause)}`,
    )
  );
}
