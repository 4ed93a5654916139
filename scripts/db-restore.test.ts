import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { copyDatabase } from "../db/backups/copy-database.mjs";
import { Database } from "../db/client";
import { migrateDatabase, readMigrations } from "../db/migrate";
import { startDatabase } from "../db/start-database";
import { temporaryDirectory } from "../db/testing";
import { dumpFile, filledFile } from "../db/testing-files";
import { rawClient } from "../db/testing-filled";
import { addMigration, folderUpTo } from "../db/testing-migrations";
import { otherProcess } from "../db/testing-process";
import { runScript } from "./testing-script";

const migrations = readMigrations();
const restore = (file: string, ...args: string[]) => runScript("db-restore.mjs", `file:${file}`, args);

async function run(file: string, ...statements: string[]): Promise<void> {
  const client = rawClient(`file:${file}`);
  for (const statement of statements) await client.execute(statement);
  client.close();
}

async function backupOf(file: string): Promise<string> {
  const target = path.join(temporaryDirectory(), "backup.db");
  await copyDatabase({ file, target });
  return target;
}

test("a fresh hub that is given a backup has every row of every table", async () => {
  const backup = await backupOf(await filledFile());
  const fresh = path.join(temporaryDirectory(), "new", "homelab.db");
  const { code, said, complaint } = await restore(fresh, backup);
  expect([complaint, code]).toEqual(["", 0]);
  expect(said).toContain(`Restored ${fresh} from ${backup}.\nIt has 2 server(s), last heard of at 1970-`);
  expect(said).toContain(`schema ${migrations.at(-1)?.tag}.\n`);
  expect(await dumpFile(fresh)).toEqual(await dumpFile(backup));
  expect(statSync(fresh).mode & 0o777).toBe(0o600);
  expect(readdirSync(path.dirname(fresh))).toEqual(["homelab.db"]);
  const db = new Database(`file:${fresh}`);
  expect(await startDatabase(db, { now: 0 })).toMatchObject({ migrated: [], safetyCopy: null });
  await db.close();
});

test("what was there before is kept, with what was only in its -wal file, and nothing of it is left", async () => {
  const file = await filledFile();
  const backup = await backupOf(file);
  // A hub that was killed: its last writes are in the -wal file alone.
  const hub = otherProcess();
  await hub.call("open", { url: `file:${file}` });
  await hub.call("write", { statements: ["UPDATE servers SET hostname = 'since the backup'"] });
  const before = await hub.call("read", { file, sql: "SELECT hostname FROM servers" });
  expect(before).toContainEqual({ hostname: "since the backup" });
  copyFileSync(file, `${file}.killed`);
  copyFileSync(`${file}-wal`, `${file}.killed-wal`);
  await hub.call("close");

  const killed = `${file}.killed`;
  const outcome = await restore(killed, backup);
  expect(outcome.complaint).toBe("");
  const safetyCopy = /before is (.+)\.$/m.exec(outcome.said)?.[1] ?? "";
  expect(safetyCopy).toMatch(/\.killed\.before-restoring-\d{8}T\d{6}Z\.db$/);
  expect((await dumpFile(safetyCopy)).servers?.[0]?.hostname).toBe("since the backup");
  expect(existsSync(`${killed}-wal`)).toBe(false);
  expect(await dumpFile(killed)).toEqual(await dumpFile(backup));
});

test("a damaged database is replaced, and kept as it is with its -wal file", async () => {
  const backup = await backupOf(await filledFile());
  const file = path.join(temporaryDirectory(), "homelab.db");
  writeFileSync(file, "milk, bread, SAS cables\n".repeat(500));
  writeFileSync(`${file}-wal`, "and eggs");
  const { said, complaint } = await restore(file, backup);
  expect(complaint).toBe("");
  const safetyCopy = /before is (.+)\.$/m.exec(said)?.[1] ?? "";
  expect(statSync(safetyCopy).size).toBe(12_000);
  expect(existsSync(`${safetyCopy}-wal`)).toBe(true);
  expect(await dumpFile(file)).toEqual(await dumpFile(backup));
});

test("a backup of an older version is restored, and migrated at the next start", async () => {
  const backup = await backupOf(await filledFile(folderUpTo(3)));
  const file = await filledFile();
  const { said } = await restore(file, backup);
  expect(said).toContain(`The next start applies ${migrations.length - 3} newer schema change(s).`);
  const db = new Database(`file:${file}`);
  const started = await startDatabase(db, { now: 0 });
  expect(started.migrated).toEqual(migrations.slice(3).map(({ tag }) => tag));
  await db.close();
});

