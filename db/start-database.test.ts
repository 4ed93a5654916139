import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { Database } from "./client";
import { fileUrl } from "./local-file";
import { migrateDatabase, readMigrations } from "./migrate";
import { DatabaseStartError, startDatabase } from "./start-database";
import { temporaryDirectory } from "./testing";
import { folderUpTo } from "./testing-migrations";
import { canMount, otherProcess } from "./testing-process";

const now = Date.UTC(2026, 10, 21, 9, 30);
const newest = readMigrations().at(-1)?.tag;

async function startFailure(url: string, options: { lockPatienceMs?: number } = {}): Promise<string> {
  const db = new Database(url);
  const error = await startDatabase(db, { now, ...options }).catch((thrown: unknown) => thrown);
  db.closeNow();
  expect(error).toBeInstanceOf(DatabaseStartError);
  return error instanceof Error ? error.message : "";
}

test("makes the directory, the file and the schema, and copies nothing, as there was nothing", async () => {
  const directory = path.join(temporaryDirectory(), "two", "levels");
  const file = path.join(directory, "homelab.db");
  const db = new Database(fileUrl(file));
  expect(await startDatabase(db, { now })).toEqual({
    location: file,
    schemaVersion: newest,
    migrated: readMigrations().map(({ tag }) => tag),
    safetyCopy: null,
  });
  await db.write(["INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')"]);
  await db.close();
  expect(readdirSync(directory).filter((name) => name.includes("before"))).toEqual([]);
});

test("keeps the data over a restart, migrates nothing twice and copies nothing", async () => {
  const file = path.join(temporaryDirectory(), "homelab.db");
  const first = new Database(fileUrl(file));
  await startDatabase(first, { now });
  await first.write(["INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')"]);
  const before = await first.query("SELECT * FROM servers");
  await first.close();
  const second = new Database(fileUrl(file));
  expect(await startDatabase(second, { now })).toMatchObject({
    migrated: [],
    safetyCopy: null,
    schemaVersion: newest,
  });
  expect(await second.query("SELECT * FROM servers")).toEqual(before);
  await second.close();
});

test("a clean end leaves everything in the main file", async () => {
  const file = path.join(temporaryDirectory(), "homelab.db");
  const db = new Database(fileUrl(file));
  await startDatabase(db, { now });
  await db.write(["INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')"]);
  await db.query("SELECT * FROM servers");
  await db.close();
  // What somebody gets who copies the one file, as people do.
  const copy = path.join(temporaryDirectory(), "copied.db");
  writeFileSync(copy, readFileSync(file));
  const copied = new Database(fileUrl(copy));
  expect(await copied.query("SELECT id FROM servers")).toEqual([{ id: "nas" }]);
  copied.closeNow();
  if (existsSync(`${file}-wal`)) expect(readFileSync(`${file}-wal`)).toHaveLength(0);
});

describe("says what is wrong with the place and what to do", () => {
  test("where the directory cannot be made, because a file has its name", async () => {
    const file = path.join(temporaryDirectory(), "file");
    writeFileSync(file, "in the way");
    const message = await startFailure(fileUrl(path.join(file, "data", "homelab.db")));
    expect(message).toContain(
      `The data directory ${path.join(file, "data")} does not exist and cannot be made (ENOTDIR)`,
    );
    expect(message).toContain("give it to the user that runs the hub");
    expect(readFileSync(file, "utf8")).toBe("in the way");
  });

  test("where the directory takes no files, as /proc does for every user", async () => {
    const message = await startFailure("file:/proc/homelab.db");
    expect(message).toMatch(/^The data directory \/proc cannot be written \(\w+\)\. Check its owner/);
  });

  test.skipIf(!canMount())(
    "where the directory is on a read-only mount (needs user namespaces)",
    async () => {
      const directory = temporaryDirectory();
      const hub = otherProcess({ namespace: true, before: `mount -t tmpfs -o ro tmpfs "${directory}"` });
      await expect(hub.call("start", { url: `file:${directory}/homelab.db` })).rejects.toMatchObject({
        name: "DatabaseStartError",
        message: expect.stringContaining(`The data directory ${directory} cannot be written (EROFS)`),
      });
    },
  );

  test("where the file's name belongs to a directory", async () => {
    const directory = temporaryDirectory();
    const message = await startFailure(fileUrl(directory));
    expect(message).toBe(
      `The database ${directory} cannot be opened. Check the owner of the file and of its directory.`,
    );
  });

  test("where another program keeps the file locked that has to be migrated", async () => {
    const file = path.join(temporaryDirectory(), "homelab.db");
    await migrateDatabase({ url: fileUrl(file), folder: folderUpTo(2) });
    const program = otherProcess();
    await program.call("lock", { file });
    const message = await startFailure(fileUrl(file), { lockPatienceMs: 500 });
    expect(message).toContain(`The database ${file} is locked by another program. End that program`);
    await program.call("unlock");
  });

  test("where a server does not answer", async () => {
    const message = await startFailure("http://127.0.0.1:9/");
    expect(message).toMatch(
      /^The database http:\/\/127\.0\.0\.1:9 does not answer \(.+\)\. Check DATABASE_URL/,
    );
  });

  test("where the address carries a password, without repeating it", async () => {
    const message = await startFailure("http://user:secret@127.0.0.1:9/");
    expect(message).toContain(
      "for http://127.0.0.1:9. Leave them out and put a token in DATABASE_AUTH_TOKEN",
    );
    expect(message).not.toContain("secret");
  });
});

describe("refuses a damaged file and leaves it as it is", () => {
  async function filledFile(): Promise<string> {
    const file = path.join(temporaryDirectory(), "homelab.db");
    const hub = otherProcess();
    // Another process, so that this one may open the file with node:fs and disturb no lock.
    await hub.call("start", { url: fileUrl(file) });
    await hub.call("open", { url: fileUrl(file) });
    const rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)";
    await hub.call("write", {
      statements: [
        "INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')",
        `INSERT INTO metrics (server_id, timestamp, cpu_percent) ${rows} SELECT 'nas', i, i FROM n`,
      ],
    });
    await hub.call("close");
    return file;
  }

  const damages: [string, (bytes: Buffer) => Buffer][] = [
    ["a header overwritten", (bytes) => bytes.fill("x", 0, 100)],
    ["pages overwritten in its middle", (bytes) => bytes.fill(0xa5, 4096 * 40, 4096 * 60)],
    ["its second half missing", (bytes) => bytes.subarray(0, 4096 * Math.floor(bytes.length / 8192))],
    ["its text replaced by a shopping list", () => Buffer.from("milk, bread, SAS cables\n".repeat(500))],
  ];

  test.each(damages)("with %s", async (_what, damage) => {
    const file = await filledFile();
    const damaged = damage(readFileSync(file));
    writeFileSync(file, damaged);
    const hub = otherProcess();
    await expect(hub.call("start", { url: fileUrl(file) })).rejects.toMatchObject({
      name: "DatabaseStartError",
      message: expect.stringMatching(
        /is damaged \(.+\)\. Move it away and restore a backup; the damaged file is left/,
      ),
    });
    await expect(hub.call("start", { url: fileUrl(file) })).rejects.toThrow(file);
    expect(readFileSync(file).equals(damaged)).toBe(true);
    expect(readdirSync(path.dirname(file)).filter((name) => name.includes("before"))).toEqual([]);
  });
});
