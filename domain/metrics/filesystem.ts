import type { Filesystem } from "../heartbeats/heartbeat";

/**
 * The share of a filesystem that is used, 0..100, as `df` says it: of what is used and available, so that space kept for
 * root is not counted as free. Null where it cannot be known.
 */
export function percentUsed(filesystem: Filesystem): number | null {
  if (filesystem.percent != null) return filesystem.percent;
  const { used_bytes: used, total_bytes: total, available_bytes: available } = filesystem;
  if (used == null) return null;
  const whole = available == null ? total : used + available;
  return whole == null || whole === 0 ? null : Math.min(100, (100 * used) / whole);
}

/** The filesystem with the greatest share used; null where no share is known. */
export function fullestOf(
  filesystems: readonly Filesystem[],
): { filesystem: Filesystem; percent: number } | null {
  let fullest: { filesystem: Filesystem; percent: number } | null = null;
  for (const filesystem of filesystems) {
    const percent = percentUsed(filesystem);
    if (percent !== null && percent > (fullest?.percent ?? -1)) fullest = { filesystem, percent };
  }
  return fullest;
}
