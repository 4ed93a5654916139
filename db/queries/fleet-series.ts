import type { FleetMetric, Ranking } from "../../domain/metrics/fleet-metric";
import { type KeptFrom, wholeBuckets } from "../../domain/metrics/range";
import type { Database } from "../client";
import { type BucketTier, bucketTiers, meantColumns, pairedSamples } from "./rollup-figures";

export type FleetSeries = {
  serverId: string;
  /** Over all of the span; the mean counts each sample once, or each second of a rate. */
  mean: number | null;
  min: number | null;
  max: number | null;
  points: { at: number; mean: number | null; min: number | null; max: number | null }[];
};

type Figures = { min: string; max: string; sum: string; count: string };

const meant = new Map(meantColumns);
const figure = (name: string) => meant.get(name) ?? "NULL";

/** What a bucket knows of a measure, and a sample of it. */
const gauge = (measure: string): { bucket: Figures; sample: Figures } => ({
  bucket: {
    min: figure(`${measure}_min`),
    max: figure(`${measure}_max`),
    sum: figure(`${measure}_sum`),
    count: figure(`${measure}_count`),
  },
  sample: { min: measure, max: measure, sum: measure, count: `${measure} IS NOT NULL` },
});

const counted = (measure: string): { bucket: Figures; sample: Figures } => {
  const rate = `round(${measure}_moved * 1000.0 / elapsed_ms)`;
  return {
    bucket: {
      min: `${measure}_rate_min`,
      max: `${measure}_rate_max`,
      sum: `${measure}_moved_bytes`,
      count: `${measure}_seconds`,
    },
    sample: {
      min: rate,
      max: rate,
      sum: `CAST(${measure}_moved AS REAL)`,
      count: `CASE WHEN ${measure}_moved IS NOT NULL THEN elapsed_ms / 1000.0 END`,
    },
  };
};

/** The fullest filesystem; the disk as the agent sums it up where it lists none. */
function disk(): { bucket: Figures; sample: Figures } {
  const [worst, whole] = [gauge("disk_worst_percent"), gauge("disk_percent")];
  const either = (worstOf: Figures, wholeOf: Figures, isKnown: string): Figures => ({
    min: `CASE WHEN ${isKnown} THEN ${worstOf.min} ELSE ${wholeOf.min} END`,
    max: `CASE WHEN ${isKnown} THEN ${worstOf.max} ELSE ${wholeOf.max} END`,
    sum: `CASE WHEN ${isKnown} THEN ${worstOf.sum} ELSE ${wholeOf.sum} END`,
    count: `CASE WHEN ${isKnown} THEN ${worstOf.count} ELSE ${wholeOf.count} END`,
  });
  return {
    bucket: either(worst.bucket, whole.bucket, "disk_worst_percent_min IS NOT NULL"),
    sample: either(worst.sample, whole.sample, "disk_worst_percent IS NOT NULL"),
  };
}

const figuresOf: Record<FleetMetric, { bucket: Figures; sample: Figures }> = {
  cpu: gauge("cpu_percent"),
  memory: gauge("memory_percent"),
  disk: disk(),
  load: gauge("load_5m"),
  received: counted("network_rx"),
  sent: counted("network_tx"),
  temperature: gauge("temperature_celsius"),
};

/** From when on every server still has each tier. */
export async function findFleetKept(db: Database): Promise<KeptFrom> {
  const [row] = await db.query<{ raw: number | null; five: number | null; hour: number | null }>(
    "SELECT max(raw_from) AS raw, max(buckets_5m_from) AS five, max(buckets_1h_from) AS hour FROM rollup_progress",
  );
  return { raw: row?.raw ?? 0, "5m": row?.five ?? 0, "1h": row?.hour ?? 0 };
}

/** The day of the first sample that any server still has something of; null where there is none at all. */
export async function findFleetStart(db: Database): Promise<number | null> {
  const [row] = await db.query<{ first: number | null }>(
    `SELECT min(at) AS first FROM (
       SELECT coalesce((SELECT min(bucket_start) FROM metrics_1d WHERE server_id = s.id),
         (SELECT min(timestamp) FROM metrics WHERE server_id = s.id)) AS at FROM servers AS s)`,
  );
  return row?.first ?? null;
}

/**
 * The servers with the highest mean, or the highest peak, of a metric from `from` to `to`, the highest first; those of a tag where one is
 * given. Read from whole buckets of the coarsest tier that `stepMs` is made of, and what is not rolled up yet from the samples.
 */
