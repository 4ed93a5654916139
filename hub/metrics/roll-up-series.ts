import type { Database } from "../../db/client";
import { MARK_SERIES_ROLLED_UP, ROLL_UP_SERIES } from "./roll-up-series-statements";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Hours of lists that one transaction reads. */
const CHUNK_HOURS = 16;

type Work = { serverId: string; next: number; until: number };

/** Whether any hours of lists are over that are not in the series yet. */
export async function hasSeriesToRollUp(db: Database): Promise<boolean> {
  return (await listWork(db, 1)).length > 0;
}

/**
 * Makes the series of filesystems, interfaces and sensors of the hours whose samples are rolled up, until `isOver`. Lists are read an hour
 * after they came at the latest, long before they are pruned.
 */
export async function rollUpSeries(db: Database, isOver: () => boolean): Promise<{ hours: number }> {
  let hours = 0;
  while (!isOver()) {
    const work = await listWork(db, CHUNK_HOURS);
    if (work.length === 0) break;
    const each = Math.max(1, Math.floor(CHUNK_HOURS / work.length)) * HOUR_MS;
    const spans = work.map(({ serverId, next, until }) => {
      const from = Math.floor(next / HOUR_MS) * HOUR_MS;
      const dayEnd = (Math.floor(from / DAY_MS) + 1) * DAY_MS;
      return [serverId, from, Math.min(until, from + each, dayEnd)] as const;
    });
    const rows = JSON.stringify(spans);
    await db.write([...ROLL_UP_SERIES, MARK_SERIES_ROLLED_UP].map((sql) => ({ sql, args: [rows] })));
    hours += spans.reduce((sum, [, from, to]) => sum + (to - from) / HOUR_MS, 0);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { hours };
}

async function listWork(db: Database, limit: number): Promise<Work[]> {
  const next = (kind: string) => `(SELECT min(timestamp) FROM metrics_snapshot WHERE server_id = p.server_id
    AND metric_type = '${kind}' AND timestamp >= p.series_rolled_up_until)`;
  const rows = await db.query<{ server_id: string; next: number; until: number }>(
    `SELECT * FROM (
       SELECT p.server_id, p.rolled_up_until / ${HOUR_MS} * ${HOUR_MS} AS until,
         min(coalesce(${next("filesystems")}, 1e15), coalesce(${next("network_interfaces")}, 1e15), coalesce(${next("sensors")}, 1e15)) AS next
       FROM rollup_progress AS p WHERE p.series_rolled_up_until < p.rolled_up_until / ${HOUR_MS} * ${HOUR_MS})
     WHERE next < until ORDER BY next LIMIT ${limit}`,
  );
  return rows.map((row) => ({ serverId: row.server_id, next: row.next, until: row.until }));
}
