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
import { createdAt } from "./columns";
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
 * Samples rolled up into UTC hours, kept in the transaction of the sample. The overview's sparklines read this:
 * a day of a thousand servers is 24,000 rows here and 1.4 million there. Sum and count, not an average, so that
 * buckets of buckets stay exact.
 */
export const metrics1h = sqliteTable(
  "metrics_1h",
  {
    serverId: text("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    bucketStart: integer("bucket_start").notNull(),
    sampleCount: integer("sample_count").notNull(),
    cpuPercentMin: real("cpu_percent_min"),
    cpuPercentMax: real("cpu_percent_max"),
    cpuPercentSum: real("cpu_percent_sum"),
    cpuPercentCount: integer("cpu_percent_count").notNull(),
    memoryPercentMin: real("memory_percent_min"),
    memoryPercentMax: real("memory_percent_max"),
    memoryPercentSum: real("memory_percent_sum"),
    memoryPercentCount: integer("memory_percent_count").notNull(),
    diskPercentMin: real("disk_percent_min"),
    diskPercentMax: real("disk_percent_max"),
    diskPercentSum: real("disk_percent_sum"),
    diskPercentCount: integer("disk_percent_count").notNull(),
    diskWorstPercentMin: real("disk_worst_percent_min"),
    diskWorstPercentMax: real("disk_worst_percent_max"),
    diskWorstPercentSum: real("disk_worst_percent_sum"),
    diskWorstPercentCount: integer("disk_worst_percent_count").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.serverId, table.bucketStart] }),
    check("metrics_1h_aligned", sql`${table.bucketStart} % 3600000 = 0`),
  ],
);
