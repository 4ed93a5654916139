import { instantOf, wallClockOf } from "../alerts/zoned-time";

/** What people know of a machine's power, in watts. */
export type Power = { tdpWatts: number | null; idleWatts: number | null };

/** How long a machine was heard in a stretch of time, and how busy it was then. */
export type RunningTime = {
  hours: number;
  /** The sum over these hours of the CPU's share, 0..1: one busy hour counts as much as two half-busy ones. */
  busyHours: number;
};

export type Energy = {
  hours: number;
  /** The mean of the CPU while it ran, 0..100; null where it did not run. */
  cpuPercent: number | null;
  /** Null where the power at full load is not known: unknown is not nothing. */
  kilowattHours: number | null;
  /** While it runs; null where it did not, or its power is not known. */
  watts: number | null;
};

/**
 * Where only the power at full load is known. A machine that has nothing to do takes about a third of it: 6 of 20 W for a
 * mini PC, 40 of 120 W for a tower.
 */
const IDLE_SHARE_ASSUMED = 1 / 3;

const HOUR_MS = 3_600_000;

/**
 * An estimate: power rises from idle to full load in a line with the CPU, `idle + (tdp - idle) x CPU`. Only hours in which
 * the machine was heard count. It knows nothing of disks, screens and the loss in the power supply.
 */
export function energyOf(power: Power, { hours, busyHours }: RunningTime): Energy {
  const cpuShare = hours > 0 ? Math.min(1, busyHours / hours) : null;
  const { tdpWatts } = power;
  const idle =
    tdpWatts === null ? null : Math.min(tdpWatts, power.idleWatts ?? tdpWatts * IDLE_SHARE_ASSUMED);
  const watts =
    tdpWatts === null || idle === null || cpuShare === null ? null : idle + (tdpWatts - idle) * cpuShare;
  const kilowattHours = tdpWatts === null ? null : ((watts ?? 0) * hours) / 1000;
  return { hours, cpuPercent: cpuShare === null ? null : cpuShare * 100, kilowattHours, watts };
}

/** A calendar month of a time zone, as the instants it begins at and the next one does. */
export type Month = {
  /** `2026-11`. */
  name: string;
  from: number;
  to: number;
};

/** The month of `now` in a time zone and those before it, newest first. */
export function monthsUntil(now: number, options: { timeZone: string; count: number }): Month[] {
  const { timeZone, count } = options;
  const clock = new Date(wallClockOf(now, timeZone));
  const starts = Array.from({ length: count + 1 }, (_, ago) =>
    Date.UTC(clock.getUTCFullYear(), clock.getUTCMonth() + 1 - ago, 1),
  );
  return starts.slice(1).map((start, index) => ({
    name: new Date(start).toISOString().slice(0, 7),
    from: instantOf(start, timeZone),
    to: instantOf(starts[index] ?? start, timeZone),
  }));
}

/**
 * What a month comes to if it goes on as until now: the energy of what is over, and the mean of a running hour for the same
 * share of the hours that are left. Null where nothing is known, or the month has hardly begun.
 */
export function wholeMonth(kilowattHours: number | null, month: Month, now: number): number | null {
  if (kilowattHours === null || now < month.from + 24 * HOUR_MS) return null;
  return now >= month.to ? kilowattHours : (kilowattHours * (month.to - month.from)) / (now - month.from);
}

/** The sum of what is known; null where nothing is, as a sum of unknowns is not nothing. */
export function sumKnown(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : known.reduce((total, amount) => total + amount, 0);
}
