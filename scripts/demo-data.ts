import { existsSync } from "node:fs";
import path from "node:path";
import { Database } from "../db/client";
import { fileUrl } from "../db/local-file";
import { fillDatabase } from "./demo/fill-database";

// Fills a new database with two weeks of the demo's six machines:
//   tsx scripts/demo-data.ts FILE [END]
// END (or DEMO_END) is the ISO time of the newest samples, for pictures that must not change; else it is now.

const startedAt = performance.now();
try {
  const { file, end } = readArguments();
  const db = new Database(fileUrl(file));
  const samples = await fillDatabase(db, { end });
  await db.close();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${path.relative(process.cwd(), file)}: ${samples} samples up to ${new Date(end).toISOString()} (${seconds} s)`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

function readArguments(): { file: string; end: number } {
  const [name, endGiven = process.env.DEMO_END || undefined, ...more] = process.argv.slice(2);
  if (name === undefined || more.length > 0) throw new Error("Usage: tsx scripts/demo-data.ts FILE [END]");
  const file = path.resolve(name);
  if (existsSync(file)) {
    throw new Error(
      `${file} exists. The demo fills a new database only: name another file or delete this one.`,
    );
  }
  const end = endGiven === undefined ? Date.now() : Date.parse(endGiven);
  if (!Number.isFinite(end))
    throw new Error(`${endGiven} is no time; give one such as 2026-11-21T09:30:00Z.`);
  return { file, end };
}
