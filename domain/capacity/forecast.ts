import { type DailyValue, partAtJumps, type Stretch, type Trend, trendOf } from "./trend";

/** A stretch of time in days from now; the truth is thought to lie within. */
export type DaysRange = {
  /** If it fills as fast as the past allows to believe. */
  pessimisticDays: number;
  /** If it fills as slowly. */
  optimisticDays: number;
};

export type Forecast =
  | (DaysRange & { kind: "filling"; perDay: number; trendDays: number })
  /** `isSure`: even the pessimistic end is years away; else it only does not rise for certain. */
  | { kind: "flat"; perDay: number; trendDays: number; isSure: boolean }
  | { kind: "shrinking"; perDay: number; trendDays: number }
  | { kind: "full" }
  | { kind: "not_enough_data"; reason: NotEnough };

export type NotEnough =
  /** `days` of the 7 that it takes. */
  | { because: "too_few_days"; days: number }
  /** `coverage` is the share of the samples that arrived, 0..1. */
  | { because: "too_many_gaps"; coverage: number }
  /** Nothing came for `days`. */
  | { because: "nothing_lately"; days: number }
  /** Space was freed `days` ago. `asBefore` is when it is full if it fills again as it did until then. */
  | { because: "cleaned_up"; days: number; asBefore: DaysRange | null }
  /** The values go up and down too much for their number. */
  | { because: "unsteady"; days: number }
  | { because: "capacity_unknown" };

export const FORECAST_DAYS_MIN = 7;
export const FORECAST_COVERAGE_MIN = 0.7;
/** Further back a trend has nothing to say about next month. */
export const FORECAST_WINDOW_DAYS = 60;
/** What is full in five years is flat: no homelab plans further, and no trend of two months reaches so far. */
const FORECAST_HORIZON_DAYS = 5 * 365;
/** Newer than that there must be something. */
const SILENCE_DAYS_MAX = 3;
const FULL_SHARE = 0.995;
/** Where even this cannot be ruled out, "flat" would be a promise that nobody can keep. */
const SOON_DAYS = 30;
/** Of a normal distribution: nine in ten lie within. */
const DEVIATIONS = 1.645;
const DAY_MS = 86_400_000;

/**
 * When a measure reaches its capacity, as a range. `values` are daily means in the unit of `capacity`, one a day and in the
 * order of their days; the day that `now` (epoch milliseconds) belongs to is not over and only tells whether it jumped.
 *
 * The range is where a line of the trend, give or take its error, and the chance that adds up until then, meet the capacity:
 * (R - b T)^2 = z^2 (s_b^2 T^2 + w^2 T + s_l^2), solved for the time T, with what is free R, the slope b and its error s_b, the
 * walk w and the error of the level s_l.
 */
export function forecast(options: {
  values: readonly DailyValue[];
  capacity: number | null;
  now: number;
}): Forecast {
  const { capacity, now } = options;
  if (capacity === null || !(capacity > 0)) return notEnough({ because: "capacity_unknown" });
  const clock = now / DAY_MS;
  const today = Math.floor(clock);
  const recent = options.values.filter(
    ({ day, value }) => day > today - 1 - FORECAST_WINDOW_DAYS && day <= today && Number.isFinite(value),
  );
  const newest = recent.at(-1);
  if (newest === undefined) return notEnough({ because: "too_few_days", days: 0 });
  if (today - newest.day > SILENCE_DAYS_MAX) {
    return notEnough({ because: "nothing_lately", days: today - newest.day });
  }
  if (newest.value >= FULL_SHARE * capacity) return { kind: "full" };

  const { kept, before } = sinceCleanUp(partAtJumps(recent, capacity), today);
  const days = kept.flat();
  if (days.length < FORECAST_DAYS_MIN) {
    if (before.length === 0) return notEnough({ because: "too_few_days", days: days.length });
    return notEnough({
      because: "cleaned_up",
      days: today - (days[0]?.day ?? today),
      asBefore: asBefore(before, { level: newest.value, capacity }),
    });
  }
  const first = days[0]?.day ?? today;
  const coverage = coverageOf(recent, { first, today });
  if (coverage < FORECAST_COVERAGE_MIN) return notEnough({ because: "too_many_gaps", coverage });
  return judge(trendOf(kept), { capacity, clock });
}

