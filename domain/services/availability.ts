import { formatPercent } from "../format/number";
import type { ServiceStatus } from "./service";

/** Samples without a break that all said the same. What they said holds from `from` until `until`, epoch milliseconds. */
export type KnownRun = { from: number; until: number; status: ServiceStatus; restarts: number };

export type Segment = { from: number; to: number; status: ServiceStatus };

export type Availability = {
  /** 0..100, running against the time of which anything is known; null where nothing is. */
  percent: number | null;
  runningMs: number;
  /** Stopped or failed. */
  downMs: number;
  /** Nobody vouched for it: the agent was silent, or said that it does not know. */
  unknownMs: number;
};

/**
 * The span `from` to `to` without a hole, each part with what was known of the service then. A run ends where the next
 * begins, however long it vouched; `runs` stand in the order of their
 * beginnings; those that do not touch the span count nothing.
 */
export function segmentsOf(runs: readonly KnownRun[], span: { from: number; to: number }): Segment[] {
  const segments: Segment[] = [];
  let reached = span.from;
  const add = (to: number, status: ServiceStatus) => {
    const end = Math.min(to, span.to);
    if (end <= reached) return;
    const last = segments.at(-1);
    if (last?.status === status) last.to = end;
    else segments.push({ from: reached, to: end, status });
    reached = end;
  };
  runs.forEach((run, index) => {
    const next = runs[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    add(run.from, "unknown");
    add(Math.min(run.until, next), run.status);
  });
  add(span.to, "unknown");
  return segments;
}

/** How much of the time that anything is known of was spent running; what is not known counts for neither. */
export function availabilityOf(segments: readonly Segment[]): Availability {
  const spent = { running: 0, stopped: 0, failed: 0, unknown: 0 };
  for (const { from, to, status } of segments) spent[status] += to - from;
  const downMs = spent.stopped + spent.failed;
  const knownMs = spent.running + downMs;
  return {
    percent: knownMs === 0 ? null : (100 * spent.running) / knownMs,
    runningMs: spent.running,
    downMs,
    unknownMs: spent.unknown,
  };
}

/** How often the service was started anew after an instant. */
export function restartsSince(runs: readonly KnownRun[], at: number): number {
  return runs.filter(({ from }) => from > at).reduce((sum, { restarts }) => sum + restarts, 0);
}

/** Never rounded up to 100: a minute down in a month is 99.99 %, not all of it. */
export function availabilityWords(percent: number | null): string {
  if (percent === null || percent === 100) return formatPercent(percent);
  return formatPercent(Math.min(99.99, Math.floor(percent * 100) / 100), percent >= 99 ? 2 : 1);
}
