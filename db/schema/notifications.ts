import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { severities } from "../../domain/alerts/alert";
import {
  channelTypes,
  notificationEvents,
  notificationStatuses,
} from "../../domain/notifications/notification";
import { alerts } from "./alerts";
import { createdAt, instant, oneOf, updatedAt } from "./columns";
import { servers } from "./servers";

/** Where messages go. Settings are JSON; the secret ones in it are encrypted with the key file beside the database. */
export const notificationChannels = sqliteTable(
  "notification_channels",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    name: text("name").notNull().unique(),
    type: text("type", { enum: channelTypes }).notNull(),
    isEnabled: integer("is_enabled", { mode: "boolean" }).notNull().default(true),
    minSeverity: text("min_severity", { enum: severities }).notNull().default("low"),
    settings: text("settings").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    check("notification_channels_name_length", sql`length(${table.name}) BETWEEN 1 AND 100`),
    check("notification_channels_type", sql`${table.type} IN ${oneOf(channelTypes)}`),
    check("notification_channels_min_severity", sql`${table.minSeverity} IN ${oneOf(severities)}`),
    check("notification_channels_settings_json", sql`json_valid(${table.settings})`),
  ],
);

/**
 * The outbox: one row for each message to each channel, written in the transaction of its cause and delivered by a job.
 * At least once; the idempotency key travels along, so that a receiver can tell a repetition.
 */
export const notifications = sqliteTable(
  "notifications",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    idempotencyKey: text("idempotency_key").notNull().unique(),
    alertId: integer("alert_id").references(() => alerts.id, { onDelete: "cascade" }),
    channelId: integer("channel_id").references(() => notificationChannels.id, { onDelete: "cascade" }),
    event: text("event", { enum: notificationEvents }).notNull(),
    severity: text("severity", { enum: severities }).notNull(),
    /** The time of the cause. */
    at: integer("at").notNull(),
    /** What cannot be read from the alert any more when the message goes out: its state at that moment, JSON. */
    content: text("content").notNull(),
    status: text("status", { enum: notificationStatuses }).notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: integer("next_attempt_at").notNull(),
    leasedBy: text("leased_by"),
    leasedUntil: instant("leased_until"),
    /** The provider's answer to the last attempt, or the error, cut to 2,000 characters. */
    answer: text("answer"),
    answerStatus: integer("answer_status"),
    finishedAt: instant("finished_at"),
    createdAt: createdAt(),
  },
  (table) => [
    index("idx_notifications_due").on(table.nextAttemptAt).where(sql`status = 'waiting'`),
    index("idx_notifications_alert").on(table.alertId),
    index("idx_notifications_channel").on(table.channelId),
    check("notifications_event", sql`${table.event} IN ${oneOf(notificationEvents)}`),
    check("notifications_severity", sql`${table.severity} IN ${oneOf(severities)}`),
    check("notifications_status", sql`${table.status} IN ${oneOf(notificationStatuses)}`),
    check("notifications_content_json", sql`json_valid(${table.content})`),
    check("notifications_finished_at", sql`(${table.status} = 'waiting') = (${table.finishedAt} IS NULL)`),
  ],
);

/**
 * A time in which nothing opens and nobody is reminded, for a server, a tag or everything: once (`starts_at`, `ends_at`), or
 * weekly (`weekdays`, `start_minute`, `duration_minutes` in `time_zone`).
 */
export const maintenanceWindows = sqliteTable(
  "maintenance_windows",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    name: text("name").notNull(),
    serverId: text("server_id").references(() => servers.id, { onDelete: "cascade" }),
    tag: text("tag"),
    startsAt: instant("starts_at"),
    endsAt: instant("ends_at"),
    /** A JSON array of 1 (Monday) .. 7 (Sunday), as ISO 8601 numbers them. */
    weekdays: text("weekdays"),
    startMinute: integer("start_minute"),
    durationMinutes: integer("duration_minutes"),
    timeZone: text("time_zone"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    check("maintenance_windows_name_length", sql`length(${table.name}) BETWEEN 1 AND 100`),
    check("maintenance_windows_for_whom", sql`${table.serverId} IS NULL OR ${table.tag} IS NULL`),
    check(
      "maintenance_windows_when",
      // A CHECK lets NULL pass, so each part says that it is there.
      sql`(${table.startsAt} IS NOT NULL AND ${table.endsAt} IS NOT NULL AND ${table.endsAt} > ${table.startsAt} AND ${table.weekdays} IS NULL)
        OR (${table.startsAt} IS NULL AND ${table.weekdays} IS NOT NULL AND json_valid(${table.weekdays})
          AND ${table.startMinute} IS NOT NULL AND ${table.startMinute} BETWEEN 0 AND 1439
          AND ${table.durationMinutes} IS NOT NULL AND ${table.durationMinutes} BETWEEN 1 AND 10080 AND ${table.timeZone} IS NOT NULL)`,
    ),
  ],
);
