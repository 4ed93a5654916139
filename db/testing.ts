import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { Database } from "./client";
import { fileUrl } from "./local-file";
import { startDatabase } from "./start-database";

/** A directory of this test alone, gone when it ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "homelabcmd-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A real, migrated database file of this test alone. */
export async function temporaryDatabase(): Promise<Database> {
  const file = path.join(temporaryDirectory(), "homelab.db");
  template ??= makeTemplate();
  writeFileSync(file, await template);
  const db = new Database(fileUrl(file));
  onTestFinished(() => db.closeNow());
  await db.prepare();
  return db;
}

let template: Promise<Buffer> | undefined;

/** The bytes of an empty, migrated database, made once for each worker and read when nobody has it open any more. */
async function makeTemplate(): Promise<Buffer> {
  const directory = mkdtempSync(path.join(tmpdir(), "homelabcmd-"));
  try {
    const file = path.join(directory, "migrated.db");
    const db = new Database(fileUrl(file));
    await startDatabase(db, { now: Date.now() });
    await db.close();
    return readFileSync(file);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
