import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { countedMeasures, lastMeasures, rolledUpMeasures, seriesKinds } from "../../domain/metrics/measures";
import { createdAt, instant, oneOf } from "./columns";
import { servers } from "./servers";

/**
 * One row for each accepted sample. The counters may exceed what JavaScript holds exactly: read them with
 * `CAST(... AS REAL)`, because the client throws at an integer above 2^53.
 */
export const metrics = sqliteTable(
  "metrics",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    serverId: text("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    timestamp: integer("timestamp").notNull(),
    cpuPercent: real("cpu_percent"),
    memoryPercent: real("memory_percent"),
    memoryTotalMb: integer("memory_total_mb"),
    memoryUsedMb: integer("memory_used_mb"),
    swapTotalMb: integer("swap_total_mb"),
    swapUsedMb: integer("swap_used_mb"),
    diskPercent: real("disk_percent"),
    diskTotalGb: real("disk_total_gb"),
    diskUsedGb: real("disk_used_gb"),
    /** The fullest of the filesystems that the sample lists; null where it lists none. */
    diskWorstPercent: real("disk_worst_percent"),
    networkRxBytes: integer("network_rx_bytes"),
    networkTxBytes: integer("network_tx_bytes"),
    load1m: real("load_1m"),
    load5m: real("load_5m"),
    load15m: real("load_15m"),
    uptimeSeconds: integer("uptime_seconds"),
    /** The hottest sensor. */
    temperatureCelsius: real("temperature_celsius"),
  },
  (table) => [uniqueIndex("idx_metrics_server_timestamp").on(table.serverId, table.timestamp)],
);

/** What has no fixed shape: filesystems, network interfaces, sensors, containers, services as reported. */
export const metricsSnapshot = sqliteTable(
  "metrics_snapshot",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    serverId: text("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    timestamp: integer("timestamp").notNull(),
    metricType: text("metric_type").notNull(),
    metricData: text("metric_data").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index("idx_metrics_type_timestamp").on(table.metricType, table.timestamp),
    uniqueIndex("uq_metrics_snapshot_server_type_timestamp").on(
      table.serverId,
      table.metricType,
      table.timestamp,
    ),
    check("metrics_snapshot_type_length", sql`length(${table.metricType}) BETWEEN 1 AND 50`),
    check("metrics_snapshot_data_json", sql`json_valid(${table.metricData})`),
  ],
);

/**
 * A tier above the raw samples: one row for each server and UTC-aligned bucket that holds any sample.
 *
 * Of each measure `_min`, `_max`, `_sum` and `_count`, so that buckets of buckets stay exact. What says nothing new is left
 * null, as most of the file is these rows: `_count` where every sample knew the measure or none did (then `_min` is null too), `_max`
 * where it is `_min`, and then `_sum` as well, as it is `_min` times the count. Read them through `db/queries/rollup-figures.ts`.
 *
 * Of what is counted since boot, the bytes that were moved, the seconds in which they were, and the least and greatest rate in whole
 * bytes a second; `_last` columns are as the last sample had them, which was taken at `last_at`.
 */
const bucketColumns = () => ({
  serverId: text("server_id")
    .notNull()
    .references(() => servers.id, { onDelete: "cascade" }),
  bucketStart: integer("bucket_start").notNull(),
  sampleCount: integer("sample_count").notNull(),
  /** How many samples a whole bucket was due to hold, at the interval that the server had when it was first made. */
  dueCount: integer("due_count"),
  lastAt: instant("last_at"),
  ...figureColumns(),
});