export async function listTopServers(
  db: Database,
  options: {
    metric: FleetMetric;
    by: Ranking;
    tag: string | null;
    from: number;
    to: number;
    stepMs: number | null;
    limit: number;
  },
): Promise<string[]> {
  const { metric, by, limit } = options;
  const tier = tierOf(options.stepMs) ?? bucketTiers[0];
  const { from, to } = wholeBuckets(options, tier.bucketMs);
  const rank = by === "max" ? "max(high)" : "sum(total) / sum(weight)";
  const rows = await db.query<{ id: string }>(
    `WITH chosen (id) AS (
       SELECT id FROM servers AS s WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM server_tags WHERE server_id = s.id AND tag = ?1)),
       ${figuresBetween(metric, tier)}
     SELECT chosen.id FROM chosen LEFT JOIN (SELECT server_id, ${rank} AS rank FROM figures GROUP BY server_id) AS r ON r.server_id = chosen.id
     ORDER BY rank IS NULL, rank DESC, chosen.id LIMIT CAST(?4 AS INTEGER)`,
    [options.tag, from, to, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * One line for each of the servers, in one statement: whole buckets of `stepMs`, from the coarsest tier that they are made of, and what is
 * not rolled up yet from the samples.
 */
export async function listFleetSeries(
  db: Database,
  options: { metric: FleetMetric; serverIds: string[]; from: number; to: number; stepMs: number },
): Promise<FleetSeries[]> {
  const { metric, serverIds, stepMs } = options;
  const { from, to } = wholeBuckets(options, stepMs);
  const tier = tierOf(stepMs);
  const rows = await db.query<{ server_id: string; points: string }>(
    `WITH chosen (id) AS (SELECT value FROM json_each(?1)),
       ${figuresBetween(metric, tier)}
     SELECT server_id, json_group_array(json_array(bucket, low, high, total, weight)) AS points FROM (
       SELECT server_id, at / ${stepMs} * ${stepMs} AS bucket, min(low) AS low, max(high) AS high, sum(total) AS total,
         sum(weight) AS weight
       FROM figures GROUP BY server_id, bucket ORDER BY server_id, bucket)
     GROUP BY server_id`,
    [JSON.stringify(serverIds), from, to],
  );
  const found = new Map(rows.map((row) => [row.server_id, JSON.parse(row.points) as Point[]]));
  return serverIds.map((serverId) => seriesOf(serverId, found.get(serverId) ?? []));
}

/**
 * The table expression `figures (server_id, at, low, high, total, weight)` of the servers in `chosen (id)`, from ?2 inclusive to ?3 exclusive:
 * a row for each bucket of the tier, and for each sample that is in none yet. Without a tier, for each sample.
 */
function figuresBetween(metric: FleetMetric, tier: BucketTier | null): string {
  const { bucket, sample } = figuresOf[metric];
  const ofBuckets =
    tier === null
      ? ""
      : `SELECT t.server_id, t.bucket_start AS at, ${bucket.min} AS low, ${bucket.max} AS high, ${bucket.sum} AS total,
           ${bucket.count} AS weight
         FROM chosen CROSS JOIN ${tier.table} AS t
         WHERE t.server_id = chosen.id AND t.bucket_start >= CAST(?2 AS INTEGER) AND t.bucket_start < CAST(?3 AS INTEGER)
         UNION ALL`;
  return `wanted (server_id, from_at, to_at, gap_ms) AS (
       SELECT s.id, ${tier === null ? "CAST(?2 AS INTEGER)" : "max(CAST(?2 AS INTEGER), coalesce(p.rolled_up_until, 0))"},
         CAST(?3 AS INTEGER), max(300000, 2500 * s.heartbeat_interval_seconds)
       FROM chosen JOIN servers AS s ON s.id = chosen.id LEFT JOIN rollup_progress AS p ON p.server_id = s.id),
     figures AS (
       ${ofBuckets}
       SELECT server_id, at, ${sample.min} AS low, ${sample.max} AS high, ${sample.sum} AS total, ${sample.count} AS weight
       FROM (${pairedSamples}))`;
}

/** `[bucket, least, greatest, sum, weight]` */
type Point = [number, ...(number | null)[]];

function seriesOf(serverId: string, points: Point[]): FleetSeries {
  let [sum, weight] = [0, 0];
  let min: number | null = null;
  let max: number | null = null;
  for (const [, low, high, total, count] of points) {
    if (low == null || high == null || total == null || !count) continue;
    sum += total;
    weight += count;
    min = min === null ? low : Math.min(min, low);
    max = max === null ? high : Math.max(max, high);
  }
  return {
    serverId,
    mean: weight === 0 ? null : sum / weight,
    min,
    max,
    points: points.map(([at, low, high, total, count]) => ({
      at,
      mean: total == null || !count ? null : total / count,
      min: low ?? null,
      max: high ?? null,
    })),
  };
}

function tierOf(stepMs: number | null): BucketTier | null {
  return bucketTiers.findLast(({ bucketMs }) => stepMs !== null && stepMs % bucketMs === 0) ?? null;
}
