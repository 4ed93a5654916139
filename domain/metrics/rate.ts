export type CounterReading = { at: number; value: number | null; uptimeSeconds: number | null };

/**
 * The mean rate between two readings of a counter that counts since boot, per second. Null where nothing can be said:
 * a value is missing, the machine booted in between, or the readings are further apart than `gapMs`. What was moved around a boot
 * is known in part only, so it is left out instead of guessed at. `db/queries/rollup-figures.ts` says the same in SQL.
 */
export function counterRate(before: CounterReading, after: CounterReading, gapMs: number): number | null {
  const elapsedMs = after.at - before.at;
  if (before.value === null || after.value === null || elapsedMs <= 0 || elapsedMs > gapMs) return null;
  if (after.value < before.value || hasBooted(before, after)) return null;
  return (after.value - before.value) / (elapsedMs / 1000);
}

/**
 * How far apart two samples may be for what a counter moved between them to go into a bucket. At least five minutes: a counter
 * forgets nothing while its agent is silent for a moment.
 */
export function counterGapMs(intervalSeconds: number): number {
  return Math.max(300_000, 2500 * intervalSeconds);
}

/** Whether the machine started anew between two samples: it has been up for less than the time between them, or less than before. */
export function hasBooted(
  before: { at: number; uptimeSeconds: number | null },
  after: { at: number; uptimeSeconds: number | null },
): boolean {
  if (before.uptimeSeconds === null || after.uptimeSeconds === null) return false;
  return after.uptimeSeconds < before.uptimeSeconds || after.uptimeSeconds * 1000 < after.at - before.at;
}
