import { instantOf, wallClockOf } from "../alerts/zoned-time";
import type { QuietHours } from "./settings";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * When the quiet hours that cover this instant end; null where none do. Start and end are what the wall clock of the zone
 * shows, so a night on which the clock is changed is an hour longer or shorter. `weekdays` are those on which they begin.
 */
export function quietUntil(quietHours: QuietHours, at: number): number | null {
  if (!quietHours.enabled) return null;
  const { timeZone, start, end } = {
    timeZone: quietHours.time_zone,
    start: minutesOf(quietHours.start),
    end: minutesOf(quietHours.end),
  };
  const today = Math.floor(wallClockOf(at, timeZone) / DAY_MS) * DAY_MS;
  // Those that began yesterday may go on past midnight; nothing is longer than a day.
  for (const day of [today - DAY_MS, today]) {
    if (!quietHours.weekdays.includes(weekdayOf(day))) continue;
    const startsAt = instantOf(day + start * MINUTE_MS, timeZone);
    const endsAt = instantOf(day + end * MINUTE_MS + (end > start ? 0 : DAY_MS), timeZone);
    if (at >= startsAt && at < endsAt) return endsAt;
  }
  return null;
}

/** 1 is Monday, 7 is Sunday. */
function weekdayOf(day: number): number {
  return new Date(day).getUTCDay() || 7;
}

function minutesOf(clockTime: string): number {
  const [hours = 0, minutes = 0] = clockTime.split(":").map(Number);
  return hours * 60 + minutes;
}