test("rows that refer to nothing are restored only by somebody who asks for it", async () => {
  const source = await filledFile();
  await run(source, "PRAGMA foreign_keys = OFF", "DELETE FROM servers WHERE id = 'pi'");
  const backup = await backupOf(source);
  const file = await filledFile();
  const { complaint, code } = await restore(file, backup);
  expect(code).toBe(1);
  expect(complaint).toMatch(
    /rows that refer to rows which do not exist \(.*\d+ in metrics.*--accept-orphans/,
  );
  expect((await restore(file, backup, "--accept-orphans")).code).toBe(0);
  expect((await dumpFile(file)).servers).toHaveLength(1);
});

test("channels whose key is missing are told of", async () => {
  const source = await filledFile();
  await run(
    source,
    `UPDATE notification_channels SET settings = '{"token":{"encrypted":"v1:a:b:c"}}' WHERE id = 1`,
  );
  const backup = await backupOf(source);
  const file = path.join(temporaryDirectory(), "homelab.db");
  expect((await restore(file, backup)).said).toContain(`${file}.key is missing`);
  writeFileSync(`${file}.key`, "key");
  expect((await restore(file, backup)).said).not.toContain("is missing");
});

const refusals: [string, (file: string) => Promise<string>, RegExp][] = [
  ["the backup does not exist", async () => "/nowhere/backup.db", /There is no file/],
  ["it is a folder", async () => temporaryDirectory(), /is not a file/],
  ["it is the database itself", async (file) => file, /is the database itself/],
  [
    "it is no database",
    async () => {
      const backup = path.join(temporaryDirectory(), "backup.db");
      writeFileSync(backup, "milk, bread, SAS cables\n".repeat(500));
      return backup;
    },
    /damaged, or no database/,
  ],
  [
    "a page of it is damaged",
    async () => {
      const backup = await backupOf(await filledFile());
      const descriptor = openSync(backup, "r+");
      const pages = Math.floor(statSync(backup).size / 4096);
      for (let page = 4; page < pages; page += 3)
        writeSync(descriptor, Buffer.alloc(64, 0xa5), 0, 64, page * 4096);
      closeSync(descriptor);
      return backup;
    },
    /is damaged/,
  ],
  [
    "an index of it is not of its table",
    async () => {
      const backup = await backupOf(await filledFile());
      const entry = "name = 'idx_alerts_created_at'";
      await run(
        backup,
        "PRAGMA writable_schema = ON",
        `CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE ${entry}`,
        `DELETE FROM sqlite_schema WHERE ${entry}`,
      );
      await run(backup, "UPDATE alerts SET created_at = created_at + 1");
      await run(
        backup,
        "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_schema SELECT * FROM kept",
        "DROP TABLE kept",
      );
      return backup;
    },
    /is damaged: .*idx_alerts_created_at/,
  ],
  [
    "it was cut short",
    async () => {
      const backup = await backupOf(await filledFile());
      const bytes = statSync(backup).size;
      const short = path.join(temporaryDirectory(), "backup.db");
      writeFileSync(short, readFileSync(backup).subarray(0, bytes - 3 * 4096));
      return short;
    },
    /is damaged/,
  ],
  [
    "it is another program's",
    async () => {
      const backup = path.join(temporaryDirectory(), "recipes.db");
      await run(backup, "CREATE TABLE servers (id text)", "CREATE TABLE recipes (id integer)");
      return backup;
    },
    /is not a database of HomelabCmd/,
  ],
  [
    "it is newer than the program",
    async () => {
      const folder = folderUpTo(migrations.length);
      addMigration(folder, { tag: "9000_of_the_future", up: ["CREATE TABLE future (id integer)"] });
      const backup = path.join(temporaryDirectory(), "backup.db");
      await migrateDatabase({ url: `file:${backup}`, folder });
      return backup;
    },
    /written by a newer version/,
  ],
  [
    "a hub has the database open, though it neither reads nor writes",
    async (file) => {
      const backup = await backupOf(file);
      await otherProcess().call("open", { url: `file:${file}` });
      return backup;
    },
    /is open in another program\. Stop the hub/,
  ],
];

test.each(refusals)("changes nothing and ends with 1 where %s", async (_what, prepare, complaint) => {
  const file = await filledFile();
  const before = await dumpFile(file);
  const outcome = await restore(file, await prepare(file));
  expect(outcome).toMatchObject({ code: 1, said: "" });
  expect(outcome.complaint).toMatch(/^Nothing was restored: [^\n]+\n$/);
  expect(outcome.complaint).toMatch(complaint);
  expect(await dumpFile(file)).toEqual(before);
  const left = readdirSync(path.dirname(file)).filter((name) => !/^homelab\.db(-wal|-shm)?$/.test(name));
  expect(left).toEqual([]);
});

test("a damaged database that a program has open is not replaced", async () => {
  const backup = await backupOf(await filledFile());
  const file = await filledFile();
  await otherProcess().call("open", { url: `file:${file}` });
  writeFileSync(file, "milk, bread, SAS cables\n".repeat(500));
  const { complaint } = await restore(file, backup);
  expect(complaint).toMatch(/is open in another program/);
});

test("a database on a server is not ours to replace", async () => {
  const backup = await backupOf(await filledFile());
  const outcome = await runScript("db-restore.mjs", "libsql://sqld.example", [backup]);
  expect(outcome).toMatchObject({ code: 1, said: "" });
});
