import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Client, createClient } from "@libsql/client";
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
/** Waiting inside SQLite blocks the process, so it is done in short pieces. */
const LOCK_WAIT_MS = 1000;
/** Another hub may be rebuilding a large table meanwhile. */
const LOCK_PATIENCE_MS = 30_000;

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
 * Brings the database to the newest schema, on a connection of its own, in one transaction. Several hubs may do this
 * at once: one wins, the others find the work done. Rows of all tables survive, and a migration that leaves rows
 * referring to nothing is undone whole.
 */
export async function migrateDatabase(options: {
  url: string;
  authToken?: string;
  folder?: string;
  lockPatienceMs?: number;
}): Promise<MigrationState> {
  const patienceEndsAt = performance.now() + (options.lockPatienceMs ?? LOCK_PATIENCE_MS);
  const folder = options.folder ?? migrationsFolder();
  let failure: { error: unknown; appliedCount: number } | undefined;
  for (let attempt = 1; ; attempt++) {
    const client = createClient({
      url: options.url,
      authToken: options.authToken,
      concurrency: 1,
      timeout: LOCK_WAIT_MS,
    });
    let appliedCount = 0;
    try {
      const before = await readMigrationState(client, folder);
      if (before.pending.length === 0) return before;
      // It got past the lock and still found no other hub's work: nobody was faster, the migration is wrong.
      if (failure?.appliedCount === before.appliedCount) throw failure.error;
      appliedCount = before.appliedCount;
      await guardAgainstApplyingTwice(client);
      await applyMigrations(client, before.pending, folder);
      return await readMigrationState(client, folder);
    } catch (error) {
      if (error === failure?.error || !isLostRace(error)) throw error;
      const isBusy = classifyDatabaseError(error) === "busy";
      if (isBusy ? performance.now() > patienceEndsAt : attempt >= RACE_ATTEMPTS_MAX) throw error;
      failure = isBusy ? undefined : { error, appliedCount };
      await new Promise((resolve) => setTimeout(resolve, Math.min(50 * attempt, 1000)));
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
  const step = path.join(folder, "down", `${current.tag}.sql`);
  if (!existsSync(step)) {
    throw new Error(
      `The migration ${current.tag} has no down step (${step}). Restore the backup made before it.`,
    );
  }
  await changeSchema(client, [
    ...statementsOf(readFileSync(step, "utf8")),
    { sql: `DELETE FROM ${MIGRATIONS_TABLE} WHERE created_at = ?`, args: [String(current.when)] },
  ]);
  return current.tag;
}

function applyMigrations(client: Client, pending: Migration[], folder: string): Promise<void> {
  const statements = pending.flatMap(({ tag, when, hash }) => [
    ...statementsOf(readFileSync(path.join(folder, `${tag}.sql`), "utf8")),
    {
      sql: `INSERT INTO ${MIGRATIONS_TABLE} (hash, created_at) VALUES (?, ?)`,
      args: [hash, String(when)],
    },
  ]);
  return changeSchema(client, statements);
}

/**
 * One transaction with foreign keys off, or ON DELETE CASCADE would empty the children of every table that is
 * rebuilt. References are counted before and after instead: orphans that a shell left behind do not stop an upgrade.
 */
async function changeSchema(client: Client, statements: Statement[]): Promise<void> {
  const orphans = await client.execute("SELECT count(*) AS n FROM pragma_foreign_key_check");
  const refuseNewOrphans = {
    sql: `INSERT INTO ${MIGRATIONS_TABLE} (hash, created_at) SELECT NULL, 0 FROM (SELECT count(*) AS n FROM pragma_foreign_key_check) WHERE n > CAST(? AS INTEGER)`,
    args: [Number(orphans.rows[0]?.n ?? 0)],
  };
  try {
    await client.migrate([...statements, refuseNewOrphans]);
  } catch (error) {
    const isRefusal = classifyDatabaseError(error) === "not_null" && String(error).includes(MIGRATIONS_TABLE);
    if (!isRefusal) throw error;
    throw new Error(
      "The migration would leave rows that refer to rows which do not exist; nothing was changed.",
      {
        cause: error,
      },
    );
  }
}

type Statement = { sql: string; args: (string | number)[] };

function statementsOf(file: string): Statement[] {
  return file.split("--> statement-breakpoint").map((sql) => ({ sql, args: [] }));
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
