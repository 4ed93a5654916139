import { sql } from "drizzle-orm";
import { check, index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { alertEventKinds, alertStatuses, alertTypes, severities } from "../../domain/alerts/alert";
import { createdAt, instant, oneOf, updatedAt } from "./columns";
import { servers } from "./servers";

/**
 * The history: what people read, many rows a server, each the whole life of one alert from open over acknowledged to
 * resolved. A resolved alert never comes back; a new breach is a new row. The database itself refuses two active alerts
 * about one thing. `created_at` is the time of the cause (the sample, the deadline), not of the evaluator.
 */
export const alerts = sqliteTable(
  "alerts",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    serverId: text("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    alertType: text("alert_type", { enum: alertTypes }).notNull(),
    /** The mount, the unit; empty where the server has only one such thing. */
    subject: text("subject").notNull().default(""),
    severity: text("severity", { enum: severities }).notNull(),
    status: text("status", { enum: alertStatuses }).notNull().default("open"),
    title: text("title").notNull(),
    message: text("message"),
    /** The line that was crossed. */
    thresholdValue: real("threshold_value"),
    /** The value that opened it. */
    actualValue: real("actual_value"),
    /** The worst value since. */
    peakValue: real("peak_value"),
    createdAt: createdAt(),
    acknowledgedAt: instant("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    /** Since when nothing is known of its cause, because its server is silent; null where it is known. */
    staleAt: instant("stale_at"),
    resolvedAt: instant("resolved_at"),
    autoResolved: integer("auto_resolved", { mode: "boolean" }).notNull().default(false),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("idx_alerts_server_status").on(table.serverId, table.status),
    index("idx_alerts_severity_status").on(table.severity, table.status),
    index("idx_alerts_created_at").on(table.createdAt),
    index("idx_alerts_status_created_at").on(table.status, table.createdAt),
    index("idx_alerts_updated_at").on(table.updatedAt),
    uniqueIndex("uq_alerts_active")
      .on(table.serverId, table.alertType, table.subject)
      .where(sql`status <> 'resolved'`),
    check("alerts_type", sql`${table.alertType} IN ${oneOf(alertTypes)}`),
    check("alerts_severity", sql`${table.severity} IN ${oneOf(severities)}`),
    check("alerts_status", sql`${table.status} IN ${oneOf(alertStatuses)}`),
    check("alerts_title_length", sql`length(${table.title}) BETWEEN 1 AND 255`),
    check("alerts_subject_length", sql`length(${table.subject}) <= 300`),
    check("alerts_auto_resolved", sql`${table.autoResolved} IN (0, 1)`),
    check("alerts_resolved_at", sql`(${table.status} = 'resolved') = (${table.resolvedAt} IS NOT NULL)`),
  ],
);

/**
 * The machinery: internal, one row a server and metric, made when a metric first breaches. It counts breaches and clears,
 * knows the running alert and when it was last told of, and is what a restart goes on from. People never read it.
 */
export const alertStates = sqliteTable(
  "alert_states",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    serverId: text("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    /** `cpu`, `disk:/mnt/tank`, `offline`. */
    metricType: text("metric_type").notNull(),
    /** Null = nothing active. */
    currentSeverity: text("current_severity", { enum: severities }),
    consecutiveBreaches: integer("consecutive_breaches").notNull().default(0),
    consecutiveClears: integer("consecutive_clears").notNull().default(0),
    currentValue: real("current_value"),
    firstBreachAt: instant("first_breach_at"),
    lastNotifiedAt: instant("last_notified_at"),
    resolvedAt: instant("resolved_at"),
    alertId: integer("alert_id").references(() => alerts.id, { onDelete: "set null" }),
    /** When it opened or resolved lately, a JSON array of instants: what flapping is seen by. */
    changes: text("changes").notNull().default("[]"),
    /** Since when it flaps; null while it does not. */
    flappingSince: instant("flapping_since"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex("uq_server_metric").on(table.serverId, table.metricType),
    index("idx_alert_states_alert").on(table.alertId),
    check("alert_states_metric_type_length", sql`length(${table.metricType}) BETWEEN 1 AND 320`),
    check(
      "alert_states_severity",
      sql`${table.currentSeverity} IS NULL OR ${table.currentSeverity} IN ${oneOf(severities)}`,
    ),
    check("alert_states_counts", sql`${table.consecutiveBreaches} >= 0 AND ${table.consecutiveClears} >= 0`),
    check("alert_states_changes_json", sql`json_valid(${table.changes})`),
  ],
);

/** The timeline of an alert: what happened to it, when its cause happened, and who did it. */
export const alertEvents = sqliteTable(
  "alert_events",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    alertId: integer("alert_id")
      .notNull()
      .references(() => alerts.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: alertEventKinds }).notNull(),
    /** The time of the sample, deadline or deed that caused it, not of the evaluator. */
    at: integer("at").notNull(),
    severity: text("severity", { enum: severities }),
    value: real("value"),
    /** Who did it; null for the machine. */
    actor: text("actor"),
    /** A person's note, or the machine's reason. */
    note: text("note"),
    createdAt: createdAt(),
  },
  (table) => [
    index("idx_alert_events_alert").on(table.alertId, table.at),
    check("alert_events_kind", sql`${table.kind} IN ${oneOf(alertEventKinds)}`),
    check("alert_events_note_length", sql`length(${table.note}) <= 2000`),
  ],
);
