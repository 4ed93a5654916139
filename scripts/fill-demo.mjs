import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Refusal, root } from "./build.mjs";

const program = path.join(root, "scripts/demo-data.ts");

export const hasDemoData = existsSync(program);

/** Puts the demo fleet into a new database at `file`; what was there is deleted. */
export function fillDemo(file) {
  if (!hasDemoData) throw new Refusal("This version has no demo data (scripts/demo-data.ts is missing).");
  mkdirSync(path.dirname(file), { recursive: true });
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
  const filled = spawnSync(process.execPath, ["--import", "tsx", program, file], {
    cwd: root,
    stdio: "inherit",
  });
  if (filled.status !== 0) throw new Refusal("The demo data could not be made; the reason stands above.");
}
