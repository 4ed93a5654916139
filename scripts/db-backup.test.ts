import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../db/testing";
import { dumpFile, filledFile } from "../db/testing-files";
import { otherProcess } from "../db/testing-process";
import { runScript } from "./testing-script";

const backUp = (file: string, ...args: string[]) => runScript("db-backup.mjs", `file:${file}`, args);

test("npm run db:backup and db:restore are these scripts", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(import.meta.dirname, "../package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  expect(scripts["db:backup"]).toBe("node scripts/db-backup.mjs");
  expect(scripts["db:restore"]).toBe("node scripts/db-restore.mjs");
});

test("writes a complete copy beside the database, its owner's alone, while a hub has it open", async () => {
  const file = await filledFile();
  const hub = otherProcess();
  await hub.call("open", { url: `file:${file}` });
  const { code, said, complaint } = await backUp(file);
  expect([complaint, code]).toEqual(["", 0]);
  const [copy = "", size] = said.split("\n");
  expect(copy).toMatch(/\/backups\/homelab-\d{8}T\d{6}Z-manual\.db$/);
  expect(size).toMatch(/^\d+\.\d MiB, checked, in \d+\.\d s$/);
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(await dumpFile(copy)).toEqual(await dumpFile(file));
  expect(readdirSync(path.dirname(copy))).toEqual([path.basename(copy)]);
  await hub.call("close");
});

test("writes to a folder or to a file that is named, and says where the key is", async () => {
  const file = await filledFile();
  writeFileSync(`${file}.key`, "key");
  const folder = path.join(path.dirname(file), "usb");
  mkdirSync(folder);
  const toFolder = await backUp(file, "--to", folder);
  expect(toFolder.said).toContain(`keep a copy of ${file}.key elsewhere`);
  expect(readdirSync(folder)).toHaveLength(1);
  const named = path.join(folder, "before-the-move.db");
  expect((await backUp(file, "--to", named)).said.split("\n")[0]).toBe(named);
  expect(await dumpFile(named)).toEqual(await dumpFile(file));
});

test.each<[string, (file: string) => Promise<{ url?: string; to?: string }>, RegExp]>([
  ["there is no database", async () => ({ url: "file:/nowhere/homelab.db" }), /no database \/nowhere/],
  ["the file exists", async (file) => ({ to: file }), /exists already/],
  [
    "the database is damaged",
    async (file) => {
      writeFileSync(file, "milk, bread, SAS cables\n".repeat(500));
      return {};
    },
    /not a database/,
  ],
  [
    "the database is on a server",
    async () => ({ url: "libsql://user:secret@sqld.example:8080?authToken=secret" }),
    /libSQL server \(libsql:\/\/sqld\.example:8080\).*Back it up there/,
  ],
])("ends with 1 and one sentence, and leaves nothing, where %s", async (_what, prepare, complaint) => {
  const file = await filledFile();
  const { url = `file:${file}`, to } = await prepare(file);
  const outcome = await runScript("db-backup.mjs", url, to === undefined ? [] : ["--to", to]);
  expect(outcome).toMatchObject({ code: 1, said: "" });
  expect(outcome.complaint).toMatch(/^No backup was made: [^\n]+\n$/);
  expect(outcome.complaint).toMatch(complaint);
  expect(outcome.complaint).not.toContain("secret");
  const backups = path.join(path.dirname(file), "backups");
  expect(existsSync(backups) ? readdirSync(backups) : []).toEqual([]);
});

test("refuses an option that it does not know", async () => {
  const { code } = await backUp(path.join(temporaryDirectory(), "homelab.db"), "--two");
  expect(code).toBe(1);
});
