import { formatNumber, formatPercent } from "../format/number";
import { type Span, wholeBuckets } from "./range";

/** A stretch of time with the share of its samples that arrived, 0..1; null where none was due. */
export type CoverageCell = Span & { share: number | null };

export type Coverage = {
  samples: number;
  due: number;
  /** Oldest first, without holes between them. */
  cells: CoverageCell[];
};

/** As many cells as a strip can show apart. */
const CELLS_MAX = 120;
/** Samples keep no exact time: a cell of fewer than so many would seem to miss one now and then. */
const CELL_SAMPLES_MIN = 4;

/**
 * How many samples were there against how many were due, over the span and cell by cell. Points are single samples (`stepMs` null) or whole
 * buckets. Nothing was due before `dueFrom` (null: nothing at all), where what came counts for itself alone, nor after the last interval
 * before `now`.
 */
export function coverageOfPoints(
  options: Span & {
    points: readonly { at: number; samples: number }[];
    stepMs: number | null;
    intervalSeconds: number;
    dueFrom: number | null;
    now: number;
  },
): Coverage {
  const { points, stepMs, dueFrom, now } = options;
  const intervalMs = options.intervalSeconds * 1000;
  const unitMs = stepMs ?? intervalMs;
  const cellMs =
    Math.ceil(Math.max((options.to - options.from) / CELLS_MAX, CELL_SAMPLES_MIN * intervalMs) / unitMs) *
    unitMs;
  const counted = stepMs === null ? options : wholeBuckets(options, stepMs);
  const knownFrom = Math.max(counted.from, dueFrom ?? counted.to);
  // The sample of this very interval may still come.
  const knownTo = Math.min(counted.to, now - intervalMs);

  const counts = new Map<number, { samples: number; early: number }>();
  let early = 0;
  for (const { at, samples } of points) {
    const cell = Math.floor(at / cellMs) * cellMs;
    const count = counts.get(cell) ?? { samples: 0, early: 0 };
    counts.set(cell, count);
    count.samples += samples;
    if (dueFrom === null || at + (stepMs ?? 1) > dueFrom) continue;
    count.early += samples;
    early += samples;
  }
  const dueIn = (from: number, to: number) =>
    Math.max(0, Math.min(to, knownTo) - Math.max(from, knownFrom)) / intervalMs;
  const cells: CoverageCell[] = [];
  for (let from = Math.floor(options.from / cellMs) * cellMs; from < options.to; from += cellMs) {
    const count = counts.get(from) ?? { samples: 0, early: 0 };
    cells.push({
      from: Math.max(from, options.from),
      to: Math.min(from + cellMs, options.to),
      share: shareOf(count.samples, dueIn(from, from + cellMs) + count.early),
    });
  }
  const samples = points.reduce((sum, point) => sum + point.samples, 0);
  return {
    samples,
    due: Math.max(samples, early + Math.floor(dueIn(options.from - cellMs, options.to + cellMs))),
    cells,
  };
}

/** One that comes a moment later is in the next cell: a single sample too few is none too few. */
function shareOf(samples: number, due: number): number | null {
  if (due < 1) return samples > 0 ? 1 : null;
  return samples > 0 && samples >= due - 1 ? 1 : Math.min(1, samples / due);
}

/** "97.4 % of the samples that were due arrived: 1 402 of 1 440." */
export function coverageWords({ samples, due }: Coverage): string {
  if (due === 0) return "No sample was due in this time.";
  if (samples === due) return `Every sample that was due arrived: ${formatNumber(due)}.`;
  // Never rounded up to all of them: that would deny what is missing.
  const percent = Math.min(99.9, (100 * samples) / due);
  return `${formatPercent(percent, 1)} of the samples that were due arrived: ${formatNumber(samples)} of ${formatNumber(due)}.`;
}
