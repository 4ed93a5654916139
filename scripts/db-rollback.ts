import { existsSync } from "node:fs";
import { createClient } from "@libsql/client";
import { copyBeforeMigrating } from "../db/backup";
import { localFileOf } from "../db/local-file";
import { readMigrationState, rollbackNewestMigration } from "../db/migrate";
import { hubConfig } from "../hub-config";

/**
 * `npm run db:rollback`: undoes the newest migration of the database that DATABASE_URL names, by its written down step.
 * Stop the hub first. A local file is copied before; the rows of tables that the migration had made go with them.
 */
async function rollBack(): Promise<void> {
  const { databaseUrl, databaseAuthToken } = hubConfig();
  const file = localFileOf(databaseUrl);
  if (file !== null && !existsSync(file))
    throw new Error(`There is no database ${file}; check DATABASE_URL.`);
  const client = createClient({
    url: databaseUrl,
    authToken: databaseAuthToken,
    concurrency: 1,
    timeout: 2000,
  });
  try {
    const { current } = await readMigrationState(client);
    if (current === null) throw new Error(`${file ?? "The database"} has no migration to undo.`);
    if (file !== null) {
      const migration = `undoing-${current.tag}`;
      console.log(`Copied to ${await copyBeforeMigrating({ file, migration, now: Date.now() })}`);
    }
    console.log(`Undid ${await rollbackNewestMigration(client)}`);
    const after = await readMigrationState(client);
    console.log(
      `The schema is now ${after.current?.tag ?? "empty"}; the next start of this version migrates it again.`,
    );
  } finally {
    client.close();
  }
}

try {
  await rollBack();
} catch (error) {
  const said = error instanceof Error ? error.message : String(error);
  console.error(`Nothing was undone: ${said.replace(/\s+/g, " ")}`);
  process.exitCode = 1;
}
