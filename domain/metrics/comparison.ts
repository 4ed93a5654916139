import type { Span } from "./range";

/** With what a span can be compared: as long a time just before it, the same a week earlier, the same a year earlier. */
export const comparisons = ["before", "week", "year"] as const;
export type Comparison = (typeof comparisons)[number];

const DAY_MS = 86_400_000;

/**
 * How far back the compared span lies, in milliseconds. Always whole buckets of `stepMs`, so that both lie on the same instants; the period
 * before never overlaps with the span itself.
 */
export function comparisonShiftMs(comparison: Comparison, span: Span, stepMs: number | null): number {
  const step = stepMs ?? 1;
  if (comparison === "before") return Math.ceil((span.to - span.from) / step) * step;
  const wanted = comparison === "week" ? 7 * DAY_MS : 365 * DAY_MS;
  return Math.max(1, Math.round(wanted / step)) * step;
}