/** The columns of figures are many and go by rule; statements name them by the same rule. */
function figureColumns(): object {
  const reals = [
    ...rolledUpMeasures.flatMap((name) => [`${name}_min`, `${name}_max`, `${name}_sum`]),
    ...countedMeasures.flatMap((name) =>
      ["moved_bytes", "seconds", "rate_min", "rate_max"].map((figure) => `${name}_${figure}`),
    ),
    "disk_total_gb_last",
  ];
  const integers = [
    ...rolledUpMeasures.map((name) => `${name}_count`),
    ...lastMeasures.filter((name) => name !== "disk_total_gb").map((name) => `${name}_last`),
  ];
  return Object.fromEntries([
    ...reals.map((name) => [name, real(name)]),
    ...integers.map((name) => [name, integer(name)]),
  ]);
}

const bucketTable = (name: string, bucketMs: number) =>
  sqliteTable(name, bucketColumns(), (table) => [
    primaryKey({ columns: [table.serverId, table.bucketStart] }),
    check(`${name}_aligned`, sql`${table.bucketStart} % ${sql.raw(String(bucketMs))} = 0`),
  ]);

export const metrics5m = bucketTable("metrics_5m", 300_000);
export const metrics1h = bucketTable("metrics_1h", 3_600_000);
export const metrics1d = bucketTable("metrics_1d", 86_400_000);

/**
 * How far the samples of a server are rolled up. Every accepted sample before `rolled_up_until` is in the buckets of all three tiers,
 * every one from then on is in `metrics` alone: together they are everything, at every moment. A server without a row here has
 * nothing rolled up.
 */
export const rollupProgress = sqliteTable("rollup_progress", {
  serverId: text("server_id")
    .primaryKey()
    .references(() => servers.id, { onDelete: "cascade" }),
  rolledUpUntil: instant("rolled_up_until").notNull().default(0),
  /** The same for the series of its lists, which are rolled up by the hour. */
  seriesRolledUpUntil: instant("series_rolled_up_until").notNull().default(0),
  /** What is older has been pruned, or may be at any moment: a sample before it is merged into the tier above. */
  rawFrom: instant("raw_from").notNull().default(0),
  buckets5mFrom: instant("buckets_5m_from").notNull().default(0),
  buckets1hFrom: instant("buckets_1h_from").notNull().default(0),
  snapshotsFrom: instant("snapshots_from").notNull().default(0),
});

/**
 * One thing that the lists of a server name: a filesystem by its mount point (used bytes, of a capacity), an interface received and
 * sent (bytes a second), a sensor (degrees Celsius).
 */
export const series = sqliteTable(
  "series",
  {
    id: integer("id").primaryKey(),
    serverId: text("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: seriesKinds }).notNull(),
    name: text("name").notNull(),
  },
  (table) => [
    uniqueIndex("uq_series_server_kind_name").on(table.serverId, table.kind, table.name),
    check("series_kind", sql`${table.kind} IN ${oneOf(seriesKinds)}`),
  ],
);

/**
 * The buckets of a series. Null figures mean the same as in the tiers above: `value_max` is `value_min`, and `value_sum` is
 * `value_min` times `value_count`. Of a rate the sum is the bytes that were moved and the count the seconds in which they were, so
 * that sum by count is the mean here too.
 */
const seriesColumns = () => ({
  seriesId: integer("series_id")
    .notNull()
    .references(() => series.id, { onDelete: "cascade" }),
  bucketStart: integer("bucket_start").notNull(),
  valueMin: real("value_min"),
  valueMax: real("value_max"),
  valueSum: real("value_sum"),
  valueCount: integer("value_count").notNull(),
  valueLast: real("value_last"),
  /** What the last list said could be used, in bytes; filesystems only. */
  capacityLast: real("capacity_last"),
});

export const series1h = sqliteTable("series_1h", seriesColumns(), (table) => [
  primaryKey({ columns: [table.seriesId, table.bucketStart] }),
  check("series_1h_aligned", sql`${table.bucketStart} % 3600000 = 0`),
]);

export const series1d = sqliteTable("series_1d", seriesColumns(), (table) => [
  primaryKey({ columns: [table.seriesId, table.bucketStart] }),
  check("series_1d_aligned", sql`${table.bucketStart} % 86400000 = 0`),
]);
