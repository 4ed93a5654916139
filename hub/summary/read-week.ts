import type { Database } from "../../db/client";
import { listDailySeries, listRunningTimes } from "../../db/queries/capacity";
import { getCostConfig } from "../../db/queries/config";
import { listServers, type ServerRecord } from "../../db/queries/servers";
import { listExpectedServices, listServiceRuns, serviceKey } from "../../db/queries/services";
import { listAlertsOpenIn, listHeardServers } from "../../db/queries/weeks";
import { energyOf, sumKnown } from "../../domain/capacity/energy";
import { FORECAST_WINDOW_DAYS, forecast } from "../../domain/capacity/forecast";
import { availabilityOf, segmentsOf } from "../../domain/services/availability";
import { type Week, weekAfter } from "../../domain/summary/week";
import {
  type FilesystemDays,
  type ServiceWeek,
  spanOf,
  summariseWeek,
  type WeekEnergy,
  type WeekSpan,
  type WeekSummary,
} from "../../domain/summary/week-summary";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const FORECASTS_AT_ONCE = 20;

/** What a week was like, as far as it is over; of one that is long ago as it was then. */
export async function readWeek(
  db: Database,
  { week, timeZone, now }: { week: Week; timeZone: string; now: number },
): Promise<WeekSummary> {
  const span = spanOf(week, weekAfter(week, timeZone, -1), now);
  const { end } = span;
  const servers = await listServers(db);
  // The hour that is not over has not all of its samples yet.
  const heardUntil = end === week.to ? end : Math.floor(end / HOUR_MS) * HOUR_MS;
  return summariseWeek({
    span,
    servers: await listHeardServers(db, { from: week.from, to: Math.max(week.from, heardUntil) }),
    services: await servicesOf(db, span),
    filesystems: await filesystemsOf(db, servers, end),
    alerts: await listAlertsOpenIn(db, { from: span.before.from, to: end }),
    energy: await energyIn(db, servers, span),
  });
}

async function servicesOf(db: Database, { week, end }: WeekSpan): Promise<ServiceWeek[]> {
  const services = (await listExpectedServices(db)).filter(
    ({ enabled, createdAt }) => enabled && createdAt < end,
  );
  const runs = await listServiceRuns(db, { services, from: week.from, to: end });
  return services.map((service) => {
    const from = Math.min(end, Math.max(week.from, service.createdAt));
    const segments = segmentsOf(runs.get(serviceKey(service)) ?? [], { from, to: end });
    const { percent, downMs } = availabilityOf(segments);
    const { serverId, serverName, displayName, serviceName } = service;
    return { serverId, serverName, name: displayName ?? serviceName, percent, downMs };
  });
}

async function filesystemsOf(
  db: Database,
  servers: readonly ServerRecord[],
  end: number,
): Promise<FilesystemDays[]> {
  const names = new Map(servers.map(({ id, displayName }) => [id, displayName ?? id]));
  const fromDay = Math.floor(end / DAY_MS) - FORECAST_WINDOW_DAYS;
  const beforeDay = Math.ceil(end / DAY_MS);
  const series = await listDailySeries(db, { serverIds: [...names.keys()], fromDay, beforeDay });
  const found: FilesystemDays[] = [];
  for (const { serverId, subject, capacity, values } of series.filter(({ kind }) => kind === "filesystem")) {
    found.push({
      ...{ serverId, serverName: names.get(serverId) ?? serverId, mount: subject, capacity, values },
      forecast: forecast({ values, capacity, now: end }),
    });
    // A forecast takes about a millisecond: others have their turn in between.
    if (found.length % FORECASTS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}

async function energyIn(
  db: Database,
  servers: readonly ServerRecord[],
  { week, end, before }: WeekSpan,
): Promise<WeekEnergy> {
  const cost = await getCostConfig(db);
  const rows = await listRunningTimes(db, [{ from: week.from, to: end }, before]);
  const running = new Map(rows.map((row) => [`${row.serverId} ${row.span}`, row]));
  const total = (span: number) =>
    sumKnown(
      servers.map(
        (server) =>
          energyOf(server, running.get(`${server.id} ${span}`) ?? { hours: 0, busyHours: 0 }).kilowattHours,
      ),
    );
  return {
    kilowattHours: total(0),
    kilowattHoursBefore: total(1),
    rate: cost.electricity_rate,
    currencySymbol: cost.currency_symbol,
    unknownCount: servers.filter(({ tdpWatts }) => tdpWatts === null).length,
  };
}
