import type { Database } from "../../db/client";
import { listServers, type ServerRecord } from "../../db/queries/servers";
import { byDaysUntilFull } from "../../domain/capacity/ranking";
import { type ForecastSeries, forecastCapacity } from "./forecast-capacity";

export type RankedSeries = ForecastSeries & { server: ServerRecord };

/** What fills up on all servers, what is full first before what is full later. */
export async function rankCapacity(db: Database, now: number): Promise<RankedSeries[]> {
  const servers = new Map((await listServers(db)).map((server) => [server.id, server]));
  const series = await forecastCapacity(db, { serverIds: [...servers.keys()], now });
  return series
    .flatMap((each) => {
      const server = servers.get(each.serverId);
      return server === undefined ? [] : [{ ...each, server }];
    })
    .sort((a, b) => byDaysUntilFull(a.forecast, b.forecast));
}