/** A clean-up makes the trend begin anew; a big copy only parts it. Today is not over, so it is no day of a trend. */
function sinceCleanUp(stretches: readonly Stretch[], today: number) {
  const cleanUp = stretches.findLastIndex(({ jump }) => jump < 0);
  const over = (some: readonly Stretch[]) =>
    some.map(({ values }) => values.filter(({ day }) => day < today)).filter((values) => values.length > 0);
  const lastCleanUp = stretches.slice(0, Math.max(0, cleanUp)).findLastIndex(({ jump }) => jump < 0);
  return {
    kept: over(stretches.slice(Math.max(0, cleanUp))),
    before: cleanUp <= 0 ? [] : over(stretches.slice(Math.max(0, lastCleanUp), cleanUp)),
  };
}

function asBefore(
  before: readonly (readonly DailyValue[])[],
  { level, capacity }: { level: number; capacity: number },
): DaysRange | null {
  if (before.flat().length < FORECAST_DAYS_MIN) return null;
  const trend = trendOf(before);
  return rangeOf(trend, capacity - level, deviationsOf(trend));
}

/** The share of the samples from the first day on that arrived; a day without a sample counts, today does not. */
function coverageOf(
  values: readonly DailyValue[],
  { first, today }: { first: number; today: number },
): number {
  const arrived = values
    .filter(({ day }) => day >= first && day < today)
    .reduce((total, { coverage }) => total + Math.min(1, coverage), 0);
  return arrived / Math.max(1, today - first);
}

function judge(trend: Trend, { capacity, clock }: { capacity: number; clock: number }): Forecast {
  const { perDay, days: trendDays } = trend;
  const free = capacity - trend.level - perDay * clock;
  if (free <= (1 - FULL_SHARE) * capacity) return { kind: "full" };
  const deviations = deviationsOf(trend);
  const doubt = deviations * trend.perDayError;
  if (perDay > doubt) {
    const range = rangeOf(trend, free, deviations);
    if (range !== null && range.pessimisticDays <= FORECAST_HORIZON_DAYS) {
      return { kind: "filling", ...range, perDay, trendDays };
    }
    return { kind: "flat", perDay, trendDays, isSure: true };
  }
  if (perDay + doubt > free / SOON_DAYS) return notEnough({ because: "unsteady", days: trendDays });
  const isNoticeable = perDay < -doubt && -perDay * FORECAST_HORIZON_DAYS > capacity;
  if (isNoticeable) return { kind: "shrinking", perDay, trendDays };
  const isSure = (perDay + doubt) * FORECAST_HORIZON_DAYS <= free;
  return { kind: "flat", perDay, trendDays, isSure };
}

/**
 * Both ends from now, never before it; null where even the trend itself does not fill it. What swings with the week is full
 * for the first time at its peak, and that at the latest within a week of when the peak gets there.
 */
function rangeOf(trend: Trend, free: number, deviations: number): DaysRange | null {
  const line = crossingOf(trend, free, deviations);
  const peak = crossingOf(trend, free - Math.max(0, trend.weeklyPeak), deviations);
  if (line === null || peak === null) return null;
  return { pessimisticDays: peak.first, optimisticDays: Math.min(line.last, peak.last + 7) };
}

function crossingOf(trend: Trend, free: number, deviations: number): { first: number; last: number } | null {
  const { perDay, perDayError, walk, levelError } = trend;
  const z2 = deviations ** 2;
  const a = perDay ** 2 - z2 * perDayError ** 2;
  if (perDay <= 0 || a <= 0) return null;
  const half = free * perDay + (z2 * walk ** 2) / 2;
  const rest = free ** 2 - z2 * levelError ** 2;
  const root = Math.sqrt(Math.max(0, half ** 2 - a * rest));
  return { first: Math.max(0, (half - root) / a), last: Math.max(0, (half + root) / a) };
}

/** Few days make the error itself uncertain: Student's quantile, by the first term of its expansion. */
function deviationsOf({ days }: Trend): number {
  return DEVIATIONS * (1 + (DEVIATIONS ** 2 + 1) / (4 * Math.max(1, days / 2 - 1)));
}

function notEnough(reason: NotEnough): Forecast {
  return { kind: "not_enough_data", reason };
}
