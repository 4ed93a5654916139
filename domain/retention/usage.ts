import type { RetentionTier } from "./policy";

/**
 * What a row takes on the disk with its indexes, in bytes: measured on files of 50 servers that report every minute. An estimate; rows
 * with more lists or longer names take more.
 */
const rowBytes: Record<RetentionTier, number> = {
  raw: 215,
  "5m": 400,
  "1h": 420,
  "1d": 300,
  snapshots: 420,
  series_1h: 75,
  service_status: 170,
  resolved_alerts: 900,
};

export function estimatedBytes(tier: RetentionTier, rows: number): number {
  return rows * rowBytes[tier];
}

type Size = { day: number; bytes: number };

const DAY_MS = 86_400_000;
/** Fewer days than this say nothing of the next months. */
const DAYS_MIN = 7;
const DAYS_LOOKED_AT = 30;

/** By how many bytes a day the file grew of late; null where too few days are known. */
export function growthPerDay(sizes: readonly Size[]): number | null {
  const newest = sizes.at(-1);
  if (newest === undefined) return null;
  const recent = sizes.filter(({ day }) => day > newest.day - DAYS_LOOKED_AT * DAY_MS);
  const first = recent[0];
  if (first === undefined || newest.day - first.day < (DAYS_MIN - 1) * DAY_MS) return null;
  return (newest.bytes - first.bytes) / ((newest.day - first.day) / DAY_MS);
}
