import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const directory = mkdtempSync(path.join(tmpdir(), "homelabcmd-clock-"));
process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
const file = path.join(directory, "offset");
// The environment is read once, at the first use, which comes after this import.
process.env.HOMELAB_CLOCK_OFFSET_FILE = file;

/** The hub's clock shows `at` now and goes on from there. */
export function setClock(at: number): void {
  writeFileSync(file, String(Math.round(at - Date.now())));
}

/** The hub's clock is the machine's again. */
export function resetClock(): void {
  rmSync(file, { force: true });
}
