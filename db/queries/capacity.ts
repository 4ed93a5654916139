import type { DailyValue } from "../../domain/capacity/trend";
import type { Database } from "../client";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** No clock of JavaScript gets further. */
const LAST_DAY = 100_000_000;
/** As many as one statement reads before the event loop has its turn. */
const SERVERS_AT_ONCE = 100;

/** Something of a server that fills up, day by day. */
export type DailySeries = {
  serverId: string;
  kind: "filesystem" | "memory" | "load";
  /** The mount point; empty of memory and load. */
  subject: string;
  /** In the unit of the values: bytes, percent, load; null where it is not known. */
  capacity: number | null;
  values: DailyValue[];
};

/**
 * Used bytes of every filesystem, percent of memory and load of the given servers, as means of UTC days from `fromDay` (days
 * since 1970) on and before `beforeDay` where one is given, in the order of their days.
 */
export async function listDailySeries(
  db: Database,
  options: { serverIds: string[]; fromDay: number; beforeDay?: number },
): Promise<DailySeries[]> {
  const { serverIds, fromDay, beforeDay = LAST_DAY } = options;
  const found: DailySeries[] = [];
  for (let start = 0; start < serverIds.length; start += SERVERS_AT_ONCE) {
    const wanted = JSON.stringify(serverIds.slice(start, start + SERVERS_AT_ONCE));
    const args = [wanted, fromDay * DAY_MS, beforeDay * DAY_MS];
    found.push(
      ...rowsOf(await db.query<Row>(FILESYSTEMS, args)),
      ...rowsOf(await db.query<Row>(MEASURES, args)),
    );
    await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}

type Row = {
  server_id: string;
  kind: DailySeries["kind"];
  subject: string;
  capacity: number | null;
  days: string;
};

function rowsOf(rows: Row[]): DailySeries[] {
  return rows.map(({ server_id: serverId, kind, subject, capacity, days }) => ({
    ...{ serverId, kind, subject, capacity },
    values: (JSON.parse(days) as [number, number, number][]).map(([day, value, coverage]) => ({
      ...{ day, value, coverage },
    })),
  }));
}

/** Of a bucket that was made before the due samples were counted, by the interval that its server has now. */
const coverage = (bucketSeconds: number) =>
  `min(1.0, b.sample_count * 1.0 / coalesce(b.due_count, max(1, ${bucketSeconds} / s.heartbeat_interval_seconds)))`;

/** A null count says that every sample knew the measure, or, without a least value, that none did; a null sum that all were alike. */
const countOf = (measure: string) =>
  `coalesce(b.${measure}_count, CASE WHEN b.${measure}_min IS NULL THEN 0 ELSE b.sample_count END)`;
const meanOf = (measure: string) => `coalesce(b.${measure}_sum / ${countOf(measure)}, b.${measure}_min)`;

// The capacity beside max(bucket_start) is that of the newest day: documented SQLite behaviour for a single max().
const FILESYSTEMS = `
  SELECT server_id, 'filesystem' AS kind, name AS subject, capacity, max(bucket_start) AS newest,
    json_group_array(json_array(bucket_start / ${DAY_MS}, value, coverage)) AS days
  FROM (SELECT e.id, e.server_id, e.name, d.bucket_start, d.capacity_last AS capacity,
      coalesce(d.value_sum / d.value_count, d.value_min) AS value,
      coalesce((SELECT ${coverage(86_400)} FROM metrics_1d AS b WHERE b.server_id = e.server_id AND b.bucket_start = d.bucket_start), 0) AS coverage
    FROM json_each(?1) AS wanted JOIN servers AS s ON s.id = wanted.value
    JOIN series AS e ON e.server_id = s.id AND e.kind = 'filesystem'
    JOIN series_1d AS d ON d.series_id = e.id AND d.bucket_start >= CAST(?2 AS INTEGER) AND d.bucket_start < CAST(?3 AS INTEGER)
    WHERE d.value_count > 0 AND d.value_min IS NOT NULL ORDER BY e.id, d.bucket_start)
  GROUP BY id`;

const measure = (kind: "memory" | "load", column: string, capacity: string) => `
  SELECT server_id, '${kind}' AS kind, '' AS subject, capacity,
    json_group_array(json_array(bucket_start / ${DAY_MS}, value, coverage)) AS days
  FROM (SELECT s.id AS server_id, b.bucket_start, ${capacity} AS capacity, ${meanOf(column)} AS value, ${coverage(86_400)} AS coverage
    FROM json_each(?1) AS wanted JOIN servers AS s ON s.id = wanted.value
    JOIN metrics_1d AS b ON b.server_id = s.id AND b.bucket_start >= CAST(?2 AS INTEGER)
      AND b.bucket_start < CAST(?3 AS INTEGER)
    WHERE b.${column}_min IS NOT NULL ORDER BY s.id, b.bucket_start)
  GROUP BY server_id`;

const MEASURES = `${measure("memory", "memory_percent", "100")} UNION ALL ${measure("load", "load_5m", "s.cpu_cores")}`;

/** How long a server was heard in a span, and how busy it was: see `RunningTime`. */
export type RunningRow = { serverId: string; span: number; hours: number; busyHours: number };

/**
 * The running time of every server, or of one, in each of the spans (by their place in the list), from whole UTC days where they lie in
 * a span and from hours at its edges. An hour belongs to the span it begins in. A server that was not heard has no row.
 */
export async function listRunningTimes(
  db: Database,
  spans: readonly { from: number; to: number }[],
  serverId?: string,
): Promise<RunningRow[]> {
  const days: number[][] = [];
  const hours: number[][] = [];
  for (const [index, { from, to }] of spans.entries()) {
    const firstDay = Math.ceil(from / DAY_MS) * DAY_MS;
    const lastDay = Math.max(firstDay, Math.floor(to / DAY_MS) * DAY_MS);
    days.push([index, firstDay, lastDay]);
    hours.push([index, from, Math.min(firstDay, to)], [index, lastDay, to]);
  }
  const rows = await db.query<{ server_id: string; span: number; hours: number; busy_hours: number }>(
    RUNNING,
    [
      JSON.stringify(days),
      JSON.stringify(hours.filter(([, from = 0, to = 0]) => from < to)),
      serverId ?? null,
    ],
  );
  return rows.map((row) => ({
    ...{ serverId: row.server_id, span: row.span, hours: row.hours, busyHours: row.busy_hours },
  }));
}

/** What is not known of the CPU counts as idle. */
const running = (table: string, parameter: string, bucketMs: number) => `
  SELECT s.id AS server_id, span.value->>0 AS span, ${coverage(bucketMs / 1000)} * ${bucketMs / HOUR_MS} AS hours,
    coalesce(${meanOf("cpu_percent")}, 0) / 100 AS share
  FROM servers AS s CROSS JOIN json_each(${parameter}) AS span
  JOIN ${table} AS b ON b.server_id = s.id AND b.bucket_start >= span.value->>1 AND b.bucket_start < span.value->>2
  WHERE ?3 IS NULL OR s.id = ?3`;

const RUNNING = `
  SELECT server_id, span, sum(hours) AS hours, sum(hours * share) AS busy_hours
  FROM (${running("metrics_1d", "?1", DAY_MS)} UNION ALL ${running("metrics_1h", "?2", HOUR_MS)})
  GROUP BY server_id, span ORDER BY server_id, span`;
