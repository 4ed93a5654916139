import type { Database } from "../../db/client";
import { isOverdue } from "../../domain/servers/presence";
import { sweepAlerts } from "../alerts/sweep-alerts";

/**
 * Turns servers whose deadline has passed offline, dated at the deadline, and then does what the passing of time does to
 * alerts. A heartbeat that comes in between wins: the UPDATE is guarded by the deadline that was read. The alert is made of
 * the state and not of the change, so that the next sweep makes it where this one is cut off. Answers the ids that changed.
 */
export async function sweepOfflineServers(
  db: Database,
  options: { now: number; watchingSince: number },
): Promise<{ wentOffline: string[]; alertsChanged: number }> {
  const wentOffline = await turnOffline(db, options);
  return { wentOffline, alertsChanged: await sweepAlerts(db, options.now, options.watchingSince) };
}

async function turnOffline(db: Database, options: { now: number; watchingSince: number }): Promise<string[]> {
  const candidates = await db.query<{ id: string; offline_after: number; interval_seconds: number }>(
    `SELECT id, offline_after, heartbeat_interval_seconds AS interval_seconds FROM servers
     WHERE offline_after <= CAST(? AS INTEGER) AND status <> 'offline'`,
    [options.now],
  );
  const overdue = candidates.filter((server) =>
    isOverdue({
      serverId: server.id,
      intervalSeconds: server.interval_seconds,
      offlineAfter: server.offline_after,
      watchingSince: options.watchingSince,
      now: options.now,
    }),
  );
  if (overdue.length === 0) return [];
  const rows = JSON.stringify(overdue.map((server) => [server.id, server.offline_after, options.now]));
  const [changed] = await db.write([
    {
      sql: `UPDATE servers SET status = 'offline', status_changed_at = u.value->>1,
              updated_at = max(u.value->>2, servers.updated_at + 1)
            FROM json_each(?) AS u
            WHERE servers.id = u.value->>0 AND servers.offline_after = u.value->>1 AND servers.status <> 'offline'
            RETURNING servers.id`,
      args: [rows],
    },
  ]);
  return changed?.rows.map((row) => String(row.id)) ?? [];
}
