import type { SeriesPoint } from "@/db/queries/metrics";
import type { Container, Filesystem, NetworkInterface, Sensor } from "@/domain/heartbeats/heartbeat";
import type { ChartMark, ChartPoint, ChartSeries, ChartSpec, SeriesKind } from "@/domain/metrics/chart";
import { percentUsed } from "@/domain/metrics/filesystem";
import { withGaps } from "@/domain/metrics/gaps";
import type { RolledUpMeasure } from "@/domain/metrics/measures";
import { counterRate } from "@/domain/metrics/rate";

type Listed<Item> = { at: number; items: Item[] }[];

export type ChartInput = {
  from: number;
  to: number;
  gapMs: number;
  isAggregated: boolean;
  points: SeriesPoint[];
  filesystems: Listed<Filesystem>;
  interfaces: Listed<NetworkInterface>;
  sensors: Listed<Sensor>;
  containers: Listed<Container>;
  marks: ChartMark[];
};

/** As many lines as one chart can hold before nobody can tell them apart. */
const LINES_MAX = 8;

/** The charts of a server's page; those of which the machine reports nothing are left out. */
export function chartSpecs(input: ChartInput): ChartSpec[] {
  const { from, to, marks } = input;
  const common = { from, to, marks };
  const measure = (key: string, label: string, series: SeriesKind, column: RolledUpMeasure): ChartSeries => ({
    key,
    label,
    series,
    points: withGaps(
      input.points.map((point) => pointOf(point, column, input.isAggregated)),
      input.gapMs,
    ),
  });
  const optional = (spec: Omit<ChartSpec, keyof typeof common>): ChartSpec[] =>
    spec.series.length > 0 && hasValues(spec.series) ? [{ ...spec, ...common }] : [];
  return [
    {
      id: "cpu",
      title: "CPU",
      unit: "percent",
      ...common,
      series: [measure("cpu", "CPU", "cpu", "cpu_percent")],
    },
    {
      id: "memory",
      title: "Memory",
      unit: "percent",
      ...common,
      series: [
        measure("memory", "Memory", "memory", "memory_percent"),
        ...keepIfKnown({
          key: "swap",
          label: "Swap",
          series: "memory",
          points: withGaps(input.points.map(swapPoint), input.gapMs),
        }),
      ],
    },
    {
      id: "disk",
      title: "Disk",
      unit: "percent",
      ...common,
      series: diskSeries(input, measure("disk", "Disk", "disk", "disk_percent")),
    },
    { id: "network", title: "Network", unit: "bytes_per_second", ...common, series: networkSeries(input) },
    {
      id: "load",
      title: "Load",
      unit: "load",
      ...common,
      series: [
        measure("load_1m", "1 minute", "load", "load_1m"),
        measure("load_5m", "5 minutes", "load", "load_5m"),
        measure("load_15m", "15 minutes", "load", "load_15m"),
      ],
    },
    ...optional({
      id: "temperature",
      title: "Temperature",
      unit: "celsius",
      series: temperatureSeries(input),
    }),
    ...optional({
      id: "containers",
      title: "Containers, CPU",
      unit: "percent",
      domain: [0, "auto"],
      series: containerSeries(input),
    }),
  ];
}

function pointOf(point: SeriesPoint, column: RolledUpMeasure, isAggregated: boolean): ChartPoint {
  const { mean, min, max } = point.values[column];
  return isAggregated ? { at: point.at, value: mean, min, max } : { at: point.at, value: mean };
}

function swapPoint(point: SeriesPoint): ChartPoint {
  const used = point.values.swap_used_mb.mean;
  const total = point.last.swap_total_mb;
  return {
    at: point.at,
    value: used === null || total === null || total === 0 ? null : (100 * used) / total,
  };
}

function diskSeries(input: ChartInput, whole: ChartSeries): ChartSeries[] {
  const lines = linesOf(input, input.filesystems, (filesystem) => ({
    key: filesystem.mount_point,
    value: percentUsed(filesystem),
    kind: "disk",
  }));
  return lines.length > 0 ? lines : [whole];
}

function temperatureSeries(input: ChartInput): ChartSeries[] {
  return linesOf(input, input.sensors, (sensor) => ({
    key: sensor.label ? `${sensor.name} ${sensor.label}` : sensor.name,
    value: sensor.temperature_celsius ?? null,
    kind: "temperature",
  }));
}

