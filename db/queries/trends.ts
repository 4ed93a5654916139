import type { Database } from "../client";
import { figuresOfBuckets } from "./rollup-figures";

/** Means over whole UTC days; traffic in bytes a second. Null where nothing is known. */
export type WeekMeans = {
  cpu: number | null;
  memory: number | null;
  disk: number | null;
  rx: number | null;
  tx: number | null;
};

const DAY_MS = 86_400_000;

/** What a server did in the seven days up to today, and in the seven before; null for a week of which there is nothing. */
export async function findWeekMeans(
  db: Database,
  options: { serverId: string; now: number },
): Promise<{ thisWeek: WeekMeans | null; weekBefore: WeekMeans | null }> {
  const thisWeek = Math.floor(options.now / DAY_MS) * DAY_MS - 6 * DAY_MS;
  const mean = (c: string) => `${c}_sum / nullif(${c}_count, 0)`;
  const rows = await db.query<WeekMeans & { is_this_week: number }>(
    `SELECT is_this_week, ${mean("cpu_percent")} AS cpu, ${mean("memory_percent")} AS memory,
       coalesce(${mean("disk_worst_percent")}, ${mean("disk_percent")}) AS disk,
       network_rx_moved_bytes / nullif(network_rx_seconds, 0) AS rx, network_tx_moved_bytes / nullif(network_tx_seconds, 0) AS tx
     FROM (SELECT bucket_start >= ${thisWeek} AS is_this_week, ${figuresOfBuckets} FROM metrics_1d
           WHERE server_id = ? AND bucket_start >= ${thisWeek - 7 * DAY_MS} AND bucket_start < ${thisWeek + 7 * DAY_MS}
           GROUP BY is_this_week)`,
    [options.serverId],
  );
  const weekOf = (wanted: number) => {
    const row = rows.find(({ is_this_week }) => is_this_week === wanted);
    return row === undefined
      ? null
      : { cpu: row.cpu, memory: row.memory, disk: row.disk, rx: row.rx, tx: row.tx };
  };
  return { thisWeek: weekOf(1), weekBefore: weekOf(0) };
}
