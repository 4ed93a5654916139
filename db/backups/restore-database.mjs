import { randomUUID } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { createClient } from "@libsql/client";
import { checkDatabase, copyDatabase, giveToOwnerOf, synchronise, withClient } from "./copy-database.mjs";
import { fileUrl } from "./file-url.mjs";

const LOCK_PATIENCE_MS = 2000;

/**
 * Puts a copy of `backup` in the place of `database`, for the next start. Refuses, and then changes nothing: a backup that is
 * damaged, is none of HomelabCmd's or is newer than `migrations`, and a database that a program has open. The database that was
 * there is kept beside it (`safetyCopy`).
 */
export async function restoreDatabase({ backup, database, migrations, now, acceptOrphans = false }) {
  const given = statSync(backup, { throwIfNoEntry: false });
  if (given === undefined) throw new Error(`There is no file ${backup}.`);
  if (!given.isFile()) throw new Error(`${backup} is not a file.`);
  const present = statSync(database, { throwIfNoEntry: false });
  if (present?.dev === given.dev && present.ino === given.ino) {
    throw new Error(`${backup} is the database itself.`);
  }
  const contents = await inspectBackup(backup, migrations);
  if (contents.orphans.length > 0 && !acceptOrphans) {
    const rows = contents.orphans.map((orphan) => `${orphan.rows} in ${orphan.table}`).join(", ");
    throw new Error(
      `${backup} has rows that refer to rows which do not exist (${rows}). Use --accept-orphans to restore it all the same.`,
    );
  }

  const directory = path.dirname(database);
  mkdirSync(directory, { recursive: true });
  const incoming = `${database}.restoring-${randomUUID()}.tmp`;
  try {
    await copyDatabase({ file: backup, target: incoming });
    giveToOwnerOf(present === undefined ? directory : database, incoming);
    const safetyCopy = `${database}.before-restoring-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, "")}.db`;
    await holding(database, () => {
      if (existsSync(database)) keepAs(database, safetyCopy);
      // A -wal file would be played into whatever database stands beside it.
      if (existsSync(`${database}-wal`)) renameSync(`${database}-wal`, `${safetyCopy}-wal`);
      for (const ending of ["-shm", "-journal"]) rmSync(`${database}${ending}`, { force: true });
      renameSync(incoming, database);
      synchronise(directory);
    });
    return { ...contents, safetyCopy: present === undefined ? null : safetyCopy };
  } finally {
    rmSync(incoming, { force: true });
  }
}

/** What is in a backup: throws where the hub of these migrations could not go on from it. */
async function inspectBackup(backup, migrations) {
  return withClient(backup, async (client) => {
    const { faults, orphans } = await checkDatabase(client).catch((error) => {
      throw new Error(`${backup} is damaged, or no database at all: ${error.message}`);
    });
    if (faults.length > 0) throw new Error(`${backup} is damaged: ${faults.join("; ").replace(/\s+/g, " ")}`);
    const known = JSON.parse(readFileSync(path.join(migrations, "meta/_journal.json"), "utf8")).entries;
    const applied = await appliedMigrations(client);
    if (!applied.includes(known[0].when)) throw new Error(`${backup} is not a database of HomelabCmd.`);
    const unknown = applied.filter((when) => !known.some((migration) => migration.when === when));
    if (unknown.length > 0) {
      throw new Error(
        `${backup} was written by a newer version of HomelabCmd (${unknown.length} schema change(s) that this one does not know). ` +
          "Restore it with that version.",
      );
    }
    const newest = Math.max(...applied);
    const servers = await client.execute("SELECT count(*) AS n, max(last_seen) AS seen FROM servers");
    const secrets = await client.execute(
      `SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name = 'notification_channels'`,
    );
    const encrypted =
      Number(secrets.rows[0]?.n) === 0
        ? 0
        : (
            await client.execute(
              `SELECT count(*) AS n FROM notification_channels WHERE settings LIKE '%"encrypted":%'`,
            )
          ).rows[0]?.n;
    return {
      orphans,
      schema: known.find((migration) => migration.when === newest).tag,
      pending: known.filter((migration) => migration.when > newest).length,
      servers: Number(servers.rows[0]?.n),
      lastSeen: servers.rows[0]?.seen === null ? null : Number(servers.rows[0]?.seen),
      hasSecrets: Number(encrypted) > 0,
    };
  });
}

async function appliedMigrations(client) {
  const tables = await client.execute(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('servers', 'metrics', '__drizzle_migrations')",
  );
  if (tables.rows.length < 3) return [];
  const rows = await client.execute("SELECT created_at FROM __drizzle_migrations");
  return rows.rows.map((row) => Number(row.created_at));
}

/**
 * Runs `work` while nobody else can have the database open. Every connection holds a shared lock on the file for as long as
 * it is open, reading or not, and only the last one may turn the -wal file off: where that fails, a program is there.
 */
async function holding(database, work) {
  if (!existsSync(database)) return work();
  const client = createClient({ url: fileUrl(database), concurrency: 1, timeout: LOCK_PATIENCE_MS });
  try {
    await client.execute("PRAGMA journal_mode = DELETE");
    await client.execute("BEGIN EXCLUSIVE");
  } catch (error) {
    client.close();
    if (/SQLITE_BUSY|SQLITE_LOCKED|is locked/.test(String(error))) throw inUse(database);
    // It is too damaged to be locked, which is what backups are for. A hub that still has it open refuses to write into a
    // file that was replaced; where the system tells who has it open, it does not come to that.
    if (!/SQLITE_NOTADB|SQLITE_CORRUPT|malformed|not a database/.test(String(error))) throw error;
    if (isOpenSomewhere(database)) throw inUse(database);
    return work();
  }
  try {
    return work();
  } finally {
    await client.execute("ROLLBACK").catch(() => undefined);
    client.close();
  }
}

function inUse(database) {
  return new Error(`${database} is open in another program. Stop the hub (and any sqlite3 shell) first.`);
}

/** Whether a process of this machine that we may look into has the file open. Linux only; false elsewhere. */
function isOpenSomewhere(file) {
  const wanted = statSync(file);
  const listing = (directory) => {
    try {
      return readdirSync(directory);
    } catch {
      return [];
    }
  };
  const processes = listing("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return processes.some((pid) =>
    listing(`/proc/${pid}/fd`).some((descriptor) => {
      try {
        const link = `/proc/${pid}/fd/${descriptor}`;
        if (!readlinkSync(link).startsWith("/")) return false;
        const { dev, ino } = statSync(link);
        return dev === wanted.dev && ino === wanted.ino;
      } catch {
        return false;
      }
    }),
  );
}

/** A second name, so that there is a database at every moment; a move where the file system has no second names. */
function keepAs(database, name) {
  try {
    linkSync(database, name);
  } catch (error) {
    if (error.code === "EEXIST") throw error;
    renameSync(database, name);
  }
}
