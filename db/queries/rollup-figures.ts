import { countedMeasures, lastMeasures, rolledUpMeasures } from "../../domain/metrics/measures";

/** The tables above the raw samples, finest first. */
export const bucketTiers = [
  { tier: "5m", table: "metrics_5m", bucketMs: 300_000 },
  { tier: "1h", table: "metrics_1h", bucketMs: 3_600_000 },
  { tier: "1d", table: "metrics_1d", bucketMs: 86_400_000 },
] as const;
export type BucketTier = (typeof bucketTiers)[number];

const list = (parts: readonly string[]) => parts.join(",\n    ");

const gaugeAggregates = (of: {
  min: (c: string) => string;
  max: (c: string) => string;
  sum: (c: string) => string;
  count: (c: string) => string;
}) =>
  rolledUpMeasures.flatMap((c) => [
    `min(${of.min(c)}) AS ${c}_min`,
    `max(${of.max(c)}) AS ${c}_max`,
    `sum(${of.sum(c)}) AS ${c}_sum`,
    `${of.count(c)} AS ${c}_count`,
  ]);

/**
 * Figures of raw samples, over rows of `pairedSamples`. Rates are whole bytes a second; sums are REAL, because SQLite refuses a sum of
 * integers above 2^63.
 */
export const figuresOfSamples = list([
  "count(*) AS sample_count",
  "max(at) AS last_at",
  ...gaugeAggregates({ min: (c) => c, max: (c) => c, sum: (c) => c, count: (c) => `count(${c})` }),
  ...countedMeasures.flatMap((c) => {
    const rate = `round(${c}_moved * 1000.0 / elapsed_ms)`;
    return [
      `sum(CAST(${c}_moved AS REAL)) AS ${c}_moved_bytes`,
      `sum(CASE WHEN ${c}_moved IS NOT NULL THEN elapsed_ms / 1000.0 END) AS ${c}_seconds`,
      `min(${rate}) AS ${c}_rate_min`,
      `max(${rate}) AS ${c}_rate_max`,
    ];
  }),
]);

/** The figure of one bucket as it is meant, where the table leaves it out because it says nothing new. */
const meant = {
  min: (c: string) => `${c}_min`,
  max: (c: string) => `coalesce(${c}_max, ${c}_min)`,
  sum: (c: string) => `coalesce(${c}_sum, ${c}_min * coalesce(${c}_count, sample_count))`,
  count: (c: string) => `CASE WHEN ${c}_min IS NOT NULL THEN coalesce(${c}_count, sample_count) ELSE 0 END`,
};

/** The columns of one bucket as they are meant, for reading it whole: `[name, expression]`. */
export const meantColumns: [string, string][] = [
  ...rolledUpMeasures.flatMap((c): [string, string][] => [
    [`${c}_min`, meant.min(c)],
    [`${c}_max`, meant.max(c)],
    [`${c}_sum`, meant.sum(c)],
    [`${c}_count`, meant.count(c)],
  ]),
  ...countedMeasures.flatMap((c): [string, string][] =>
    ["moved_bytes", "seconds", "rate_min", "rate_max"].map((figure) => [`${c}_${figure}`, `${c}_${figure}`]),
  ),
  ...lastMeasures.map((c): [string, string] => [`${c}_last`, `CAST(${c}_last AS REAL)`]),
];

/** Figures of buckets, over rows of one of the tables above. */
export const figuresOfBuckets = list([
  "sum(sample_count) AS sample_count",
  "max(last_at) AS last_at",
  ...gaugeAggregates({ ...meant, count: (c) => `sum(${meant.count(c)})` }),
  ...countedMeasures.flatMap((c) => [
    `sum(${c}_moved_bytes) AS ${c}_moved_bytes`,
    `sum(${c}_seconds) AS ${c}_seconds`,
    `min(${c}_rate_min) AS ${c}_rate_min`,
    `max(${c}_rate_max) AS ${c}_rate_max`,
  ]),
]);

