import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { migrateDatabase, readMigrations } from "../db/migrate";
import { temporaryDirectory } from "../db/testing";
import { dumpEveryTable, fillEveryTable, rawClient } from "../db/testing-filled";
import { addMigration, folderUpTo } from "../db/testing-migrations";
import { otherProcess } from "../db/testing-process";

const migrations = readMigrations();
const newest = migrations.at(-1)?.tag;
const root = path.join(import.meta.dirname, "..");

function rollBack(url: string): Promise<{ code: number | null; said: string; complaint: string }> {
  const script = spawn(process.execPath, ["--import", "tsx", "scripts/db-rollback.ts"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
  });
  let said = "";
  let complaint = "";
  script.stdout.on("data", (chunk) => {
    said += chunk;
  });
  script.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  return new Promise((resolve) => script.once("close", (code) => resolve({ code, said, complaint })));
}

async function dumpOf(file: string) {
  const client = rawClient(`file:${file}`);
  try {
    return await dumpEveryTable(client);
  } finally {
    client.close();
  }
}

async function filledFile(): Promise<string> {
  const file = path.join(temporaryDirectory(), "homelab.db");
  await migrateDatabase({ url: `file:${file}` });
  const client = rawClient(`file:${file}`);
  await fillEveryTable(client);
  client.close();
  return file;
}

test("npm run db:rollback is this script", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  expect(scripts["db:rollback"]).toBe("tsx scripts/db-rollback.ts");
});

test("copies the file, undoes the newest migration and says both", async () => {
  const file = await filledFile();
  const before = await dumpOf(file);
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
  expect(await dumpOf(copy)).toEqual(before);
  expect(before).toMatchObject(await dumpOf(file));
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
