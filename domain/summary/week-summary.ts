import type { AlertType } from "../alerts/alert";
import type { Forecast } from "../capacity/forecast";
import { byDaysUntilFull } from "../capacity/ranking";
import type { DailyValue } from "../capacity/trend";
import type { Week } from "./week";

/** A server as it was heard in the week. */
export type HeardServer = {
  serverId: string;
  serverName: string;
  machineType: "server" | "workstation";
  /** When it was paused, as far as that touches the week: epoch milliseconds, `to` null for a pause that lasts. */
  pauses: readonly { from: number; to: number | null }[];
  /** The beginning of the hour from which on it was due to be heard, see domain/metrics/due.ts; null where it was never heard. */
  firstHourAt: number | null;
  /** Hours in which it was heard and not paused, an hour with half of its samples being half an hour. */
  heardHours: number;
};

export type ServiceWeek = {
  serverId: string;
  serverName: string;
  /** The display name, or that of the unit. */
  name: string;
  percent: number | null;
  downMs: number;
};

export type FilesystemDays = {
  serverId: string;
  serverName: string;
  mount: string;
  capacity: number | null;
  /** Daily means in bytes, in the order of their days, until the end of the week. */
  values: readonly DailyValue[];
  /** As it was at the end of the week. */
  forecast: Forecast;
};

/** An alert that was open at any time in the week or in the one before. */
export type OpenedAlert = {
  serverId: string;
  serverName: string;
  alertType: AlertType;
  subject: string;
  createdAt: number;
  resolvedAt: number | null;
};

export type WeekEnergy = {
  /** Null where no server's power is known. */
  kilowattHours: number | null;
  /** Of the same span of the week before. */
  kilowattHoursBefore: number | null;
  /** The price of one. */
  rate: number;
  currencySymbol: string;
  /** Servers whose power is not known; they are not in the sums. */
  unknownCount: number;
};

export type WeekSpan = { week: Week; end: number; before: { from: number; to: number } };

export type WeekSummary = {
  week: Week;
  /** What it is told until: the end of the week, or now. */
  end: number;
  isOver: boolean;
  availability: {
    /** 0..100, of all servers together; null where nothing was due. */
    percent: number | null;
    serverCount: number;
    /** Those that were not heard for five minutes or more, the worst first. */
    missed: { serverId: string; serverName: string; percent: number; missedMs: number }[];
    /** How many did not count: paused all the week, workstations, never heard until its end. */
    notCounted: { paused: number; workstations: number; neverHeard: number };
  };
  services: {
    count: number;
    /** Those that were down, the worst first. */
    down: ServiceWeek[];
  };
  growers: {
    serverId: string;
    serverName: string;
    mount: string;
    grownBytes: number;
    share: number | null;
  }[];
  /** What may be full within 30 days of `end`, the first to be full first. */
  filling: { serverId: string; serverName: string; mount: string; forecast: Forecast }[];
  alerts: {
    opened: number;
    openedBefore: number;
    /** Not resolved at `end`. */
    stillOpen: number;
    /** What alerted most often, and what was open longest. */
    loudest: LoudAlert[];
  };
  energy: WeekEnergy;
};

