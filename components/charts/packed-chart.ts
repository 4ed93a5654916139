import { type ChartSpec, type ChartUnit, summariseSeries } from "@/domain/metrics/chart";
import { looksOf, type SeriesLook } from "./series-look";
import { valueAxis } from "./value-axis";

/**
 * A chart as it travels to the browser: one column of instants for all its lines and short numbers, a third of the size
 * of the points it is made from.
 */
export type PackedChart = {
  id: string;
  unit: ChartUnit;
  from: number;
  to: number;
  low: number;
  high: number;
  /** Milliseconds after `from`, ascending. */
  offsets: number[];
  lines: PackedLine[];
};

type PackedLine = SeriesLook & {
  key: string;
  label: string;
  latest: number | null;
  values: (number | null)[];
  /** The lowest and the highest of each aggregate, where there are any. */
  band?: { min: (number | null)[]; max: (number | null)[] };
};

export function packChart(spec: ChartSpec): PackedChart {
  const { low, high } = valueAxis(spec);
  const instants = [...new Set(spec.series.flatMap(({ points }) => points.map(({ at }) => at)))].sort(
    (a, b) => a - b,
  );
  const looks = looksOf(spec.series);
  const lines = spec.series.map(({ key, label, points }, index): PackedLine => {
    const look = looks[index] ?? { className: "", dash: undefined };
    const column = (pick: "value" | "min" | "max") =>
      onInstants(
        points.map((point) => ({ at: point.at, value: short(point[pick]) })),
        instants,
      );
    const hasBand = points.some(({ min, max }) => min != null && max != null);
    return {
      key,
      label,
      ...look,
      latest: summariseSeries(points).latest,
      values: column("value"),
      ...(hasBand ? { band: { min: column("min"), max: column("max") } } : {}),
    };
  });
  const { id, unit, from, to } = spec;
  return { id, unit, from, to, low, high, offsets: instants.map((at) => at - from), lines };
}

/**
 * A series on the instants of its whole chart. Where only another series has a sample the line goes on straight, so that
 * two series that report at different moments do not cut each other to pieces; a null of its own stays a gap.
 */
function onInstants(
  points: readonly { at: number; value: number | null }[],
  instants: readonly number[],
): (number | null)[] {
  let next = 0;
  return instants.map((at) => {
    while (next < points.length && (points[next]?.at ?? 0) < at) next += 1;
    const after = points[next];
    if (after?.at === at) return after.value;
    const before = points[next - 1];
    if (before?.value == null || after?.value == null) return null;
    const share = (at - before.at) / (after.at - before.at);
    return short(before.value + share * (after.value - before.value));
  });
}

/** Five digits are more than a pixel or a legend can tell. */
function short(value: number | null | undefined): number | null {
  return value == null || !Number.isFinite(value) ? null : Number(value.toPrecision(5));
}
