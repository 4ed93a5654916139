import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { RETENTION_DAYS_MAX, retentionTiers } from "../../domain/retention/policy";
import { createdAt, instant, oneOf, updatedAt } from "./columns";

/** How long each tier is kept: one row a tier, written at the first start. */
export const archivePolicy = sqliteTable(
  "archive_policy",
  {
    tier: text("tier", { enum: retentionTiers }).primaryKey(),
    /** Null: for ever. */
    retentionDays: integer("retention_days"),
    enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
    lastRunAt: instant("last_run_at"),
    /** Rows that the last run deleted, and what kept it from deleting more, if anything did. */
    lastDeletedCount: integer("last_deleted_count"),
    lastNote: text("last_note"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    check("archive_policy_tier", sql`${table.tier} IN ${oneOf(retentionTiers)}`),
    check(
      "archive_policy_retention_days",
      sql`${table.retentionDays} BETWEEN 1 AND ${sql.raw(String(RETENTION_DAYS_MAX))}`,
    ),
    check("archive_policy_enabled", sql`${table.enabled} IN (0, 1)`),
  ],
);

/** How large the database was, once a UTC day, for showing its growth. */
export const databaseSizes = sqliteTable(
  "database_sizes",
  {
    day: instant("day").primaryKey(),
    bytes: integer("bytes").notNull(),
    /** Pages within it that are free to be used again. */
    freeBytes: integer("free_bytes"),
  },
  (table) => [check("database_sizes_day", sql`${table.day} % 86400000 = 0`)],
);
