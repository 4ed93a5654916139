import { offsetMinutesOf } from "../alerts/zoned-time";
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

/** The exact instant: `2026-11-21 06:02:13 UTC`, or in a zone `2026-11-21 07:02:13 UTC+1`. */
export function formatInstant(at: number | null | undefined, timeZone: string | null = null): string {
  const utc = toIso(at);
  if (utc === null || !isKnown(at)) return UNKNOWN;
  const offsetMinutes = timeZone === null ? 0 : offsetMinutesOf(at, timeZone);
  const iso = toIso(at + offsetMinutes * MINUTE_MS) ?? utc;
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} ${offsetName(offsetMinutes)}`;
}

/** `UTC`, `UTC+1`, `UTC+5:30`, `UTC−3`. */
export function offsetName(offsetMinutes: number): string {
  if (offsetMinutes === 0) return "UTC";
  const hours = Math.floor(Math.abs(offsetMinutes) / 60);
  const minutes = Math.abs(offsetMinutes) % 60;
  const sign = offsetMinutes < 0 ? "−" : "+";
  return `UTC${sign}${hours}${minutes === 0 ? "" : `:${String(minutes).padStart(2, "0")}`}`;
}

/** Beyond what a Date can hold, toISOString throws; a page must not. */
const INSTANT_MAX_MS = 8.64e15;

function toIso(at: number | null | undefined): string | null {
  return isKnown(at) && Math.abs(at) <= INSTANT_MAX_MS ? new Date(at).toISOString() : null;
}
