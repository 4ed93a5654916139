import { civilTime } from "../ui/civil-time";

export type TimeTick = { at: number; label: string };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 3, 7, 14].map((days) => days * DAY_MS),
];
const STEPS_MONTHS = [1, 2, 3, 6, 12, 24, 60, 120];

type TimeSpan = {
  from: number;
  to: number;
  /** How many labels there is room for. */
  countMax: number;
  /** Minutes east of UTC at an instant: 0 on the server, the browser's own where it is known. */
  offsetMinutesAt: (at: number) => number;
};

/** Round places on the time axis as the wall clock of a zone sees them, also across the change to summer time. */
export function timeTicks({ from, to, countMax, offsetMinutesAt }: TimeSpan): TimeTick[] {
  if (!(to > from)) return [];
  const stepMs = STEPS_MS.find((step) => (to - from) / step <= countMax);
  const instants =
    stepMs === undefined
      ? monthsBetween(from, to, countMax, offsetMinutesAt)
      : stepsBetween(from, to, stepMs, offsetMinutesAt);
  return instants
    .filter((at) => at >= from && at <= to)
    .map((at) => ({ at, label: labelFor(at, offsetMinutesAt(at), stepMs) }));
}

function stepsBetween(
  from: number,
  to: number,
  stepMs: number,
  offsetMinutesAt: TimeSpan["offsetMinutesAt"],
) {
  const wallFrom = from + offsetMinutesAt(from) * MINUTE_MS;
  const wallTo = to + offsetMinutesAt(to) * MINUTE_MS;
  const instants: number[] = [];
  for (let wall = Math.ceil(wallFrom / stepMs) * stepMs; wall <= wallTo + HOUR_MS; wall += stepMs) {
    instants.push(fromWall(wall, offsetMinutesAt));
  }
  return [...new Set(instants)];
}

function monthsBetween(
  from: number,
  to: number,
  countMax: number,
  offsetMinutesAt: TimeSpan["offsetMinutesAt"],
): number[] {
  const start = monthOf(from + offsetMinutesAt(from) * MINUTE_MS);
  const end = monthOf(to + offsetMinutesAt(to) * MINUTE_MS);
  const step = STEPS_MONTHS.find((months) => (end - start) / months <= countMax) ?? 240;
  const instants: number[] = [];
  for (let month = Math.ceil(start / step) * step; month <= end; month += step) {
    instants.push(fromWall(Date.UTC(Math.floor(month / 12), month % 12), offsetMinutesAt));
  }
  return instants;
}

function monthOf(wall: number): number {
  const date = new Date(wall);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The instant at which the wall clock shows `wall`; asked twice, because the first answer may lie across a change. */
function fromWall(wall: number, offsetMinutesAt: TimeSpan["offsetMinutesAt"]): number {
  const guess = wall - offsetMinutesAt(wall) * MINUTE_MS;
  return wall - offsetMinutesAt(guess) * MINUTE_MS;
}

function labelFor(at: number, offsetMinutes: number, stepMs: number | undefined): string {
  const { clock, day, month, year } = civilTime(at, offsetMinutes);
  if (stepMs === undefined) return month === "Jan" ? year : month;
  return stepMs >= DAY_MS || clock === "00:00" ? day : clock;
}
