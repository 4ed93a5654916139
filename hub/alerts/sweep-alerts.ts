import type { Database } from "../../db/client";
import type { WatchedServer } from "../../domain/alerts/silence";
import { graceMs } from "../../domain/servers/presence";
import { changeStatements } from "./alert-changes";
import { evaluateSilence } from "./evaluate-silence";
import { loadAlerting } from "./load-alerting";

/**
 * Does to alerts what the passing of time does, in one transaction. `watchingSince` is when the hub began to listen without a
 * break. Answers how many changed.
 */
export async function sweepAlerts(db: Database, now: number, watchingSince = 0): Promise<number> {
  return db.transact(async (read, commit) => {
    const result = await read({
      sql: `SELECT id, coalesce(display_name, id) AS name, status, last_seen, offline_after,
              heartbeat_interval_seconds AS interval_seconds
            FROM servers WHERE offline_after IS NOT NULL AND paused_at IS NULL ORDER BY id`,
      args: [],
    });
    const watched: WatchedServer[] = result.rows.map((row) => ({
      graceUntil:
        watchingSince + graceMs({ serverId: String(row.id), intervalSeconds: Number(row.interval_seconds) }),
      id: String(row.id),
      name: String(row.name),
      lastSeen: Number(row.last_seen),
      offlineAfter: Number(row.offline_after),
      intervalSeconds: Number(row.interval_seconds),
      isOffline: row.status === "offline",
    }));
    const alerting = await loadAlerting(read, "all");
    const changes = evaluateSilence(alerting, watched, now);
    await commit(changeStatements(changes, alerting, now));
    return changes.length;
  });
}
