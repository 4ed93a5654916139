import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { copyBeforeMigrating } from "./backup";
import { copyDatabase } from "./backups/copy-database.mjs";
import { Database } from "./client";
import { migrateDatabase, readMigrations } from "./migrate";
import { startDatabase } from "./start-database";
import { temporaryDatabase, temporaryDirectory } from "./testing";
import { dumpFile, filledFile } from "./testing-files";
import { addMigration, folderUpTo } from "./testing-migrations";
import { otherProcess } from "./testing-process";

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 21, 9, 30);
const migrations = readMigrations();
const isCopy = (name: string) => name.includes(".before-");

test("before migrating a filled database a complete copy of it exists, named by the migration and the time", async () => {
  const file = await filledFile(folderUpTo(2));
  const before = await dumpFile(file);
  const db = new Database(`file:${file}`);
  const started = await startDatabase(db, { now });
  const copy = `${file}.before-${migrations[2]?.tag}-20261121T093000Z.db`;
  expect(started).toMatchObject({ safetyCopy: copy, migrated: migrations.slice(2).map(({ tag }) => tag) });
  expect(await dumpFile(copy)).toEqual(before);
  // The copy is a database of the older version: it can be put in place and started from.
  const restored = new Database(`file:${copy}`);
  expect(await startDatabase(restored, { now: now + 1000 })).toMatchObject({
    schemaVersion: migrations.at(-1)?.tag,
  });
  await restored.close();
  await db.close();
});

test("where the copy fails nothing is migrated", async () => {
  const file = path.join(temporaryDirectory(), "homelab.db");
  await migrateDatabase({ url: `file:${file}`, folder: folderUpTo(2) });
  const folder = folderUpTo(2);
  // A tag that makes the name of the copy too long for any directory.
  addMigration(folder, { tag: "9".repeat(240), up: ["CREATE TABLE extra (id integer)"] });
  const db = new Database(`file:${file}`);
  await expect(startDatabase(db, { now, folder })).rejects.toMatchObject({ name: "DatabaseStartError" });
  expect(Object.keys(await dumpFile(file))).not.toContain("extra");
  expect(readdirSync(path.dirname(file)).filter((name) => name.includes(".tmp"))).toEqual([]);
  db.closeNow();
});

test("only the newest five copies are kept, whatever they are called, and nothing else is touched", async () => {
  const directory = temporaryDirectory();
  const file = path.join(directory, "homelab.db");
  await migrateDatabase({ url: `file:${file}` });
  const bystanders = [
    "homelab.db.before-I-tried-something",
    "other.db.before-0001_x-20200101T000000Z.db",
    "notes.db",
  ];
  for (const name of bystanders) writeFileSync(path.join(directory, name), "mine");
  // Neither order of the names is the order of the times.
  const tags = ["0005_e", "0003_c", "0009_i", "0004_d", "0008_h", "0006_f", "0007_g"];
  const made: string[] = [];
  for (const [day, migration] of tags.entries()) {
    made.push(await copyBeforeMigrating({ file, migration, now: now + day * DAY }));
  }
  const kept = readdirSync(directory).filter((name) => isCopy(name) && !bystanders.includes(name));
  expect(kept.sort()).toEqual(
    made
      .slice(-5)
      .map((copy) => path.basename(copy))
      .sort(),
  );
  for (const name of bystanders) expect(existsSync(path.join(directory, name)), name).toBe(true);
});

test("a copy made while another process writes is whole: it ends between two transactions", async () => {
  const db = await temporaryDatabase();
  const file = db.capabilities.localFile ?? "";
  await db.write(["INSERT INTO servers (id, hostname, cpu_cores) VALUES ('a', 'a', 0), ('b', 'b', 0)"]);
  await db.close();
  const hub = otherProcess();
  await hub.call("open", { url: db.url });
  let isDone = false;
  const writing = (async () => {
    while (!isDone) {
      // Two statements of one transaction: a copy in between would hold two different numbers.
      await hub.call("write", {
        statements: [
          "UPDATE servers SET cpu_cores = cpu_cores + 1 WHERE id = 'a'",
          "UPDATE servers SET cpu_cores = cpu_cores + 1 WHERE id = 'b'",
        ],
      });
    }
  })();
  for (let n = 0; n < 5; n++) {
    const target = path.join(path.dirname(file), `copy-${n}.db`);
    await copyDatabase({ file, target });
    const [a, b] = (await dumpFile(target)).servers ?? [];
    expect(a?.cpu_cores).toBe(b?.cpu_cores);
  }
  isDone = true;
  await writing;
});

test("a copy never takes the place of a file before it is complete and checked", async () => {
  const directory = temporaryDirectory();
  const target = path.join(directory, "backup.db");
  writeFileSync(target, "yesterday's");
  const missing = path.join(directory, "missing", "homelab.db");
  await expect(copyDatabase({ file: missing, target })).rejects.toThrow();
  expect(readdirSync(directory)).toEqual(["backup.db"]);
  const file = path.join(directory, "homelab.db");
  writeFileSync(file, "not a database at all, but long enough to be looked at ".repeat(100));
  await expect(copyDatabase({ file, target })).rejects.toThrow(/not a database/);
  expect(readdirSync(directory).sort()).toEqual(["backup.db", "homelab.db"]);
});
