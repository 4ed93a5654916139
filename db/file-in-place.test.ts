import { renameSync, rmSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { copyDatabase } from "./backups/copy-database.mjs";
import { Database } from "./client";
import { fileUrl } from "./local-file";
import { startDatabase } from "./start-database";
import { temporaryDatabase, temporaryDirectory } from "./testing";

const addServer = (id: string) => ({
  sql: "INSERT INTO servers (id, hostname) VALUES (?, ?)",
  args: [id, id],
});
const lost = {
  code: "unavailable",
  message: "The database file was deleted or replaced while the hub was running",
};

test("a write into a file that was deleted is not acknowledged", async () => {
  const db = await temporaryDatabase();
  const file = db.capabilities.localFile ?? "";
  await db.write([addServer("nas")]);
  expect(db.isFileInPlace()).toBe(true);
  rmSync(file);
  expect(db.isFileInPlace()).toBe(false);
  await expect(db.write([addServer("pi")])).rejects.toMatchObject({
    ...lost,
    hint: expect.stringContaining(file),
  });
});

test("a write into a file that was replaced is not acknowledged", async () => {
  const db = await temporaryDatabase();
  const file = db.capabilities.localFile ?? "";
  const copy = path.join(path.dirname(file), "copy.db");
  await copyDatabase({ file, target: copy });
  renameSync(copy, file);
  expect(db.isFileInPlace()).toBe(false);
  await expect(db.write([addServer("pi")])).rejects.toMatchObject(lost);
});

test("no new, empty file is made in place of a deleted one when a connection has to be renewed", async () => {
  const db = await temporaryDatabase();
  const file = db.capabilities.localFile ?? "";
  rmSync(file);
  // A refused write on the reader throws its connection away, and the next read needs another one.
  await expect(db.query("DELETE FROM servers")).rejects.toThrow();
  await expect(db.query("SELECT id FROM servers")).rejects.toMatchObject(lost);
  expect(db.isFileInPlace()).toBe(false);
});

test("goes on by itself when the file is put back", async () => {
  const db = await temporaryDatabase();
  const file = db.capabilities.localFile ?? "";
  const away = path.join(temporaryDirectory(), "away.db");
  renameSync(file, away);
  await expect(db.write([addServer("while-away")])).rejects.toMatchObject(lost);
  renameSync(away, file);
  expect(db.isFileInPlace()).toBe(true);
  await db.write([addServer("nas")]);
});

test.each(["home lab", "100% sure", "what?", "rack #1"])(
  "finds its file in a directory called '%s'",
  async (name) => {
    const file = path.join(temporaryDirectory(), name, "homelab.db");
    const db = new Database(fileUrl(file));
    expect(db.capabilities.localFile).toBe(file);
    await startDatabase(db, { now: Date.now() });
    expect(db.isFileInPlace()).toBe(true);
    await copyDatabase({ file, target: `${file}.copy` });
    await db.write([addServer("nas")]);
    await db.close();
  },
);
