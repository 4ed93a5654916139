import type { NamedSeries } from "@/db/queries/lists";
import type { SeriesPoint } from "@/db/queries/series";
import type { Container } from "@/domain/heartbeats/heartbeat";
import {
  type ChartMark,
  type ChartPoint,
  type ChartSeries,
  type ChartSpec,
  type SeriesKind,
  TEMPERATURE_AXIS_LOW_CELSIUS,
} from "@/domain/metrics/chart";
import { withGaps } from "@/domain/metrics/gaps";
import type { SeriesKind as NamedKind, RolledUpMeasure } from "@/domain/metrics/measures";

type Listed<Item> = { at: number; items: Item[] }[];

export type ChartInput = {
  from: number;
  to: number;
  gapMs: number;
  /** The same of what lists name, which are not kept as finely. */
  listGapMs: number;
  isAggregated: boolean;
  points: SeriesPoint[];
  /** What the lists of its samples name: in whole buckets, of five minutes where `points` are finer. */
  named: NamedSeries[];
  containers: Listed<Container>;
  marks: ChartMark[];
};

/** Lists are kept once in five minutes, the newest of them. */
const LIST_GAP_MS = 2.5 * 300_000;

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
      ...diskLines(input, measure("disk", "Disk", "disk", "disk_percent")),
    },
    { id: "network", title: "Network", unit: "bytes_per_second", ...common, ...networkLines(input) },
    {
      id: "load",
      title: "Load",
      unit: "load",
      ...common,
      series: [
        measure("load_1m", "1 minute", "load", "load_1m"),
        // The bands of three means of one thing would lie on one another.
        withoutBand(measure("load_5m", "5 minutes", "load", "load_5m")),
        withoutBand(measure("load_15m", "15 minutes", "load", "load_15m")),
      ],
    },
    ...optional({
      id: "temperature",
      title: "Temperature",
      unit: "celsius",
      domain: [TEMPERATURE_AXIS_LOW_CELSIUS, "auto"],
      ...highest(namedLines(input, "temperature", "temperature", rangeOf), "hottest"),
    }),
    ...optional({
      id: "containers",
      title: "Containers, CPU",
      unit: "percent",
      domain: [0, "auto"],
      ...containerLines(input),
    }),
  ];
}

function pointOf(point: SeriesPoint, column: RolledUpMeasure, isAggregated: boolean): ChartPoint {
  const { mean, min, max } = point.values[column];
  return isAggregated ? { at: point.at, value: mean, min, max } : { at: point.at, value: mean };
}

function withoutBand(series: ChartSeries): ChartSeries {
  return { ...series, points: series.points.map(({ at, value }) => ({ at, value })) };
}

function swapPoint(point: SeriesPoint): ChartPoint {
  const used = point.values.swap_used_mb.mean;
  const total = point.last.swap_total_mb;
  return {
    at: point.at,
    value: used === null || total === null || total === 0 ? null : (100 * used) / total,
  };
}

/** The lines of a chart, and what is said of those that it leaves out. */
type Lines = Pick<ChartSpec, "series" | "note">;

/** The fullest first: it is the one that matters. */
function diskLines(input: ChartInput, whole: ChartSeries): Lines {
  const lines = namedLines(input, "filesystem", "disk", ({ mean, min, max, capacity }) => {
    const share = (bytes: number | null) =>
      bytes === null || !capacity ? null : Math.min(100, (100 * bytes) / capacity);
    return { value: share(mean), min: share(min), max: share(max) };
  });
  if (lines.length === 0) return { series: [whole] };
  const fullness = new Map(lines.map((line) => [line, line.points.findLast(isKnownPoint)?.value ?? -1]));
  const byFullness = lines.sort((a, b) => (fullness.get(b) ?? 0) - (fullness.get(a) ?? 0));
  return {
    series: byFullness.slice(0, LINES_MAX),
    ...leftOut(LINES_MAX, "fullest", lines.length),
  };
}

const isKnownPoint = ({ value }: ChartPoint) => value !== null;

const rangeOf = ({ mean, min, max }: NamedPoint) => ({ value: mean, min, max });

type NamedPoint = NamedSeries["points"][number];

