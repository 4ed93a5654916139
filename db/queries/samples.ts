import type { KeptFrom } from "../../domain/metrics/range";
import type { Database } from "../client";
import { listBeginnings } from "./due";

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

/** As far back as a sparkline looks for samples that are not rolled up yet; usually the last half an hour is not. */
const SPARKLINE_TAIL_MS = 60 * 60_000;

/**
 * Hourly means (of the disk: of the fullest filesystem, where any is listed) of the `hours` up to now for each of the servers,
 * oldest first; null where an hour has no sample.
 */
export async function listSparklines(
  db: Database,
  options: { serverIds: string[]; now: number; hours: number },
): Promise<Map<string, Sparklines>> {
  const { now, hours } = options;
  const lastHour = Math.floor(now / 3_600_000);
  const firstHour = lastHour - hours + 1;
  const mean = (c: string) => `coalesce(r.${c}_sum / coalesce(r.${c}_count, r.sample_count), r.${c}_min)`;
  const rows = await db.query<{ server_id: string; points: string }>(
    `SELECT server_id, json_group_array(json_array(hour, n, round(cpu, 1), round(memory, 1), round(disk, 1))) AS points FROM (
       SELECT r.server_id, r.bucket_start / 3600000 - ${firstHour} AS hour, r.sample_count AS n, ${mean("cpu_percent")} AS cpu,
         ${mean("memory_percent")} AS memory, coalesce(${mean("disk_worst_percent")}, ${mean("disk_percent")}) AS disk
       FROM json_each(?1) AS wanted
       JOIN metrics_1h AS r ON r.server_id = wanted.value AND r.bucket_start BETWEEN ${firstHour * 3_600_000} AND ${lastHour * 3_600_000}
       UNION ALL
       SELECT m.server_id, m.timestamp / 3600000 - ${firstHour} AS hour, count(*), avg(m.cpu_percent), avg(m.memory_percent),
         coalesce(avg(m.disk_worst_percent), avg(m.disk_percent))
       FROM json_each(?1) AS wanted LEFT JOIN rollup_progress AS p ON p.server_id = wanted.value
       JOIN metrics AS m ON m.server_id = wanted.value
         AND m.timestamp BETWEEN max(coalesce(p.rolled_up_until, 0), ${now - SPARKLINE_TAIL_MS}) AND ${(lastHour + 1) * 3_600_000 - 1}
       GROUP BY m.server_id, m.timestamp / 3600000)
     GROUP BY server_id`,
    [JSON.stringify(options.serverIds)],
  );
  return new Map(rows.map((row) => [row.server_id, sparklinesOf(JSON.parse(row.points), hours)]));
}

/** `[hour, samples, cpu, memory, disk]`; an hour that is not over has two of them. */
function sparklinesOf(points: [number, number, ...(number | null)[]][], hours: number): Sparklines {
  const empty = () => new Array<number | null>(hours).fill(null);
  const lines: Sparklines = { cpu: empty(), memory: empty(), disk: empty() };
  const counts = new Array<number>(hours).fill(0);
  for (const [hour, count, ...means] of points) {
    const before = counts[hour] ?? 0;
    counts[hour] = before + count;
    for (const [index, line] of [lines.cpu, lines.memory, lines.disk].entries()) {
      const [known, mean] = [line[hour] ?? null, means[index] ?? null];
      const both =
        known === null || mean === null ? null : (known * before + mean * count) / (before + count);
      line[hour] = both === null ? (known ?? mean) : Math.round(both * 10) / 10;
    }
  }
  return lines;
}

export type SampleSpan = {
  /** When the first and the newest sample were taken; the first to the bucket, where the samples of its time are pruned. */
  first: number;
  last: number;
  /** From when on samples were due: see domain/metrics/due.ts. */
  dueFrom: number;
  kept: KeptFrom;
  /** From when on every list is kept, and not one an hour. */
  listsFrom: number;
};

/** From when to when there is anything of a server, and how finely; null where there is nothing. */
export async function findSampleSpan(db: Database, serverId: string): Promise<SampleSpan | null> {
  const [row] = await db.query<Record<string, number | null>>(
    `SELECT (SELECT max(timestamp) FROM metrics WHERE server_id = ?1) AS raw_last,
            (SELECT max(last_at) FROM (SELECT last_at FROM metrics_1d WHERE server_id = ?1 ORDER BY bucket_start DESC LIMIT 1)) AS day_last,
            p.raw_from, p.buckets_5m_from, p.buckets_1h_from, p.snapshots_from
     FROM (SELECT 1) LEFT JOIN rollup_progress AS p ON p.server_id = ?1`,
    [serverId],
  );
  const beginning = (await listBeginnings(db, serverId)).get(serverId);
  if (row === undefined || beginning === undefined) return null;
  return {
    ...beginning,
    last: Math.max(row.raw_last ?? 0, row.day_last ?? 0),
    kept: { raw: row.raw_from ?? 0, "5m": row.buckets_5m_from ?? 0, "1h": row.buckets_1h_from ?? 0 },
    listsFrom: row.snapshots_from ?? 0,
  };
}
