import type { Database } from "../client";

/** The newest sample of a server with the counters of the one before it, from which rates are made. Times in epoch ms. */
export type LatestSample = {
  timestamp: number;
  cpuPercent: number | null;
  memoryPercent: number | null;
  memoryTotalMb: number | null;
  memoryUsedMb: number | null;
  swapTotalMb: number | null;
  swapUsedMb: number | null;
  diskPercent: number | null;
  diskTotalGb: number | null;
  diskUsedGb: number | null;
  diskWorstPercent: number | null;
  networkRxBytes: number | null;
  networkTxBytes: number | null;
  load1m: number | null;
  load5m: number | null;
  load15m: number | null;
  uptimeSeconds: number | null;
  temperatureCelsius: number | null;
  before: {
    timestamp: number;
    networkRxBytes: number | null;
    networkTxBytes: number | null;
    uptimeSeconds: number | null;
  } | null;
};

const sampleFields = [
  ["timestamp", "timestamp"],
  ["cpuPercent", "cpu_percent"],
  ["memoryPercent", "memory_percent"],
  ["memoryTotalMb", "memory_total_mb"],
  ["memoryUsedMb", "memory_used_mb"],
  ["swapTotalMb", "swap_total_mb"],
  ["swapUsedMb", "swap_used_mb"],
  ["diskPercent", "disk_percent"],
  ["diskTotalGb", "disk_total_gb"],
  ["diskUsedGb", "disk_used_gb"],
  ["diskWorstPercent", "disk_worst_percent"],
  ["networkRxBytes", "network_rx_bytes"],
  ["networkTxBytes", "network_tx_bytes"],
  ["load1m", "load_1m"],
  ["load5m", "load_5m"],
  ["load15m", "load_15m"],
  ["uptimeSeconds", "uptime_seconds"],
  ["temperatureCelsius", "temperature_celsius"],
] as const;

/**
 * The newest samples of all servers, or of one, by server id. One index probe a server (a window function over the
 * same rows is a thousand times slower), and one JSON text for the lot: the client charges for every value.
 */
export async function listLatestSamples(db: Database, serverId?: string): Promise<Map<string, LatestSample>> {
  const sample = sampleFields.map(([key, column]) => `'${key}', m.${column}`).join(", ");
  const [row] = await db.query<{ samples: string }>(
    `SELECT json_group_array(json_array(s.id, json_object(${sample}),
       CASE WHEN p.id IS NULL THEN NULL ELSE json_object('timestamp', p.timestamp, 'networkRxBytes', p.network_rx_bytes,
         'networkTxBytes', p.network_tx_bytes, 'uptimeSeconds', p.uptime_seconds) END)) AS samples
     FROM servers AS s
     JOIN metrics AS m ON m.id = (SELECT id FROM metrics WHERE server_id = s.id ORDER BY timestamp DESC LIMIT 1)
     LEFT JOIN metrics AS p ON p.id =
       (SELECT id FROM metrics WHERE server_id = s.id AND timestamp < m.timestamp ORDER BY timestamp DESC LIMIT 1)
     ${serverId === undefined ? "" : "WHERE s.id = ?"}`,
    serverId === undefined ? [] : [serverId],
  );
  const samples = JSON.parse(row?.samples ?? "[]") as [
    string,
    Omit<LatestSample, "before">,
    LatestSample["before"],
  ][];
  return new Map(samples.map(([id, latest, before]) => [id, { ...latest, before }]));
}

export type Sparklines = { cpu: (number | null)[]; memory: (number | null)[]; disk: (number | null)[] };

/** Hourly means (of the disk: of the fullest filesystem, where any is listed) of the `hours` up to now for each of the servers, oldest first; null where an hour has no sample. */
export async function listSparklines(
  db: Database,
  options: { serverIds: string[]; now: number; hours: number },
): Promise<Map<string, Sparklines>> {
  const lastHour = Math.floor(options.now / 3_600_000);
  const firstHour = lastHour - options.hours + 1;
  const rows = await db.query<{ server_id: string; points: string }>(
    `SELECT r.server_id, json_group_array(json_array(r.bucket_start / 3600000 - ${firstHour},
       round(r.cpu_percent_sum / r.cpu_percent_count, 1), round(r.memory_percent_sum / r.memory_percent_count, 1),
       round(coalesce(r.disk_worst_percent_sum / r.disk_worst_percent_count, r.disk_percent_sum / r.disk_percent_count), 1))) AS points
     FROM json_each(?) AS wanted
     JOIN metrics_1h AS r ON r.server_id = wanted.value AND r.bucket_start BETWEEN ${firstHour * 3_600_000} AND ${lastHour * 3_600_000}
     GROUP BY r.server_id`,
    [JSON.stringify(options.serverIds)],
  );
  return new Map(
    rows.map((row) => {
      const empty = () => new Array<number | null>(options.hours).fill(null);
      const lines: Sparklines = { cpu: empty(), memory: empty(), disk: empty() };
      for (const [hour, cpu, memory, disk] of JSON.parse(row.points) as [number, ...(number | null)[]][]) {
        lines.cpu[hour] = cpu ?? null;
        lines.memory[hour] = memory ?? null;
        lines.disk[hour] = disk ?? null;
      }
      return [row.server_id, lines];
    }),
  );
}

