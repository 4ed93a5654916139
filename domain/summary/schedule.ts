import { instantOf, wallClockOf } from "../alerts/zoned-time";
import type { SummaryConfig } from "./summary-config";
import { type Week, weekAfter, weekOf } from "./week";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Schedule = Pick<SummaryConfig, "weekday" | "time" | "time_zone">;

/** A week that is to be told, and when it was to be. */
export type DueWeek = { week: Week; at: number };

/**
 * The week that is due to be told at `now`; null where none is. It is told late where nobody was there at its time, but on the
 * same day: on Tuesday last week is old news. What was chosen at `chosenAt` begins with the next time after that.
 */
export function dueWeek(
  schedule: Schedule,
  { chosenAt, now }: { chosenAt: number; now: number },
): DueWeek | null {
  const { at, midnight } = sendingOn(schedule, wallClockOf(now, schedule.time_zone));
  if (at === null || now < at || now >= midnight || at < chosenAt) return null;
  return { week: lastWeek(now, schedule.time_zone), at };
}

/** When the next one is to be told. */
export function nextSending(schedule: Schedule, now: number): number {
  const clock = wallClockOf(now, schedule.time_zone);
  for (let days = 0; ; days++) {
    const { at } = sendingOn(schedule, clock + days * DAY_MS);
    if (at !== null && at > now) return at;
  }
}

/** The newest week that is over. */
export function lastWeek(now: number, timeZone: string): Week {
  return weekAfter(weekOf(now, timeZone), timeZone, -1);
}

/** Of the day that a wall clock shows: when a summary is to go out on it, and when it is over. */
function sendingOn({ weekday, time, time_zone: timeZone }: Schedule, clock: number) {
  const day = Math.floor(clock / DAY_MS);
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const isDay = (((day + 3) % 7) + 7) % 7 === weekday - 1;
  return {
    at: isDay ? instantOf(day * DAY_MS + (hours * 60 + minutes) * MINUTE_MS, timeZone) : null,
    midnight: instantOf((day + 1) * DAY_MS, timeZone),
  };
}
