import type { Database } from "../../db/client";
import { listRunningTimes } from "../../db/queries/capacity";
import { getCostConfig } from "../../db/queries/config";
import { listServers, type ServerRecord } from "../../db/queries/servers";
import type { CostConfig } from "../../domain/capacity/cost-config";
import { type Energy, energyOf, type Month, monthsUntil } from "../../domain/capacity/energy";

export type EnergyBook = {
  cost: CostConfig;
  /** Newest first; the first is not over. */
  months: Month[];
  /** What each server took in each of the months, in their order. */
  servers: { server: ServerRecord; months: Energy[] }[];
};

/** The energy of every server in the month of `now` and those before it, `count` in all. */
export async function readEnergy(
  db: Database,
  { now, count }: { now: number; count: number },
): Promise<EnergyBook> {
  const cost = await getCostConfig(db);
  const months = monthsUntil(now, { timeZone: cost.time_zone, count });
  const [servers, rows] = await Promise.all([listServers(db), listRunningTimes(db, months)]);
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
