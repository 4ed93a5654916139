import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { restoreDatabase } from "../db/backups/restore-database.mjs";
import { adviceFor, databasePlace, migrations } from "./database-place.mjs";

// npm run db:restore -- FILE [--accept-orphans]: puts a copy of a backup in the place of the database that DATABASE_URL
// names. The hub must be stopped.

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "accept-orphans": { type: "boolean" } },
  });
  const [given] = positionals;
  if (given === undefined || positionals.length > 1) {
    throw new Error("Name one backup: npm run db:restore -- FILE");
  }
  const { url, file } = databasePlace();
  if (file === null) throw new Error(adviceFor(url));
  const backup = path.resolve(given);
  const restored = await restoreDatabase({
    backup,
    database: file,
    migrations,
    now: Date.now(),
    acceptOrphans: values["accept-orphans"] === true,
  });
  console.log(`Restored ${file} from ${backup}.`);
  const seen =
    restored.lastSeen === null ? "" : `, last heard of at ${new Date(restored.lastSeen).toISOString()}`;
  console.log(`It has ${restored.servers} server(s)${seen}, and the schema ${restored.schema}.`);
  if (restored.pending > 0) console.log(`The next start applies ${restored.pending} newer schema change(s).`);
  if (restored.safetyCopy !== null) console.log(`What was there before is ${restored.safetyCopy}.`);
  if (restored.hasSecrets && !existsSync(`${file}.key`)) {
    console.log(
      `Its channels have secrets, and ${file}.key is missing: put the key back, or enter them anew.`,
    );
  }
  console.log("Start the hub.");
} catch (error) {
  const said = error instanceof Error ? error.message : String(error);
  console.error(`Nothing was restored: ${said.replace(/\s+/g, " ")}`);
  process.exitCode = 1;
}
