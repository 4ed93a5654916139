import type { SeriesPoint } from "@/db/queries/series";
import type { ChartSeries, ChartSpec, SeriesKind } from "@/domain/metrics/chart";
import { withGaps } from "@/domain/metrics/gaps";

/** The same machine at another time, `shiftMs` earlier. */
export type Earlier = { points: SeriesPoint[]; shiftMs: number; gapMs: number; word: string };

type Reading = { of: SeriesKind; label: string; read: (point: SeriesPoint) => number | null };

/** One line a chart is enough to compare with; of a chart of many, the one that sums them up. */
const readings: Record<string, Reading[]> = {
  cpu: [{ of: "cpu", label: "", read: ({ values }) => values.cpu_percent.mean }],
  memory: [{ of: "memory", label: "", read: ({ values }) => values.memory_percent.mean }],
  disk: [
    {
      of: "disk",
      label: "fullest, ",
      read: ({ values }) => values.disk_worst_percent.mean ?? values.disk_percent.mean,
    },
  ],
  network: [
    { of: "network-rx", label: "all ↓, ", read: ({ traffic }) => traffic.rx.rate },
    { of: "network-tx", label: "all ↑, ", read: ({ traffic }) => traffic.tx.rate },
  ],
  load: [{ of: "load", label: "1 minute, ", read: ({ values }) => values.load_1m.mean }],
  temperature: [
    { of: "temperature", label: "hottest, ", read: ({ values }) => values.temperature_celsius.mean },
  ],
};

/** The charts with what was at another time drawn beside it, where anything is known of it. */
export function withEarlierLines(specs: ChartSpec[], earlier: Earlier): ChartSpec[] {
  return specs.map((spec) => ({
    ...spec,
    series: [
      ...spec.series,
      ...(readings[spec.id] ?? []).flatMap((reading) => earlierLine(spec, reading, earlier)),
    ],
  }));
}

function earlierLine(spec: ChartSpec, { of, label, read }: Reading, earlier: Earlier): ChartSeries[] {
  const now = spec.series.find(({ series }) => series === of);
  if (now === undefined || !earlier.points.some((point) => read(point) !== null)) return [];
  const points = earlier.points.map((point) => ({ at: point.at + earlier.shiftMs, value: read(point) }));
  return [
    {
      key: `${now.key} earlier`,
      label: `${label}${earlier.word}`,
      series: of,
      earlierOf: now.key,
      points: withGaps(points, earlier.gapMs),
    },
  ];
}
