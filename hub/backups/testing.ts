import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";
import { Database } from "../../db/client";
import { filledFile } from "../../db/testing-files";

/** A hub's handle on a file with rows in every table, and the folder where its backups go. */
export async function filledDatabase(): Promise<{ db: Database; file: string; directory: string }> {
  process.env.HOMELAB_LOG_LEVEL = "silent";
  const file = await filledFile();
  const db = new Database(`file:${file}`);
  onTestFinished(() => db.closeNow());
  await db.prepare();
  await db.write(["DELETE FROM jobs", "DELETE FROM config"]);
  return { db, file, directory: path.join(path.dirname(file), "backups") };
}

/** Everything in a folder, by name. */
export function namesIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}
