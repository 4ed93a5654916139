import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
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
  copyFileSync(await template, file);
  const db = new Database(fileUrl(file));
  onTestFinished(() => db.closeNow());
  await db.prepare();
  return db;
}

let template: Promise<string> | undefined;

/** Migrated once for each worker and closed again: only a file that nobody has open may be copied. */
async function makeTemplate(): Promise<string> {
  const directory = mkdtempSync(path.join(tmpdir(), "homelabcmd-template-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const file = path.join(directory, "migrated.db");
  const db = new Database(fileUrl(file));
  await startDatabase(db, { now: Date.now() });
  await db.close();
  return file;
}
