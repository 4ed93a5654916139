import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { Database } from "./client";
import { startDatabase } from "./start-database";

/** A directory of this test alone, gone when it ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "homelabcmd-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A real, migrated database file of this test alone. */
export async function temporaryDatabase(): Promise<Database> {
  const db = new Database(`file:${path.join(temporaryDirectory(), "homelab.db")}`);
  onTestFinished(() => db.closeNow());
  await startDatabase(db, { now: Date.now() });
  return db;
}
