import { sql } from "drizzle-orm";
import { check, index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { serviceStatuses } from "../../domain/services/service";
import { createdAt, instant, oneOf } from "./columns";
import { servers } from "./servers";

/** What should be running on a server. Removing a row keeps the history in `service_status`. */
export const expectedServices = sqliteTable(
  "expected_services",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    serverId: text("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    serviceName: text("service_name").notNull(),
    displayName: text("display_name"),
    isCritical: integer("is_critical", { mode: "boolean" }).notNull().default(false),
    enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("uq_server_service_name").on(table.serverId, table.serviceName),
    index("idx_expected_services_server").on(table.serverId),
    check("expected_services_name_length", sql`length(${table.serviceName}) BETWEEN 1 AND 255`),
    check("expected_services_display_name_length", sql`length(${table.displayName}) BETWEEN 1 AND 255`),
    check("expected_services_is_critical", sql`${table.isCritical} IN (0, 1)`),
    check("expected_services_enabled", sql`${table.enabled} IN (0, 1)`),
  ],
);

/**
 * The history of services, stored by change: one row is a run of samples that all said the same, from `timestamp` to
 * `last_seen_at`. What was so holds on until `known_until`, the silence that its server was allowed after the last of those
 * samples, or until the next run of the service begins; what nobody vouches for is unknown. `pid`, `memory_mb` and
 * `cpu_percent` are those of the last sample that was written.
 */
export const serviceStatus = sqliteTable(
  "service_status",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    serverId: text("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    serviceName: text("service_name").notNull(),
    status: text("status", { enum: serviceStatuses }).notNull(),
    statusReason: text("status_reason"),
    pid: integer("pid"),
    memoryMb: real("memory_mb"),
    cpuPercent: real("cpu_percent"),
    timestamp: instant("timestamp").notNull(),
    /** Null in a row that was written by hand: then it is `timestamp`. */
    lastSeenAt: instant("last_seen_at"),
    /** Null in such a row: as long as the usual silence. */
    knownUntil: instant("known_until"),
    /** How often it was started anew between the sample before and this run's first: a restart begins a run. */
    restarts: integer("restarts").notNull().default(0),
    /** The init system's own counter of automatic restarts, as the run's last written sample gave it. */
    restartCounter: integer("restart_counter"),
    exitStatus: integer("exit_status"),
    /** When the init system says that the state began: exact, where the samples only saw it later. */
    startedAt: instant("started_at"),
  },
  (table) => [
    index("idx_service_status_server_time").on(table.serverId, table.timestamp),
    index("idx_service_status_service").on(table.serverId, table.serviceName, table.timestamp),
    check("service_status_name_length", sql`length(${table.serviceName}) BETWEEN 1 AND 255`),
    check("service_status_status", sql`${table.status} IN ${oneOf(serviceStatuses)}`),
    check("service_status_reason_length", sql`length(${table.statusReason}) <= 500`),
    check("service_status_restarts", sql`${table.restarts} >= 0`),
    check("service_status_order", sql`${table.lastSeenAt} >= ${table.timestamp}`),
  ],
);

export type ExpectedService = typeof expectedServices.$inferSelect;
export type ServiceRun = typeof serviceStatus.$inferSelect;
