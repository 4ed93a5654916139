/** Wall clocks of IANA time zones, through the tables that Intl carries. */
const formats = new Map<string, Intl.DateTimeFormat>();

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What the wall clock of a zone shows at an instant, as epoch milliseconds of a clock that shows the same in UTC. */
export function wallClockOf(at: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The instant at which the wall clock of a zone shows `wallClock`. What it shows twice, in autumn, is the first of both;
 * what it never shows, in spring, is as much later as the clock was put forward.
 */
export function instantOf(wallClock: number, timeZone: string): number {
  const before = wallClock - offsetAt(wallClock - DAY_MS, timeZone);
  const after = wallClock - offsetAt(wallClock + DAY_MS, timeZone);
  return wallClockOf(before, timeZone) !== wallClock && wallClockOf(after, timeZone) === wallClock
    ? after
    : before;
}

/** How many minutes east of UTC a zone is at an instant. */
export function offsetMinutesOf(at: number, timeZone: string): number {
  return Math.round(offsetAt(at, timeZone) / 60_000);
}

const DAY_MS = 86_400_000;

function offsetAt(at: number, timeZone: string): number {
  return wallClockOf(at, timeZone) - Math.floor(at / 1000) * 1000;
}

/** Making one costs a hundred times what using it does. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    calendar: "iso8601",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, made);
  return made;
}
