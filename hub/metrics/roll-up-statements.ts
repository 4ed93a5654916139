import {
  type BucketTier,
  bucketTiers,
  figuresOfBuckets,
  figuresOfSamples,
  pairedSamples,
  storedColumns,
  storedFigures,
} from "../../db/queries/rollup-figures";

const [minutes, hours, days] = bucketTiers;

/** How many samples a bucket was due to hold is what it was when the bucket was made; all else is as the samples are now. */
const orReplace = `ON CONFLICT (server_id, bucket_start) DO UPDATE SET
    ${storedColumns
      .filter((column) => !["server_id", "bucket_start", "due_count"].includes(column))
      .map((column) => `${column} = excluded.${column}`)
      .join(", ")}, due_count = coalesce(due_count, excluded.due_count)`;

const dueCount = (bucketMs: number) => `max(1, ${bucketMs} / (s.heartbeat_interval_seconds * 1000))`;

/** Makes the buckets of five minutes in `wanted` from the samples in them. */
const makeMinutes = `
  INSERT INTO ${minutes.table} (${storedColumns.join(", ")})
  SELECT f.server_id, f.bucket, ${dueCount(minutes.bucketMs)}, ${storedFigures((name) => name)}
  FROM (SELECT server_id, at / ${minutes.bucketMs} * ${minutes.bucketMs} AS bucket, ${figuresOfSamples}
        FROM (${pairedSamples}) GROUP BY server_id, bucket) AS f
  JOIN metrics AS l ON l.server_id = f.server_id AND l.timestamp = f.last_at
  JOIN servers AS s ON s.id = f.server_id
  WHERE true ${orReplace}`;

/** Makes the buckets of a tier that touch `wanted` from those of the finer one. */
const makeCoarser = (tier: BucketTier, finer: BucketTier) => `
  INSERT INTO ${tier.table} (${storedColumns.join(", ")})
  SELECT f.server_id, f.bucket, ${dueCount(tier.bucketMs)}, ${storedFigures((name) => `${name}_last`)}
  FROM (SELECT b.server_id, w.bucket, max(b.bucket_start) AS last_bucket, ${figuresOfBuckets}
        FROM (SELECT DISTINCT r.server_id, each.value AS bucket FROM wanted AS r,
                json_each((WITH RECURSIVE steps (at) AS (
                  SELECT r.from_at / ${tier.bucketMs} * ${tier.bucketMs}
                  UNION ALL SELECT at + ${tier.bucketMs} FROM steps WHERE at + ${tier.bucketMs} < r.to_at)
                  SELECT json_group_array(at) FROM steps)) AS each) AS w
        CROSS JOIN ${finer.table} AS b
        WHERE b.server_id = w.server_id AND b.bucket_start >= w.bucket AND b.bucket_start < w.bucket + ${tier.bucketMs}
        GROUP BY b.server_id, w.bucket) AS f
  JOIN ${finer.table} AS l ON l.server_id = f.server_id AND l.bucket_start = f.last_bucket
  JOIN servers AS s ON s.id = f.server_id
  WHERE true ${orReplace}`;

const wantedOf = (rows: string) => `
  WITH wanted (server_id, from_at, to_at, gap_ms) AS MATERIALIZED (
    SELECT r.server_id, r.from_at, r.to_at, max(300000, 2500 * s.heartbeat_interval_seconds)
    FROM (${rows}) AS r JOIN servers AS s ON s.id = r.server_id)`;

const everyTier = (wanted: string) => [
  `${wanted} ${makeMinutes}`,
  `${wanted} ${makeCoarser(hours, minutes)}`,
  `${wanted} ${makeCoarser(days, hours)}`,
];

/**
 * Parameter: JSON rows `[serverId, from, to]`, both multiples of five minutes. Makes every bucket of every tier in them from what
 * the samples are now; coarser ones from all the finer ones in them. In this order.
 */
export const ROLL_UP_SPANS = everyTier(
  wantedOf("SELECT value->>0 AS server_id, value->>1 AS from_at, value->>2 AS to_at FROM json_each(?)"),
);

/**
 * Parameter: JSON rows `[serverId, timestamp]` of samples that are stored and lie before the point up to which their server is rolled
 * up. Makes anew the buckets that hold them, and those of the samples after them, whose counters are now compared with these.
 */
export const ROLL_UP_LATE_SAMPLES = everyTier(
  wantedOf(`
    WITH late AS (SELECT value->>0 AS server_id, value->>1 AS at FROM json_each(?))
    SELECT server_id, at / 300000 * 300000 AS from_at, at / 300000 * 300000 + 300000 AS to_at FROM late
    UNION
    SELECT n.server_id, n.at / 300000 * 300000, n.at / 300000 * 300000 + 300000 FROM (
      SELECT late.server_id, (SELECT min(timestamp) FROM metrics WHERE server_id = late.server_id AND timestamp > late.at) AS at
      FROM late) AS n
    JOIN rollup_progress AS p ON p.server_id = n.server_id WHERE n.at < p.rolled_up_until`),
);

/**
 * Parameter: JSON rows `[serverId, time]` of buckets that old samples were merged into. Makes the coarser buckets over them anew, as far as
 * the finer ones are all kept.
 */
export const ROLL_UP_OLD_SAMPLES = [
  { from: "buckets_5m_from", tier: hours, finer: minutes },
  { from: "buckets_1h_from", tier: days, finer: hours },
].map(
  ({ from, tier, finer }) =>
    `${wantedOf(`
    SELECT DISTINCT j.value->>0 AS server_id, (j.value->>1) / ${tier.bucketMs} * ${tier.bucketMs} AS from_at,
      (j.value->>1) / ${tier.bucketMs} * ${tier.bucketMs} + ${tier.bucketMs} AS to_at
    FROM json_each(?) AS j LEFT JOIN rollup_progress AS p ON p.server_id = j.value->>0
    WHERE j.value->>1 >= coalesce(p.${from}, 0)`)} ${makeCoarser(tier, finer)}`,
);

/** Parameter: the same rows as ROLL_UP_SPANS. Samples before `to` are rolled up from now on. */
export const MARK_ROLLED_UP = `
  INSERT INTO rollup_progress (server_id, rolled_up_until)
  SELECT value->>0, value->>2 FROM json_each(?) WHERE value->>0 IN (SELECT id FROM servers)
  ON CONFLICT (server_id) DO UPDATE SET rolled_up_until = max(rolled_up_until, excluded.rolled_up_until)`;

/**
 * Parameter: JSON rows `[serverId, firstInOrder, firstLate]`, either null. Refuses the commit where another hub has rolled up or pruned
 * meanwhile what these samples were sorted by: the work is then done again with what is true now.
 */
export const ASSERT_PLACES = `
  INSERT INTO rollup_progress (server_id)
  SELECT NULL FROM json_each(?) AS r JOIN rollup_progress AS p ON p.server_id = r.value->>0
  WHERE p.rolled_up_until > r.value->>1 OR p.raw_from > r.value->>2`;
