import { formatDuration } from "../format/time";
import type { ChartMark, ChartPoint } from "./chart";
import { hasBooted } from "./rate";

/** The points with a null between two that are further apart than `gapMs`, so that no line is drawn across silence. */
export function withGaps(points: ChartPoint[], gapMs: number): ChartPoint[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const isGap = before !== undefined && point.at - before.at > gapMs;
    return isGap ? [{ at: Math.round((before.at + point.at) / 2), value: null }, point] : [point];
  });
}

type Reading = { at: number; uptimeSeconds: number | null };

/** What happened between the samples: boots, dated by the uptime after them, and silences longer than `gapMs`. Oldest first. */
export function marksBetween(readings: Reading[], gapMs: number): ChartMark[] {
  const marks = readings.flatMap((after, index): ChartMark[] => {
    const before = readings[index - 1];
    if (before === undefined) return [];
    const silence: ChartMark[] =
      after.at - before.at > gapMs
        ? [{ at: before.at, kind: "gap", label: `no data for ${formatDuration(after.at - before.at)}` }]
        : [];
    if (!hasBooted(before, after)) return silence;
    const bootedAt = Math.max(before.at, after.at - (after.uptimeSeconds ?? 0) * 1000);
    return [...silence, { at: bootedAt, kind: "reboot", label: "booted" }];
  });
  return marks.sort((a, b) => a.at - b.at);
}
