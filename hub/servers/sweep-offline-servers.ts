import type { Database } from "../../db/client";
import { isOverdue } from "../../domain/servers/presence";

/**
 * Turns servers whose deadline has passed offline, dated at the deadline. A heartbeat that comes in between wins: the
 * UPDATE is guarded by the deadline that was read. Answers the ids that changed.
 */
export async function sweepOfflineServers(
  db: Database,
  options: { now: number; watchingSince: number },
): Promise<{ wentOffline: string[] }> {
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
  if (overdue.length === 0) return { wentOffline: [] };
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
  return { wentOffline: changed?.rows.map((row) => String(row.id)) ?? [] };
}