function containerSeries(input: ChartInput): ChartSeries[] {
  return linesOf(input, input.containers, (container) => ({
    key: container.name,
    value: container.cpu_percent ?? null,
    kind: "neutral",
  }));
}

/** One line for each thing that a list names; the highest of them where they are too many. */
function linesOf<Item>(
  input: ChartInput,
  lists: Listed<Item>,
  read: (item: Item) => { key: string; value: number | null; kind: SeriesKind },
): ChartSeries[] {
  const lines = new Map<string, ChartSeries & { points: ChartPoint[] }>();
  for (const { at, items } of lists) {
    for (const { key, value, kind } of items.map(read)) {
      const line = lines.get(key) ?? { key, label: key, series: kind, points: [] };
      line.points.push({ at, value });
      lines.set(key, line);
    }
  }
  return highest([...lines.values()]).map((line) => ({
    ...line,
    points: withGaps(line.points, listGapMs(lists, input.gapMs)),
  }));
}

/** Lists may come less often than samples: what is usual between two of them is no gap. */
function listGapMs(lists: { at: number }[], gapMs: number): number {
  const steps = lists.slice(1).map(({ at }, index) => at - (lists[index]?.at ?? at));
  const usual = steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  return Math.max(gapMs, 2.5 * usual);
}

function networkSeries(input: ChartInput): ChartSeries[] {
  const readings = new Map<
    string,
    { at: number; uptimeSeconds: null; rx: number | null; tx: number | null }[]
  >();
  for (const { at, items } of input.interfaces) {
    for (const { name, rx_bytes, tx_bytes } of items) {
      const list = readings.get(name) ?? [];
      list.push({ at, uptimeSeconds: null, rx: rx_bytes ?? null, tx: tx_bytes ?? null });
      readings.set(name, list);
    }
  }
  const gapMs = listGapMs(input.interfaces, input.gapMs);
  const perInterface = [...readings].flatMap(([name, list]) => [
    rateSeries(
      { key: `${name} rx`, label: `${name} ↓`, kind: "network-rx", gapMs },
      list.map((r) => ({ ...r, value: r.rx })),
    ),
    rateSeries(
      { key: `${name} tx`, label: `${name} ↑`, kind: "network-tx", gapMs },
      list.map((r) => ({ ...r, value: r.tx })),
    ),
  ]);
  if (perInterface.length > 0) return highest(perInterface);
  const whole = (key: "rx" | "tx", label: string, kind: SeriesKind): ChartSeries => ({
    key,
    label,
    series: kind,
    points: withGaps(
      input.points.map(({ at, traffic }) => {
        const { rate, rateMin, rateMax } = traffic[key];
        return input.isAggregated ? { at, value: rate, min: rateMin, max: rateMax } : { at, value: rate };
      }),
      input.gapMs,
    ),
  });
  return [whole("rx", "Received ↓", "network-rx"), whole("tx", "Sent ↑", "network-tx")];
}

function rateSeries(
  line: { key: string; label: string; kind: SeriesKind; gapMs: number },
  readings: { at: number; value: number | null; uptimeSeconds: number | null }[],
): ChartSeries {
  const points = readings.slice(1).map((after, index): ChartPoint => {
    const before = readings[index];
    return { at: after.at, value: before === undefined ? null : counterRate(before, after, line.gapMs) };
  });
  return { key: line.key, label: line.label, series: line.kind, points };
}

function highest<Line extends ChartSeries>(lines: Line[]): Line[] {
  const peak = (line: ChartSeries) => line.points.reduce((most, { value }) => Math.max(most, value ?? 0), 0);
  if (lines.length <= LINES_MAX) return lines;
  const kept = new Set([...lines].sort((a, b) => peak(b) - peak(a)).slice(0, LINES_MAX));
  return lines.filter((line) => kept.has(line));
}

function keepIfKnown(series: ChartSeries): ChartSeries[] {
  return hasValues([series]) ? [series] : [];
}

function hasValues(series: readonly ChartSeries[]): boolean {
  return series.some(({ points }) => points.some(({ value }) => value !== null));
}
