import { existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { backupName } from "../db/backups/backup-name.mjs";
import { copyDatabase, giveToOwnerOf } from "../db/backups/copy-database.mjs";
import { adviceFor, databasePlace } from "./database-place.mjs";

// npm run db:backup [-- --to FOLDER|FILE]: a verified copy of the database that DATABASE_URL names, while the hub runs.

try {
  const { values } = parseArgs({ options: { to: { type: "string" } } });
  const place = databasePlace();
  if (place.file === null) throw new Error(adviceFor(place.url));
  if (!existsSync(place.file)) throw new Error(`There is no database ${place.file}; check DATABASE_URL.`);
  const target = targetFor(place, values.to);
  const made = mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  const startedAt = performance.now();
  const { bytes, orphans } = await copyDatabase({ file: place.file, target });
  for (const owned of made === undefined ? [target] : [made, path.dirname(target), target]) {
    giveToOwnerOf(place.file, owned);
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${target}\n${(bytes / (1024 * 1024)).toFixed(1)} MiB, checked, in ${seconds} s`);
  for (const { table, rows } of orphans) {
    console.log(
      `${rows} row(s) of ${table} refer to rows that do not exist, in the database as in the copy.`,
    );
  }
  if (existsSync(`${place.file}.key`)) {
    console.log(`The key of the channels' secrets is not in it: keep a copy of ${place.file}.key elsewhere.`);
  }
} catch (error) {
  const said = error instanceof Error ? error.message : String(error);
  console.error(`No backup was made: ${said.replace(/\s+/g, " ")}`);
  process.exitCode = 1;
}

function targetFor({ file, directory }, to) {
  const name = backupName(file, { at: Date.now(), kind: "manual" });
  if (to === undefined) return path.join(directory, name);
  const given = path.resolve(to);
  if (to.endsWith(path.sep) || statSync(given, { throwIfNoEntry: false })?.isDirectory()) {
    return path.join(given, name);
  }
  if (existsSync(given)) throw new Error(`${given} exists already. Name another file, or a folder.`);
  return given;
}
