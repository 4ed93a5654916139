import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { Database } from "./client";
import { migrateDatabase, readMigrationState, readMigrations } from "./migrate";
import { startDatabase } from "./start-database";
import { temporaryDirectory } from "./testing";
import { dumpSchema, rawClient } from "./testing-filled";
import { addMigration, folderUpTo } from "./testing-migrations";

const migrations = readMigrations();
const now = Date.UTC(2026, 10, 21);

function emptyFile() {
  const file = path.join(temporaryDirectory(), "homelab.db");
  return { file, url: `file:${file}` };
}

/** What the operator reads, and that the schema stays as it was. */
async function refusalOf(url: string, folder?: string): Promise<string> {
  const client = rawClient(url);
  const before = await dumpSchema(client);
  const db = new Database(url);
  const error = await startDatabase(db, { now, folder }).catch((thrown: unknown) => thrown);
  db.closeNow();
  expect(await dumpSchema(client)).toEqual(before);
  client.close();
  expect(error).toMatchObject({ name: "DatabaseStartError" });
  return error instanceof Error ? error.message : "";
}

test("an empty database has everything to do, a migrated one nothing", async () => {
  const { url } = emptyFile();
  const client = rawClient(url);
  expect(await readMigrationState(client)).toEqual({ pending: migrations, current: null, appliedCount: 0 });
  const after = { pending: [], current: migrations.at(-1), appliedCount: migrations.length };
  expect(await migrateDatabase({ url })).toEqual(after);
  expect(await migrateDatabase({ url })).toEqual(after);
  expect(await readMigrationState(client)).toEqual(after);
  client.close();
});

test("migrations are numbered without gaps, each newer than the one before", () => {
  for (const [index, { tag, when }] of migrations.entries()) {
    expect(tag).toMatch(new RegExp(`^${String(index).padStart(4, "0")}_[a-z0-9_]+$`));
    expect(when).toBeGreaterThan(migrations[index - 1]?.when ?? 0);
  }
});

test("a database of a newer version is refused, with the way out", async () => {
  const { file, url } = emptyFile();
  const folder = folderUpTo(migrations.length);
  addMigration(folder, { tag: "9000_of_the_future", up: ["CREATE TABLE future (id integer)"] });
  await migrateDatabase({ url, folder });
  const message = await refusalOf(url);
  expect(message).toContain(
    `The database ${file} cannot be used: The database was written by a newer version`,
  );
  expect(message).toContain(`its own newest is ${migrations.at(-1)?.tag}`);
  expect(message).toContain("npm run db:rollback");
});

test("a migration that was edited after it was applied is refused by name", async () => {
  const { url } = emptyFile();
  await migrateDatabase({ url });
  const folder = folderUpTo(migrations.length);
  const edited = migrations[1]?.tag ?? "";
  writeFileSync(path.join(folder, `${edited}.sql`), "CREATE TABLE config (key text)");
  expect(await refusalOf(url, folder)).toContain(
    `The migration ${edited} was changed after this database had applied it`,
  );
});

test("a migration that was slipped in before an applied one is refused by name", async () => {
  const { url } = emptyFile();
  await migrateDatabase({ url });
  const folder = folderUpTo(migrations.length);
  const when = (migrations[1]?.when ?? 0) + 1;
  addMigration(folder, { tag: "9000_late", up: ["CREATE TABLE late (id integer)"], when });
  expect(await refusalOf(url, folder)).toContain(
    "The migration 9000_late is older than one that this database has",
  );
});

test("a migration that fails half way leaves nothing behind, says why and does not try for long", async () => {
  const { url } = emptyFile();
  await migrateDatabase({ url });
  const folder = folderUpTo(migrations.length);
  addMigration(folder, { tag: "9000_first", up: ["CREATE TABLE first (id integer)"] });
  addMigration(folder, {
    tag: "9001_broken",
    up: ["CREATE TABLE second (id integer)", "CREATE TABLE servers (id text)"],
  });
  const waits = vi.spyOn(globalThis, "setTimeout");
  onTestFinished(() => void waits.mockRestore());
  expect(await refusalOf(url, folder)).toContain("table `servers` already exists".replaceAll("`", ""));
  expect(waits.mock.calls.length).toBeLessThan(3);
});

test("foreign keys are enforced again after migrating", async () => {
  const { url } = emptyFile();
  const db = new Database(url);
  await startDatabase(db, { now });
  await expect(db.write(["INSERT INTO metrics (server_id, timestamp) VALUES ('gone', 1)"])).rejects.toThrow(
    /FOREIGN/,
  );
  await db.close();
});
