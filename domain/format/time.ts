import { isKnown, UNKNOWN } from "./unknown";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const PARTS = [
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["m", MINUTE_MS],
  ["s", SECOND_MS],
] as const;

/** A length of time in its two largest units: `41d 3h`, `3h 12m`, `45s`. Below a second it is `0s`. */
export function formatDuration(durationMs: number | null | undefined): string {
  if (!isKnown(durationMs)) return UNKNOWN;
  const largest = PARTS.findIndex(([, sizeMs]) => durationMs >= sizeMs);
  if (largest === -1) return "0s";
  let restMs = durationMs;
  const words: string[] = [];
  for (const [letter, sizeMs] of PARTS.slice(largest, largest + 2)) {
    const count = Math.floor(restMs / sizeMs);
    restMs -= count * sizeMs;
    if (count > 0) words.push(`${count}${letter}`);
  }
  return words.join(" ");
}

/** How long ago, in its largest unit: `12 s`, `4 m`, `3 h`, `3 d`. A clock slightly ahead of ours reads `0 s`. */
export function formatAgo(elapsedMs: number | null | undefined): string {
  if (!isKnown(elapsedMs)) return UNKNOWN;
  for (const [letter, sizeMs] of PARTS) {
    if (elapsedMs >= sizeMs) return `${Math.floor(elapsedMs / sizeMs)} ${letter}`;
  }
  return "0 s";
}

/** The time of day in UTC: `06:02:13`. */
export function formatClock(at: number | null | undefined): string {
  return toIso(at)?.slice(11, 19) ?? UNKNOWN;
}

/** The exact instant in UTC, for titles: `2026-11-21 06:02:13 UTC`. */
export function formatInstant(at: number | null | undefined): string {
  const iso = toIso(at);
  return iso === null ? UNKNOWN : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** Beyond what a Date can hold, toISOString throws; a page must not. */
const INSTANT_MAX_MS = 8.64e15;

function toIso(at: number | null | undefined): string | null {
  return isKnown(at) && Math.abs(at) <= INSTANT_MAX_MS ? new Date(at).toISOString() : null;
}