/** One line for each thing of a kind. The band is drawn only where there are no others for it to lie on. */
function namedLines(
  input: ChartInput,
  kind: NamedKind,
  series: SeriesKind,
  read: (point: NamedPoint) => Omit<ChartPoint, "at">,
  words: (name: string) => string = (name) => name,
): ChartSeries[] {
  const named = input.named
    .filter((each) => each.kind === kind)
    .sort((a, b) => inEnglish.compare(a.name, b.name));
  const hasBand = named.length === 1 && input.isAggregated;
  return named.map(({ name, points }) => ({
    key: words(name),
    label: words(name),
    series,
    points: withGaps(
      points.map((point) => {
        const { value, min, max } = read(point);
        return hasBand ? { at: point.at, value, min, max } : { at: point.at, value };
      }),
      // One list may be missing without a hole in the line.
      Math.max(input.listGapMs, LIST_GAP_MS),
    ),
  }));
}

function containerLines(input: ChartInput): Lines {
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
): Lines {
  const lines = new Map<string, ChartSeries & { points: ChartPoint[] }>();
  for (const { at, items } of lists) {
    for (const { key, value, kind } of items.map(read)) {
      const line = lines.get(key) ?? { key, label: key, series: kind, points: [] };
      line.points.push({ at, value });
      lines.set(key, line);
    }
  }
  const gapMs = usualGapMs(lists, input.listGapMs);
  const drawn = [...lines.values()].map((line) => ({ ...line, points: withGaps(line.points, gapMs) }));
  return highest(
    drawn.sort((a, b) => inEnglish.compare(a.key, b.key)),
    "busiest",
  );
}

/** Lists may come less often than samples: what is usual between two of them is no gap. */
function usualGapMs(lists: { at: number }[], gapMs: number): number {
  const steps = lists.slice(1).map(({ at }, index) => at - (lists[index]?.at ?? at));
  const usual = steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  return Math.max(gapMs, 2.5 * usual);
}

function networkLines(input: ChartInput): Lines {
  const received = namedLines(input, "interface_rx", "network-rx", rangeOf, (name) => `${name} ↓`);
  const sent = namedLines(input, "interface_tx", "network-tx", rangeOf, (name) => `${name} ↑`);
  // What an interface received stands beside what it sent.
  const names = [...new Set([...received, ...sent].map(nameOf))].sort(inEnglish.compare);
  const interfaces = names.map((name) => [...received, ...sent].filter((line) => nameOf(line) === name));
  if (interfaces.length > 0) {
    const traffic = (lines: ChartSeries[]) => Math.max(...lines.map(peakOf));
    const busy = interfaces.filter((lines) => traffic(lines) > 0);
    // One over which nothing went says nothing, where there are others.
    const told = busy.length > 0 ? busy : interfaces;
    return {
      series: mostOf(told, LINES_MAX / 2, traffic).flat(),
      ...leftOut(LINES_MAX / 2, "busiest", told.length),
    };
  }
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
  return { series: [whole("rx", "Received ↓", "network-rx"), whole("tx", "Sent ↑", "network-tx")] };
}

/** An interface's name without its arrow. */
const nameOf = ({ key }: ChartSeries) => key.slice(0, -2);

/** eth9 before eth10. */
const inEnglish = new Intl.Collator("en", { numeric: true });

function highest(lines: ChartSeries[], word: string): Lines {
  return { series: mostOf(lines, LINES_MAX, peakOf), ...leftOut(LINES_MAX, word, lines.length) };
}

function peakOf({ points }: ChartSeries): number {
  return points.reduce((most, { value }) => Math.max(most, value ?? 0), 0);
}

/** Those `count` with the most, in the order in which they were. */
function mostOf<Thing>(things: Thing[], count: number, measure: (thing: Thing) => number): Thing[] {
  const kept = new Set([...things].sort((a, b) => measure(b) - measure(a)).slice(0, count));
  return things.filter((thing) => kept.has(thing));
}

function leftOut(shown: number, word: string, all: number): { note?: string } {
  return all <= shown ? {} : { note: `the ${shown} ${word} of ${all}` };
}

function keepIfKnown(series: ChartSeries): ChartSeries[] {
  return hasValues([series]) ? [series] : [];
}

function hasValues(series: readonly ChartSeries[]): boolean {
  return series.some(({ points }) => points.some(({ value }) => value !== null));
}
