const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/**
 * How long to wait after so many failures in a row: doubling up to a minute. `chance` (0..1) takes up to a fifth away, so that the
 * pages that lost one hub together do not all come back together.
 */
export function retryAfterMs(failures: number, chance: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** failures) * (1 - chance / 5);
}
