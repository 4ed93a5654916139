import { readFileSync } from "node:fs";
import { hubConfig } from "../hub-config";

/**
 * The hub's clock, in epoch milliseconds: read once for a request or a run of a job and handed on from there. Tests move
 * it through the file that HOMELAB_CLOCK_OFFSET_FILE names.
 */
export function now(): number {
  const file = hubConfig().clockOffsetFile;
  return file === undefined ? Date.now() : Date.now() + offsetIn(file);
}

function offsetIn(file: string): number {
  try {
    return Number(readFileSync(file, "utf8").trim()) || 0;
  } catch {
    // The test has not written it yet.
    return 0;
  }
}