export type LoudAlert = {
  serverId: string;
  serverName: string;
  alertType: AlertType;
  subject: string;
  openings: number;
  openingsBefore: number;
  openMs: number;
  openMsBefore: number;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
export const FILLING_DAYS = 30;
const SHOWN = 5;
const LONGEST_SHOWN = 3;
/** Less than a thousandth of it in a week is nothing that anybody would call growth. */
const GROWN_SHARE_MIN = 0.001;
/** A machine that starts anew misses a minute or two; that is no news on a Monday. */
const MISSED_MS_MIN = 300_000;

/** What a week is told until, and the stretch of the week before that it is compared with: of a week that is not over, as much of it. */
export function spanOf(week: Week, before: Week, now: number): WeekSpan {
  const end = Math.max(week.from, Math.min(week.to, now));
  return {
    week,
    end,
    before: { from: before.from, to: end === week.to ? before.to : before.from + (end - week.from) },
  };
}

/**
 * In how many hours a server was due to be heard: whole hours of UTC, which belong to the week that they begin in, none before the
 * first that it was due in, none that it was paused in for any time, and none that is not over.
 */
export function dueHours(
  { week, end }: WeekSpan,
  server: Pick<HeardServer, "firstHourAt" | "pauses">,
): number {
  const from = Math.ceil(Math.max(week.from, server.firstHourAt ?? week.to) / HOUR_MS);
  const until = end === week.to ? Math.ceil(end / HOUR_MS) : Math.floor(end / HOUR_MS);
  let due = 0;
  for (let hour = from; hour < until; hour++) {
    const isPaused = server.pauses.some(
      (pause) => pause.from < (hour + 1) * HOUR_MS && (pause.to === null || pause.to > hour * HOUR_MS),
    );
    if (!isPaused) due += 1;
  }
  return due;
}

export function summariseWeek(told: {
  span: WeekSpan;
  servers: readonly HeardServer[];
  services: readonly ServiceWeek[];
  filesystems: readonly FilesystemDays[];
  alerts: readonly OpenedAlert[];
  energy: WeekEnergy;
}): WeekSummary {
  const { span, services } = told;
  const { week, end } = span;
  return {
    week,
    end,
    isOver: end === week.to,
    availability: availabilityOf(told.servers, span),
    services: {
      count: services.length,
      down: services
        .filter(({ downMs }) => downMs > 0)
        .sort((a, b) => b.downMs - a.downMs || compare(a.serverId, b.serverId) || compare(a.name, b.name))
        .slice(0, SHOWN),
    },
    growers: growersOf(told.filesystems, span),
    filling: fillingOf(told.filesystems),
    alerts: alertsOf(told.alerts, span),
    energy: told.energy,
  };
}

function availabilityOf(servers: readonly HeardServer[], span: WeekSpan): WeekSummary["availability"] {
  const notCounted = { paused: 0, workstations: 0, neverHeard: 0 };
  const counted = servers.flatMap(({ serverId, serverName, heardHours, ...server }) => {
    const dueCount = dueHours(span, server);
    if (server.machineType === "workstation") notCounted.workstations += 1;
    else if (server.pauses.some((pause) => isAllOf(span, pause))) notCounted.paused += 1;
    else if (server.firstHourAt === null || server.firstHourAt >= span.end) notCounted.neverHeard += 1;
    else if (dueCount > 0) return [{ serverId, serverName, dueCount, heard: Math.min(dueCount, heardHours) }];
    return [];
  });
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const due = sum(counted.map(({ dueCount }) => dueCount));
  return {
    percent: due === 0 ? null : (100 * sum(counted.map(({ heard }) => heard))) / due,
    serverCount: counted.length,
    missed: counted
      .map(({ serverId, serverName, dueCount, heard }) => ({
        ...{ serverId, serverName, percent: (100 * heard) / dueCount },
        missedMs: Math.round((dueCount - heard) * HOUR_MS),
      }))
      .filter(({ missedMs }) => missedMs >= MISSED_MS_MIN)
      .sort((a, b) => a.percent - b.percent || b.missedMs - a.missedMs || compare(a.serverId, b.serverId)),
    notCounted,
  };
}

function isAllOf({ week, end }: WeekSpan, pause: HeardServer["pauses"][number]): boolean {
  return pause.from <= week.from && (pause.to === null || pause.to >= end);
}

/** From the last day before the week, or its first where there is none, to its last. Days are those of UTC. */
function growersOf(filesystems: readonly FilesystemDays[], { week, end }: WeekSpan): WeekSummary["growers"] {
  const firstDay = Math.ceil(week.from / DAY_MS);
  const lastDay = Math.floor((end - 1) / DAY_MS);
  return filesystems
    .flatMap(({ serverId, serverName, mount, capacity, values }) => {
      const inWeek = values.filter(({ day }) => day >= firstDay && day <= lastDay);
      const first = values.findLast(({ day }) => day === firstDay - 1) ?? inWeek[0];
      const last = inWeek.at(-1);
      if (first === undefined || last === undefined) return [];
      const grownBytes = last.value - first.value;
      if (grownBytes <= GROWN_SHARE_MIN * (capacity ?? 0)) return [];
      const share = capacity === null || capacity <= 0 ? null : last.value / capacity;
      return [{ serverId, serverName, mount, grownBytes, share }];
    })
    .sort(
      (a, b) => b.grownBytes - a.grownBytes || compare(a.serverId, b.serverId) || compare(a.mount, b.mount),
    )
    .slice(0, SHOWN);
}

function fillingOf(filesystems: readonly FilesystemDays[]): WeekSummary["filling"] {
  return filesystems
    .filter(
      ({ forecast: of }) =>
        of.kind === "full" || (of.kind === "filling" && of.pessimisticDays <= FILLING_DAYS),
    )
    .map(({ serverId, serverName, mount, forecast }) => ({ serverId, serverName, mount, forecast }))
    .sort((a, b) => byDaysUntilFull(a.forecast, b.forecast) || compare(a.serverId, b.serverId));
}

function alertsOf(alerts: readonly OpenedAlert[], { week, end, before }: WeekSpan): WeekSummary["alerts"] {
  const now = { from: week.from, to: end };
  const bySubject = new Map<string, LoudAlert>();
  for (const alert of alerts) {
    const { serverId, serverName, alertType, subject } = alert;
    const key = JSON.stringify([serverId, alertType, subject]);
    const one = bySubject.get(key) ?? {
      ...{ serverId, serverName, alertType, subject },
      ...{ openings: 0, openingsBefore: 0, openMs: 0, openMsBefore: 0 },
    };
    bySubject.set(key, one);
    one.openings += isWithin(alert.createdAt, now) ? 1 : 0;
    one.openingsBefore += isWithin(alert.createdAt, before) ? 1 : 0;
    one.openMs += overlap(alert, now);
    one.openMsBefore += overlap(alert, before);
  }
  const loud = [...bySubject.values()].filter(({ openings, openMs }) => openings > 0 || openMs > 0);
  const byOpenings = loud.toSorted((a, b) => b.openings - a.openings || b.openMs - a.openMs).slice(0, SHOWN);
  const longest = loud.toSorted((a, b) => b.openMs - a.openMs).slice(0, LONGEST_SHOWN);
  return {
    opened: alerts.filter(({ createdAt }) => isWithin(createdAt, now)).length,
    openedBefore: alerts.filter(({ createdAt }) => isWithin(createdAt, before)).length,
    stillOpen: alerts.filter(
      ({ createdAt, resolvedAt }) => createdAt < end && (resolvedAt === null || resolvedAt >= end),
    ).length,
    loudest: [...byOpenings, ...longest.filter((each) => !byOpenings.includes(each))],
  };
}

type Stretch = { from: number; to: number };

const isWithin = (at: number, { from, to }: Stretch) => at >= from && at < to;

/** How long it was open in a stretch of time. */
function overlap({ createdAt, resolvedAt }: OpenedAlert, { from, to }: Stretch): number {
  return Math.max(0, Math.min(resolvedAt ?? to, to) - Math.max(createdAt, from));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
