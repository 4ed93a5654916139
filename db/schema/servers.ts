import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { machineTypes, serverStatuses } from "../../domain/servers/server";
import { createdAt, instant, oneOf, updatedAt } from "./columns";

/** One row for each machine. `offline_after` is the deadline that the sweep compares with the clock. */
export const servers = sqliteTable(
  "servers",
  {
    id: text("id").primaryKey(),
    guid: text("guid").unique(),
    hostname: text("hostname").notNull(),
    displayName: text("display_name"),
    ipAddress: text("ip_address"),
    status: text("status", { enum: serverStatuses }).notNull().default("unknown"),
    /** When `status` last became what it is. */
    statusChangedAt: instant("status_changed_at"),
    osDistribution: text("os_distribution"),
    osVersion: text("os_version"),
    kernelVersion: text("kernel_version"),
    architecture: text("architecture"),
    osInfo: text("os_info").generatedAlwaysAs(
      sql`json_object('distribution', os_distribution, 'version', os_version, 'kernel', kernel_version, 'architecture', architecture)`,
      { mode: "virtual" },
    ),
    cpuModel: text("cpu_model"),
    cpuCores: integer("cpu_cores"),
    machineType: text("machine_type", { enum: machineTypes }).notNull().default("server"),
    machineCategory: text("machine_category"),
    tdpWatts: integer("tdp_watts"),
    idleWatts: integer("idle_watts"),
    agentVersion: text("agent_version"),
    bootId: text("boot_id"),
    heartbeatIntervalSeconds: integer("heartbeat_interval_seconds").notNull().default(60),
    /** The agent's clock minus the hub's at the newest heartbeat; null where the agent does not say its time. */
    clockSkewMs: integer("clock_skew_ms"),
    /** Heartbeats that wait on the agent's disk, as it last said. */
    spooledCount: integer("spooled_count"),
    /** Heartbeats that its agent had to drop, all together, because its spool was full. */
    spoolDroppedCount: integer("spool_dropped_count").notNull().default(0),
    /** What its services were when their runs were last written, and the time of that sample. */
    servicesDigest: text("services_digest"),
    servicesStoredAt: instant("services_stored_at"),
    /** The newest sample that said the same: until then the runs of `services_stored_at` are known to last. */
    servicesSeenAt: instant("services_seen_at"),
    lastSeen: instant("last_seen"),
    offlineAfter: instant("offline_after"),
    pausedAt: instant("paused_at"),
    updatesAvailable: integer("updates_available"),
    securityUpdates: integer("security_updates"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("idx_servers_offline_after").on(table.offlineAfter),
    index("idx_servers_updated_at").on(table.updatedAt),
    check(
      "servers_id_slug",
      sql`${table.id} GLOB '[a-z0-9]*' AND ${table.id} NOT GLOB '*[^a-z0-9-]*' AND length(${table.id}) <= 100`,
    ),
    check("servers_hostname_length", sql`length(${table.hostname}) BETWEEN 1 AND 255`),
    check("servers_ip_address_length", sql`length(${table.ipAddress}) <= 45`),
    check("servers_status", sql`${table.status} IN ${oneOf(serverStatuses)}`),
    check("servers_machine_type", sql`${table.machineType} IN ${oneOf(machineTypes)}`),
    check("servers_os_distribution_length", sql`length(${table.osDistribution}) <= 100`),
    check("servers_os_version_length", sql`length(${table.osVersion}) <= 100`),
    check("servers_kernel_version_length", sql`length(${table.kernelVersion}) <= 100`),
    check("servers_architecture_length", sql`length(${table.architecture}) <= 20`),
    check("servers_tdp_watts", sql`${table.tdpWatts} BETWEEN 0 AND 10000`),
    check("servers_idle_watts", sql`${table.idleWatts} BETWEEN 0 AND 10000`),
    check("servers_heartbeat_interval", sql`${table.heartbeatIntervalSeconds} BETWEEN 1 AND 86400`),
  ],
);

/** An operator sorts fifty machines by words of their own: `lab`, `storage`, `rack-2`. */
export const serverTags = sqliteTable(
  "server_tags",
  {
    serverId: text("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    tag: text("tag").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.serverId, table.tag] }),
    index("idx_server_tags_tag").on(table.tag),
    check("server_tags_tag_length", sql`length(${table.tag}) BETWEEN 1 AND 40`),
  ],
);

export type Server = typeof servers.$inferSelect;
