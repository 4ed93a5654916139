import type { Severity } from "../alerts/alert";

/** What a chart needs to know, from the page that read it to the pen that draws it. Instants are ms since 1970. */
export type ChartSpec = {
  id: string;
  title: string;
  /** What it leaves out: "the 8 fullest of 14". */
  note?: string;
  unit: ChartUnit;
  /** The value axis. Without it: 0 to 100 for a percentage, otherwise 0 to what the values need. */
  domain?: readonly [number, number | "auto"];
  series: readonly ChartSeries[];
  from: number;
  to: number;
  marks?: readonly ChartMark[];
  /** Level lines over the whole plot, such as a threshold. */
  lines?: readonly ChartLine[];
};

/** Nothing that runs indoors is colder: where an axis of temperatures begins, so that their changes are seen. */
export const TEMPERATURE_AXIS_LOW_CELSIUS = 20;

export const chartUnits = [
  "percent",
  "bytes_per_second",
  "bits_per_second",
  "bytes",
  "load",
  "celsius",
  "fahrenheit",
  "count",
] as const;
export type ChartUnit = (typeof chartUnits)[number];

/** What a line shows decides its colour; several lines of one kind differ by shade and dash. */
export type SeriesKind =
  | "cpu"
  | "memory"
  | "disk"
  | "network-rx"
  | "network-tx"
  | "load"
  | "temperature"
  | "server"
  | "neutral";

export type ChartSeries = {
  /** Unique within its chart. */
  key: string;
  label: string;
  series: SeriesKind;
  /** Of another time, drawn at this one: fainter and dashed, in the colour of the line with that key. */
  earlierOf?: string;
  /** In the order of time. A null value is a gap: the line breaks there. */
  points: readonly ChartPoint[];
};

export type ChartPoint = { at: number; value: number | null; min?: number | null; max?: number | null };

export type ChartLine = { value: number; label: string };

export type ChartMark = { at: number; label: string } & (
  | { kind: "reboot" | "gap" }
  | { kind: "alert"; severity: Severity }
);

export type SeriesSummary = {
  latest: number | null;
  min: number | null;
  max: number | null;
  average: number | null;
};

/** The figures of one line. Extremes come from the min-max band where there is one; the latest is never older than the last point. */
export function summariseSeries(points: readonly ChartPoint[]): SeriesSummary {
  let min: number | null = null;
  let max: number | null = null;
  let sum = 0;
  let count = 0;
  for (const point of points) {
    if (point.value === null) continue;
    const low = point.min ?? point.value;
    const high = point.max ?? point.value;
    min = min === null ? low : Math.min(min, low);
    max = max === null ? high : Math.max(max, high);
    sum += point.value;
    count += 1;
  }
  return { latest: points.at(-1)?.value ?? null, min, max, average: count === 0 ? null : sum / count };
}