/** When the first and the newest sample of a server were taken; null where there is none. */
export async function findSampleSpan(
  db: Database,
  serverId: string,
): Promise<{ first: number; last: number } | null> {
  const [row] = await db.query<{ first: number | null; last: number | null }>(
    `SELECT (SELECT min(timestamp) FROM metrics WHERE server_id = ?1) AS first,
            (SELECT max(timestamp) FROM metrics WHERE server_id = ?1) AS last`,
    [serverId],
  );
  return row?.first == null || row.last == null ? null : { first: row.first, last: row.last };
}

const aggregated = [
  "cpu_percent",
  "memory_percent",
  "disk_percent",
  "load_1m",
  "load_5m",
  "load_15m",
  "temperature_celsius",
  "memory_used_mb",
  "swap_used_mb",
  "disk_used_gb",
] as const;
export type AggregatedColumn = (typeof aggregated)[number];
export const aggregatedColumns: readonly AggregatedColumn[] = aggregated;

/** Mean, least and greatest of one measure over the samples of a bucket; three equal figures for a bare sample. */
export type Aggregate = { mean: number | null; min: number | null; max: number | null };

export type SeriesPoint = {
  /** The sample's time, or the UTC-aligned start of its bucket. */
  at: number;
  samples: number;
  values: Record<AggregatedColumn, Aggregate>;
  /** As the last sample of the bucket had them. */
  last: {
    at: number;
    network_rx_bytes: number | null;
    network_tx_bytes: number | null;
    uptime_seconds: number | null;
    memory_total_mb: number | null;
    disk_total_gb: number | null;
    swap_total_mb: number | null;
  };
};

/** As much as one statement reads before the event loop has its turn. */
const CHUNK_MS = 7 * 86_400_000;

/**
 * The samples of a server from `from` to `to` (both included), oldest first: each by itself where `stepMs` is null,
 * otherwise one point a bucket that holds any.
 */
export async function listSeries(
  db: Database,
  options: { serverId: string; from: number; to: number; stepMs: number | null },
): Promise<SeriesPoint[]> {
  const points: SeriesPoint[] = [];
  const chunkMs =
    options.stepMs === null ? CHUNK_MS : Math.max(1, Math.floor(CHUNK_MS / options.stepMs)) * options.stepMs;
  for (let start = Math.floor(options.from / chunkMs) * chunkMs; start <= options.to; start += chunkMs) {
    const from = Math.max(start, options.from);
    const to = Math.min(start + chunkMs - 1, options.to);
    points.push(...(await readChunk(db, { ...options, from, to })));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return points;
}

async function readChunk(
  db: Database,
  options: { serverId: string; from: number; to: number; stepMs: number | null },
): Promise<SeriesPoint[]> {
  const step = options.stepMs ?? 1;
  const figures = aggregated
    .map((column) => `round(avg(${column}), 3), min(${column}), max(${column})`)
    .join(", ");
  const where = `server_id = ?1 AND timestamp BETWEEN CAST(?2 AS INTEGER) AND CAST(?3 AS INTEGER)`;
  const args = [options.serverId, options.from, options.to];
  // The columns beside max(timestamp) are those of the row that has it: documented SQLite behaviour for a single
  // min() or max(), and the reason why this is a second statement.
  const [buckets] = await db.query<{ rows: string }>(
    `SELECT json_group_array(json_array(bucket, samples, f)) AS rows FROM (
       SELECT timestamp / ${step} * ${step} AS bucket, count(*) AS samples, json_array(${figures}) AS f
       FROM metrics WHERE ${where} GROUP BY bucket ORDER BY bucket)`,
    args,
  );
  const [lasts] = await db.query<{ rows: string }>(
    `SELECT json_group_array(json_array(at, rx, tx, uptime_seconds, memory_total_mb, disk_total_gb, swap_total_mb)) AS rows FROM (
       SELECT max(timestamp) AS at, network_rx_bytes AS rx, network_tx_bytes AS tx, uptime_seconds, memory_total_mb, disk_total_gb,
         swap_total_mb FROM metrics WHERE ${where} GROUP BY timestamp / ${step} ORDER BY timestamp)`,
    args,
  );
  const lastRows = JSON.parse(lasts?.rows ?? "[]") as (number | null)[][];
  // json_array inside json_group_array arrives as JSON, not as text.
  const bucketRows = JSON.parse(buckets?.rows ?? "[]") as [number, number, (number | null)[] | string][];
  return bucketRows.map(([at, samples, raw], index) => {
    const f = typeof raw === "string" ? (JSON.parse(raw) as (number | null)[]) : raw;
    const last = lastRows[index] ?? [];
    const value = (position: number) => f[position] ?? null;
    const values = Object.fromEntries(
      aggregated.map((column, i) => [
        column,
        { mean: value(i * 3), min: value(i * 3 + 1), max: value(i * 3 + 2) },
      ]),
    ) as Record<AggregatedColumn, Aggregate>;
    return {
      at,
      samples,
      values,
      last: {
        at: last[0] ?? at,
        network_rx_bytes: last[1] ?? null,
        network_tx_bytes: last[2] ?? null,
        uptime_seconds: last[3] ?? null,
        memory_total_mb: last[4] ?? null,
        disk_total_gb: last[5] ?? null,
        swap_total_mb: last[6] ?? null,
      },
    };
  });
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
