/** One day of a measure that fills up. */
export type DailyValue = {
  /** Days since 1970, UTC. */
  day: number;
  /** The mean of the day, in the unit of the capacity. */
  value: number;
  /** The share of the day's samples that arrived, 0..1. */
  coverage: number;
};

/** A straight line through one stretch of days, and how far to believe it. */
export type Trend = {
  /** Units a day. */
  perDay: number;
  /** Standard error of `perDay`. */
  perDayError: number;
  /** Where the line is at the start of 1970; days later it is `perDay` times as many higher. */
  level: number;
  levelError: number;
  /** How far the highest weekday is above the line. */
  weeklyPeak: number;
  /** Standard deviation of what one more day adds by chance, which nothing takes back: a walk, not a tremble. */
  walk: number;
  /** Days that it was read from. */
  days: number;
};

/** Days between two sudden changes. `jump` is the change that it began with; 0 for the first. */
export type Stretch = { values: DailyValue[]; jump: number };

const WEEK = 7;
/** From so many days on, what a weekday does is told apart from chance. */
const SEASON_DAYS_MIN = 2 * WEEK;
/** Of the usual difference from day to day, robustly measured: what is further off is no chance. */
const JUMP_DEVIATIONS = 7;
/** Of the capacity: smaller jumps bend no forecast. */
const JUMP_SHARE_MIN = 0.02;
/** Scales the median absolute deviation to a standard deviation, for normal chance. */
const MAD_TO_DEVIATION = 1.4826;

/**
 * The values between clean-ups and big copies, wherever they jump and stay. What happens every week (a backup that is
 * rotated) is no jump; a day that is gone the day after belongs to no stretch. `values` are in the order of their days.
 */
export function partAtJumps(values: readonly DailyValue[], capacity: number): Stretch[] {
  const smooth = medianOfThree(values);
  const steps = smooth.slice(1).map((value, index) => {
    const before = smooth[index] ?? value;
    return { from: before.day, day: value.day, size: value.value - before.value };
  });
  const daily = steps.map(({ from, day, size }) => ({ day, value: size / (day - from) }));
  const usual = median(daily.map(({ value }) => value));
  const expected = weeklyMedians(daily) ?? (() => usual);
  const excess = steps.map(({ from, day, size }) => ({
    from,
    day,
    size: size - expected(day) * (day - from),
  }));
  const deviation = MAD_TO_DEVIATION * median(excess.map(({ size }) => Math.abs(size)));
  // The median of three bends the line at a jump against its slope, by about what two days add.
  const least = Math.max(JUMP_SHARE_MIN * capacity, JUMP_DEVIATIONS * deviation, 4 * Math.abs(usual));

  const lasting = values.filter(
    ({ value }, index) => Math.abs(value - (smooth[index]?.value ?? value)) < least,
  );
  const stretches: Stretch[] = [];
  let open = { firstDay: Number.NEGATIVE_INFINITY, jump: 0 };
  const close = (lastDay: number) => {
    const { firstDay, jump } = open;
    const some = lasting.filter(({ day }) => day >= firstDay && day <= lastDay);
    if (some.length > 0) stretches.push({ values: some, jump });
  };
  for (const [index, { from, day, size }] of excess.entries()) {
    if (open.firstDay >= day) continue;
    // A jump at noon is half in the mean of its day and half in that of the next: two steps of one direction are one.
    const next = excess[index + 1];
    const isShared = next !== undefined && isShare(size, next.size);
    const jump = isShared ? size + next.size : size;
    if (Math.abs(jump) < least) continue;
    close(from);
    open = { firstDay: isShared ? next.day : day, jump };
  }
  close(Number.POSITIVE_INFINITY);
  return stretches;
}

/**
 * Theil-Sen over stretches between jumps: the median of the slopes between any two days of one stretch, after what the
 * weekdays do has been taken off. A jump is no slope, so no pair spans one. The error knows two kinds of chance: one that
 * trembles about the line and averages out, and one that adds up from day to day and does not.
 */
