import { instantOf, wallClockOf } from "../alerts/zoned-time";

/** A week of a time zone, from Monday 00:00 to the next: an hour longer or shorter where the clocks are changed in it. */
export type Week = {
  /** Its Monday: `2026-11-16`. */
  name: string;
  /** Epoch milliseconds. */
  from: number;
  to: number;
};

const DAY_MS = 86_400_000;

/** The week that an instant lies in. */
export function weekOf(at: number, timeZone: string): Week {
  return weekOfDay(Math.floor(wallClockOf(at, timeZone) / DAY_MS), timeZone);
}

/** The week of a day, `2026-11-18`; null where no calendar has such a day, or it is before 1970. */
export function weekNamed(day: string, timeZone: string): Week | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null;
  const at = Date.parse(`${day}T00:00:00Z`);
  // The parser takes 31 April for 1 May.
  if (Number.isNaN(at) || at < 0 || new Date(at).toISOString().slice(0, 10) !== day) return null;
  return weekOfDay(at / DAY_MS, timeZone);
}

/** The week so many weeks after another; before it where `count` is negative. */
export function weekAfter(week: Week, timeZone: string, count = 1): Week {
  return weekOfDay(Date.parse(week.name) / DAY_MS + 7 * count, timeZone);
}

/** `day` is counted from 1 January 1970, a Thursday. */
function weekOfDay(day: number, timeZone: string): Week {
  const monday = day - ((((day + 3) % 7) + 7) % 7);
  return {
    name: new Date(monday * DAY_MS).toISOString().slice(0, 10),
    from: instantOf(monday * DAY_MS, timeZone),
    to: instantOf((monday + 7) * DAY_MS, timeZone),
  };
}
