import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { fingerprint, root } from "../scripts/build.mjs";
import { fillDemo } from "../scripts/demo-fleet.mjs";

/** By which Playwright's workers learn of the database that was made before them, as JSON. */
export const demoVariable = "E2E_DEMO_DATABASE";

const folder = path.join(root, ".cache/e2e");
/** A browser's own clock must not be far from that of the hub, which lives at the end of the demo's past. */
const AGE_MS_MAX = 30 * 60_000;

export type DemoDatabase = {
  file: string;
  /** Epoch milliseconds of the newest samples. */
  end: number;
};

/** Fills the database of which each story about the demo's fleet gets a copy, unless a young one of these sources is there. */
export function ensureDemoDatabase(): DemoDatabase {
  const sources = `${fingerprint()}${fingerprint(path.join(root, "scripts/demo"))}`;
  const place = (end: number) => ({ file: path.join(folder, `${end}-${sources}.db`), end });
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const there = place(Number.parseInt(name, 10));
    if (path.join(folder, name) === there.file && Date.now() - there.end < AGE_MS_MAX) return there;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const made = place(Date.now());
  const unfinished = path.join(folder, "unfinished.db");
  fillDemo(unfinished, made.end);
  renameSync(unfinished, made.file);
  return made;
}