/** The columns that `storedFigures` fills, in its order. */
export const storedColumns = [
  "server_id",
  "bucket_start",
  "due_count",
  "sample_count",
  "last_at",
  ...rolledUpMeasures.flatMap((c) => [`${c}_min`, `${c}_max`, `${c}_sum`, `${c}_count`]),
  ...countedMeasures.flatMap((c) => [`${c}_moved_bytes`, `${c}_seconds`, `${c}_rate_min`, `${c}_rate_max`]),
  ...lastMeasures.map((c) => `${c}_last`),
];

/** Figures as a table keeps them: what says nothing new is null. Over rows `f` of figures and `l`, which has the last values. */
export const storedFigures = (lastColumn: (name: string) => string) =>
  list([
    "f.sample_count",
    "f.last_at",
    ...rolledUpMeasures.flatMap((c) => [
      `f.${c}_min`,
      `nullif(f.${c}_max, f.${c}_min)`,
      `CASE WHEN f.${c}_min <> f.${c}_max THEN f.${c}_sum END`,
      `CASE WHEN f.${c}_min IS NOT NULL THEN nullif(f.${c}_count, f.sample_count) END`,
    ]),
    ...countedMeasures.flatMap((c) => [
      `f.${c}_moved_bytes`,
      `f.${c}_seconds`,
      `f.${c}_rate_min`,
      `f.${c}_rate_max`,
    ]),
    ...lastMeasures.map((c) => `l.${lastColumn(c)}`),
  ]);

const counters = ["network_rx_bytes", "network_tx_bytes", "uptime_seconds"] as const;

/**
 * The samples of the spans in the table expression `wanted (server_id, from_at, to_at, gap_ms)`, from inclusive, to exclusive, each with
 * what its counters moved since the sample before it. That is domain/metrics/rate.ts in SQL: nothing where a value is missing, the
 * machine booted in between, the counter went back, or the two are further apart than `gap_ms`. Spans of one server must not overlap.
 *
 * Where the sample before is pruned already, the last values of its bucket stand for it.
 */
export const pairedSamples = `
  SELECT server_id, at, elapsed_ms, ${rolledUpMeasures.join(", ")},
    ${countedMeasures
      .map(
        (c) =>
          `CASE WHEN is_pair AND ${c}_bytes >= ${c}_before THEN ${c}_bytes - ${c}_before END AS ${c}_moved`,
      )
      .join(",\n    ")}
  FROM (
    SELECT *, at - at_before AS elapsed_ms,
      at - at_before <= gap_ms AND NOT (uptime_seconds IS NOT NULL AND uptime_before IS NOT NULL
        AND (uptime_seconds < uptime_before OR uptime_seconds * 1000 < at - at_before)) AS is_pair
    FROM (
      SELECT *, lag(at) OVER earlier AS at_before, lag(network_rx_bytes) OVER earlier AS network_rx_before,
        lag(network_tx_bytes) OVER earlier AS network_tx_before, lag(uptime_seconds) OVER earlier AS uptime_before
      FROM (
        SELECT w.server_id, w.from_at, w.gap_ms, m.timestamp AS at, ${rolledUpMeasures.map((c) => `m.${c}`).join(", ")},
          ${counters.map((c) => `m.${c}`).join(", ")}
        FROM wanted AS w CROSS JOIN metrics AS m
        WHERE m.server_id = w.server_id AND m.timestamp >= w.from_at - w.gap_ms AND m.timestamp < w.to_at
        UNION ALL
        SELECT w.server_id, w.from_at, w.gap_ms, b.last_at, ${rolledUpMeasures.map(() => "NULL").join(", ")},
          ${counters.map((c) => `b.${c}_last`).join(", ")}
        FROM wanted AS w CROSS JOIN metrics_5m AS b
        WHERE b.server_id = w.server_id AND b.bucket_start >= w.from_at - w.gap_ms - 300000 AND b.bucket_start < w.from_at
          AND b.last_at < w.from_at
      )
      WINDOW earlier AS (PARTITION BY server_id, from_at ORDER BY at)
    )
    WHERE at >= from_at
  )`;
