import type { Filesystem } from "../../domain/heartbeats/heartbeat";
import type { SeriesKind } from "../../domain/metrics/measures";
import { wholeBuckets } from "../../domain/metrics/range";
import type { Database } from "../client";
import { type Add, greatest, least, sum, thousandths } from "./figures";
import { figuresOfSeries, figuresOfValues, LIST_STEP_MS, listedItems } from "./series-figures";

export type NamedSeries = {
  kind: SeriesKind;
  /** The mount point, the interface, or the sensor with its label. */
  name: string;
  /**
   * Bytes that are used, bytes a second, or degrees Celsius. Of a rate `sum` is the bytes that were moved and `count` the seconds in which
   * they were; otherwise the values and their number.
   */
  points: {
    at: number;
    mean: number | null;
    min: number | null;
    max: number | null;
    last: number | null;
    /** Of a filesystem: how much it could hold, in bytes. */
    capacity: number | null;
  }[];
};

/**
 * What each filesystem, interface or sensor of a server did from `from` to `to`, by kind and name, in whole buckets of `stepMs`: five minutes
 * at least, as no more lists are kept. Buckets of an hour and more come from the series, and what is not rolled up yet from the lists.
 */
export async function listNamedSeries(
  db: Database,
  options: {
    serverId: string;
    kinds: readonly SeriesKind[];
    from: number;
    to: number;
    stepMs: number | null;
  },
): Promise<NamedSeries[]> {
  const { serverId, kinds } = options;
  const stepMs = Math.max(options.stepMs ?? LIST_STEP_MS, LIST_STEP_MS);
  const { from, to } = wholeBuckets(options, stepMs);
  const table = stepMs % 86_400_000 === 0 ? "series_1d" : stepMs % 3_600_000 === 0 ? "series_1h" : null;
  const [known] = await db.query<{ until: number | null; first: number | null }>(
    `SELECT (SELECT series_rolled_up_until FROM rollup_progress WHERE server_id = ?1) AS until,
       (SELECT min((SELECT min(timestamp) FROM metrics_snapshot WHERE server_id = ?1 AND metric_type = value))
        FROM json_each('["filesystems","network_interfaces","sensors"]')) AS first`,
    [serverId],
  );
  const until = table === null ? 0 : (known?.until ?? 0);
  const firstList = Math.floor((known?.first ?? to) / stepMs) * stepMs;
  const rows = new Map<string, ValueRow>();
  const add = (found: ValueRow[]) => {
    for (const row of found) {
      const key = JSON.stringify([row[0], row[1], row[2]]);
      const before = rows.get(key);
      rows.set(key, before === undefined ? row : addValues(before, row));
    }
  };
  if (table !== null && from < until) {
    const sql = `SELECT json_group_array(json_array(e.kind, e.name, f.bucket, f.value_min, f.value_max, f.value_sum, f.value_count, f.value_last,
        f.capacity_last)) AS rows
      FROM (${figuresOfSeries(
        table,
        stepMs,
        `series_id IN (SELECT id FROM series WHERE server_id = ?1 AND kind IN (SELECT value FROM json_each(?4)))
         AND bucket_start >= CAST(?2 AS INTEGER) AND bucket_start < CAST(?3 AS INTEGER)`,
      )}) AS f JOIN series AS e ON e.id = f.series_id`;
    const [row] = await db.query<{ rows: string }>(sql, [
      serverId,
      from,
      Math.min(until, to),
      JSON.stringify(kinds),
    ]);
    add(JSON.parse(row?.rows ?? "[]"));
  }
  for (let start = Math.max(from, until, firstList); start < to; start += LISTS_CHUNK_MS) {
    const [row] = await db.query<{ rows: string }>(
      `WITH wanted (server_id, from_at, to_at) AS (SELECT ?1, CAST(?2 AS INTEGER), CAST(?3 AS INTEGER)),
         items AS MATERIALIZED (${listedItems})
       SELECT json_group_array(json_array(kind, name, bucket, value_min, value_max, value_sum, value_count, value_last, capacity_last)) AS rows
       FROM (${figuresOfValues(stepMs)}) WHERE kind IN (SELECT value FROM json_each(?4))`,
      [serverId, start, Math.min(start + LISTS_CHUNK_MS, to), JSON.stringify(kinds)],
    );
    add(JSON.parse(row?.rows ?? "[]"));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return namedSeriesOf([...rows.values()]);
}

const LISTS_CHUNK_MS = 2 * 86_400_000;

/** `[kind, name, bucket, min, max, sum, count, last, capacity]` */
type ValueRow = [
  SeriesKind,
  string,
  number,
  ...[number | null, number | null, number | null, number, number | null, number | null],
];

function addValues(a: ValueRow, b: ValueRow): ValueRow {
  const both = (x: number | null, y: number | null, add: Add) =>
    x === null ? y : y === null ? x : add(x, y);
  return [
    ...([a[0], a[1], a[2]] as const),
    both(a[3], b[3], least),
    both(a[4], b[4], greatest),
    both(a[5], b[5], sum),
    a[6] + b[6],
    b[7] ?? a[7],
    b[8] ?? a[8],
  ];
}

function namedSeriesOf(rows: ValueRow[]): NamedSeries[] {
  const series = new Map<string, NamedSeries>();
  for (const [kind, name, at, min, max, total, count, last, capacity] of rows.sort((a, b) => a[2] - b[2])) {
    const key = `${kind} ${name}`;
    const one = series.get(key) ?? { kind, name, points: [] };
    const mean = total === null || count === 0 ? null : thousandths(total / count);
    one.points.push({ at, mean, min, max, last, capacity });
    series.set(key, one);
  }
  return [...series.values()].sort((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));
}

/**
 * The lists of one kind (`filesystems`, `network_interfaces`, `sensors`, `containers`, ...) of a server, oldest first: each,
 * or the last of every bucket of `stepMs`.
 */
export async function listSnapshots<Item>(
  db: Database,
  options: { serverId: string; metricType: string; from: number; to: number; stepMs: number | null },
): Promise<{ at: number; items: Item[] }[]> {
  const rows = await db.query<{ at: number; metric_data: string }>(
    `SELECT max(timestamp) AS at, metric_data FROM metrics_snapshot
     WHERE server_id = ? AND metric_type = ? AND timestamp BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)
     GROUP BY timestamp / ${options.stepMs ?? 1} ORDER BY timestamp`,
    [options.serverId, options.metricType, options.from, options.to],
  );
  return rows.map((row) => ({ at: row.at, items: JSON.parse(row.metric_data) as Item[] }));
}

/** The filesystems that servers have reported last, by the server's id. */
export async function listLatestFilesystems(
  db: Database,
  serverIds: readonly string[],
): Promise<Map<string, Filesystem[]>> {
  if (serverIds.length === 0) return new Map();
  const rows = await db.query<{ server_id: string; metric_data: string }>(
    `SELECT s.server_id, s.metric_data
     FROM json_each(?1) AS w JOIN metrics_snapshot AS s ON s.id = (SELECT id FROM metrics_snapshot
       WHERE server_id = w.value AND metric_type = 'filesystems' ORDER BY timestamp DESC LIMIT 1)`,
    [JSON.stringify(serverIds)],
  );
  return new Map(rows.map((row) => [row.server_id, JSON.parse(row.metric_data) as Filesystem[]]));
}

/** The newest list of each kind that a server has reported, by kind. */
export async function listLatestSnapshots(
  db: Database,
  serverId: string,
): Promise<Map<string, { at: number; items: unknown[] }>> {
  const rows = await db.query<{ metric_type: string; at: number; metric_data: string }>(
    `SELECT t.metric_type, s.timestamp AS at, s.metric_data
     FROM (SELECT DISTINCT metric_type FROM metrics_snapshot WHERE server_id = ?1) AS t
     JOIN metrics_snapshot AS s ON s.id = (SELECT id FROM metrics_snapshot
       WHERE server_id = ?1 AND metric_type = t.metric_type ORDER BY timestamp DESC LIMIT 1)`,
    [serverId],
  );
  return new Map(
    rows.map((row) => [row.metric_type, { at: row.at, items: JSON.parse(row.metric_data) as unknown[] }]),
  );
}