export function trendOf(stretches: readonly (readonly DailyValue[])[]): Trend {
  const all = stretches.flat();
  const first = theilSen(stretches);
  const season = seasonOf(stretches, first);
  const calm = stretches.map((stretch) =>
    stretch.map(({ day, value }) => ({ day, value: value - season(day) })),
  );
  const perDay = theilSen(calm);
  const rests = calm.map((stretch) =>
    stretch.map(({ day, value }) => ({ day, value: value - perDay * day })),
  );
  const { walk, tremble } = chanceOf(rests);
  const spread = sum(rests.map((rest) => squares(rest.map(({ day }) => day))));
  const walked = sum(rests.map((rest) => (rest.at(-1)?.day ?? 0) - (rest[0]?.day ?? 0) + 1));
  const lastRest = rests.at(-1) ?? [];
  const newest = lastRest.slice(-3);
  return {
    perDay,
    // Of a least-squares line: tremble^2 / sum of squares about the mean day, and 6/5 of the walk^2 over its days.
    perDayError: Math.sqrt(
      (tremble ** 2 / Math.max(1, spread)) * 1.2 + (1.2 * walk ** 2) / Math.max(1, walked),
    ),
    // The mean of a day is where the line is at noon.
    level: median(newest.map(({ value }) => value)) - perDay / 2,
    weeklyPeak: Math.max(...Array.from({ length: WEEK }, (_, day) => season(day))),
    levelError: Math.sqrt(tremble ** 2 / Math.max(1, newest.length) + walk ** 2),
    walk,
    days: all.length,
  };
}

/** Whether two steps in a row are of one direction and neither is nothing beside the other. */
function isShare(size: number, next: number): boolean {
  return size * next > 0 && Math.min(size / next, next / size) > 0.1;
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  // An array of numbers sorts without a function to compare them, which is most of what a forecast costs.
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

type Point = { day: number; value: number };

function theilSen(stretches: readonly (readonly Point[])[]): number {
  const slopes: number[] = [];
  for (const stretch of stretches) {
    for (const [index, a] of stretch.entries()) {
      for (let later = index + 1; later < stretch.length; later += 1) {
        const b = stretch[later] ?? a;
        slopes.push((b.value - a.value) / (b.day - a.day));
      }
    }
  }
  return median(slopes);
}

/** What each weekday adds to the line; nothing where there are too few weeks to know. */
function seasonOf(stretches: readonly (readonly Point[])[], perDay: number): (day: number) => number {
  const about = stretches.flatMap((stretch) => {
    const rests = stretch.map(({ day, value }) => ({ day, value: value - perDay * day }));
    const middle = median(rests.map(({ value }) => value));
    return rests.map(({ day, value }) => ({ day, value: value - middle }));
  });
  return weeklyMedians(about) ?? (() => 0);
}

/** The median of each weekday; null where a weekday was not seen twice. */
function weeklyMedians(points: readonly Point[]): ((day: number) => number) | null {
  if (points.length < SEASON_DAYS_MIN - 1) return null;
  const weekdays = Array.from({ length: WEEK }, (_, weekday) =>
    points.filter(({ day }) => day % WEEK === weekday).map(({ value }) => value),
  );
  if (weekdays.some((values) => values.length < 2)) return null;
  const medians = weekdays.map(median);
  return (day) => medians[day % WEEK] ?? 0;
}

/**
 * The two kinds of chance, from how far the rests are apart after one day and after several: a tremble is as far apart after
 * a week as after a day, a walk goes further and further.
 */
function chanceOf(rests: readonly (readonly Point[])[]): { walk: number; tremble: number } {
  const length = Math.max(0, ...rests.map((rest) => rest.length));
  const far = Math.max(2, Math.min(WEEK, Math.floor(length / 3)));
  const near = meanSquareApart(rests, 1);
  const apart = meanSquareApart(rests, far);
  if (near === null) return { walk: 0, tremble: 0 };
  const walkSquare = apart === null ? near / 2 : Math.max(0, (apart - near) / (far - 1));
  return {
    walk: Math.sqrt(Math.min(walkSquare, near)),
    tremble: Math.sqrt(Math.max(0, near - walkSquare) / 2),
  };
}

function meanSquareApart(rests: readonly (readonly Point[])[], days: number): number | null {
  const differences = rests.flatMap((rest) => {
    const byDay = new Map(rest.map(({ day, value }) => [day, value]));
    return rest.flatMap(({ day, value }) => {
      const later = byDay.get(day + days);
      return later === undefined ? [] : [(later - value) ** 2];
    });
  });
  return differences.length === 0 ? null : sum(differences) / differences.length;
}

/** Each with the median of itself and its neighbours: what lasts a single day is gone, a jump stays as steep as it is. */
function medianOfThree(values: readonly DailyValue[]): Point[] {
  return values.map(({ day, value }, index) => {
    const before = values[index - 1];
    const after = values[index + 1];
    return { day, value: before && after ? median([before.value, value, after.value]) : value };
  });
}

function squares(values: readonly number[]): number {
  const mean = sum(values) / Math.max(1, values.length);
  return sum(values.map((value) => (value - mean) ** 2));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
