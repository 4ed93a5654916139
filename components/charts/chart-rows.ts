import type { PackedChart } from "./packed-chart";

/** One instant of a chart as Recharts reads it: the value and the band of each line, in the order of the lines. */
export type ChartRow = { at: number; values: (number | null)[]; bands: ([number, number] | null)[] };

export function chartRows({ from, offsets, lines }: PackedChart): ChartRow[] {
  return offsets.map((offset, index) => ({
    at: from + offset,
    values: lines.map(({ values }) => values[index] ?? null),
    bands: lines.map(({ band }) => {
      const min = band?.min[index];
      const max = band?.max[index];
      return min == null || max == null ? null : [min, max];
    }),
  }));
}

/** The place in ascending `instants` that is nearest to `at`; -1 when there are none. */
export function nearestIndex(instants: readonly number[], at: number): number {
  let low = 0;
  let high = instants.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((instants[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const before = instants[low - 1];
  const here = instants[low];
  if (here === undefined) return -1;
  return before !== undefined && at - before < here - at ? low - 1 : low;
}
