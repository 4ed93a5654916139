import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { migrateDatabase, readMigrations } from "../db/migrate";
import { temporaryDirectory } from "../db/testing";
import { dumpFile, filledFile } from "../db/testing-files";
import { addMigration, folderUpTo } from "../db/testing-migrations";
import { otherProcess } from "../db/testing-process";
import { runScript } from "./testing-script";

const migrations = readMigrations();
const newest = migrations.at(-1)?.tag;
const root = path.join(import.meta.dirname, "..");

const rollBack = (url: string) => runScript("db-rollback.ts", url);

test("npm run db:rollback is this script", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  expect(scripts["db:rollback"]).toBe("tsx scripts/db-rollback.ts");
});

test("copies the file, undoes the newest migration and says both", async () => {
  const file = await filledFile();
  const before = await dumpFile(file);
  const { code, said, complaint } = await rollBack(`file:${file}`);
  expect(complaint).toBe("");
  expect(code).toBe(0);
  const copies = readdirSync(path.dirname(file)).filter((name) =>
    name.includes(`.before-undoing-${newest}-`),
  );
  expect(copies).toHaveLength(1);
  const copy = path.join(path.dirname(file), copies[0] ?? "");
  expect(said.trim().split("\n")).toEqual([
    `Copied to ${copy}`,
    `Undid ${newest}`,
    `The schema is now ${migrations.at(-2)?.tag}; the next start of this version migrates it again.`,
  ]);
  expect(await dumpFile(copy)).toEqual(before);
  expect(before).toMatchObject(await dumpFile(file));
  expect(await migrateDatabase({ url: `file:${file}` })).toMatchObject({ pending: [] });
});

test.each([
  [
    "there is no file",
    async () => path.join(temporaryDirectory(), "missing.db"),
    /There is no database .+missing\.db/,
  ],
  [
    "the file is no database",
    async () => {
      const file = path.join(temporaryDirectory(), "homelab.db");
      writeFileSync(file, "milk, bread, SAS cables\n".repeat(500));
      return file;
    },
    /file is not a database/,
  ],
  [
    "nothing was ever migrated",
    async () => {
      const file = path.join(temporaryDirectory(), "homelab.db");
      writeFileSync(file, "");
      return file;
    },
    /homelab\.db has no migration to undo/,
  ],
  [
    "the database is of a newer version",
    async () => {
      const file = path.join(temporaryDirectory(), "homelab.db");
      const folder = folderUpTo(migrations.length);
      addMigration(folder, { tag: "9000_of_the_future", up: ["CREATE TABLE future (id integer)"] });
      await migrateDatabase({ url: `file:${file}`, folder });
      return file;
    },
    /written by a newer version/,
  ],
  [
    "another program holds the lock",
    async () => {
      const file = await filledFile();
      await otherProcess().call("lock", { file });
      return file;
    },
    /database is locked/,
  ],
])("ends with 1 and one sentence where %s", async (_what, prepare, complaint) => {
  const outcome = await rollBack(`file:${await prepare()}`);
  expect(outcome.code).toBe(1);
  expect(outcome.complaint).toMatch(/^Nothing was undone: [^\n]+\n$/);
  expect(outcome.complaint).toMatch(complaint);
  expect(outcome.said).not.toContain("Undid");
});
