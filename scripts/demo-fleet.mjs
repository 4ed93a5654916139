import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Refusal, root } from "./build.mjs";

const past = path.join(root, "scripts/demo-data.ts");
const present = path.join(root, "scripts/demo-agents.ts");

export const hasDemoData = existsSync(past);

/** Puts the demo fleet with its past up to `end` into a new database at `file`; what was there is deleted. */
export function fillDemo(file, end = Date.now()) {
  if (!hasDemoData) throw new Refusal("This version has no demo data (scripts/demo-data.ts is missing).");
  mkdirSync(path.dirname(file), { recursive: true });
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
  const args = ["--import", "tsx", past, file, new Date(end).toISOString()];
  const filled = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (filled.status !== 0) throw new Refusal("The demo data could not be made; the reason stands above.");
}

/** Lets the demo fleet go on posting, with HOMELAB_API_KEY, for as long as this process lives. */
export function startDemoAgents(url) {
  if (!existsSync(present)) return;
  const args = ["--import", "tsx", present, url];
  // The channel closes however this process ends, kill -9 included, and the fleet ends with it.
  const agents = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  agents.unref();
  agents.channel?.unref();
}
