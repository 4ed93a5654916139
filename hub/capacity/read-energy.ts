import type { Database } from "../../db/client";
import { listRunningTimes } from "../../db/queries/capacity";
import { getCostConfig } from "../../db/queries/config";
import { findServer, listServers, type ServerRecord } from "../../db/queries/servers";
import type { CostConfig } from "../../domain/capacity/cost-config";
import { type Energy, energyOf, type Month, monthsUntil } from "../../domain/capacity/energy";

export type EnergyBook = {
  cost: CostConfig;
  /** Newest first; the first is not over. */
  months: Month[];
  /** What each server took in each of the months, in their order. */
  servers: { server: ServerRecord; months: Energy[] }[];
};

/** The energy of every server, or of one, in the month of `now` and those before it, `count` in all. */
export async function readEnergy(
  db: Database,
  { now, count, serverId }: { now: number; count: number; serverId?: string },
): Promise<EnergyBook> {
  const cost = await getCostConfig(db);
  const months = monthsUntil(now, { timeZone: cost.time_zone, count });
  const [servers, rows] = await Promise.all([
    serversOf(db, serverId),
    listRunningTimes(db, months, serverId),
  ]);
  const running = new Map(rows.map((row) => [`${row.serverId} ${row.span}`, row]));
  return {
    cost,
    months,
    servers: servers.map((server) => ({
      server,
      months: months.map((_, index) =>
        energyOf(server, running.get(`${server.id} ${index}`) ?? { hours: 0, busyHours: 0 }),
      ),
    })),
  };
}

async function serversOf(db: Database, serverId: string | undefined): Promise<ServerRecord[]> {
  if (serverId === undefined) return listServers(db);
  const server = await findServer(db, serverId);
  return server === null ? [] : [server];
}
