import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type AlertStatus, type AlertType, alertStatuses, type Severity } from "../../domain/alerts/alert";
import type { Database } from "../client";
import { alertEvents, alertStates, alerts, notificationChannels, notifications, servers } from "../schema";

/** Active alerts that one list shows: more of them than a person reads, fewer than spoil a page. */
const ACTIVE_MAX = 500;
/** Of the timeline and of the deliveries of an alert that was open for months: the newest. */
const TIMELINE_MAX = 1000;

export type AlertFilter = {
  status?: AlertStatus;
  severity?: Severity;
  serverId?: string;
  alertType?: AlertType;
  /** Any part of the title, the message, or the server's id. Letters of a to z are alike in either case. */
  q?: string;
  /** Opened at or after, epoch milliseconds. */
  from?: number;
  /** Opened at or before, epoch milliseconds. */
  to?: number;
};

export type AlertRecord = typeof alerts.$inferSelect & { serverName: string };
export type AlertEventRecord = typeof alertEvents.$inferSelect;
export type AlertCounts = Record<AlertStatus, number>;

const alertColumns = {
  id: alerts.id,
  serverId: alerts.serverId,
  serverName: sql<string>`coalesce(${servers.displayName}, ${servers.id})`,
  alertType: alerts.alertType,
  subject: alerts.subject,
  severity: alerts.severity,
  status: alerts.status,
  title: alerts.title,
  message: alerts.message,
  thresholdValue: alerts.thresholdValue,
  actualValue: alerts.actualValue,
  peakValue: alerts.peakValue,
  createdAt: alerts.createdAt,
  acknowledgedAt: alerts.acknowledgedAt,
  acknowledgedBy: alerts.acknowledgedBy,
  staleAt: alerts.staleAt,
  resolvedAt: alerts.resolvedAt,
  autoResolved: alerts.autoResolved,
  updatedAt: alerts.updatedAt,
};

/** Said literally and not as a parameter, so that the partial index of active alerts is found. */
const isActive = sql`${alerts.status} <> 'resolved'`;

/** One page of the alerts that match, newest first, with their number, and with the numbers by status for the tabs. */
export async function listAlerts(
  db: Database,
  options: AlertFilter & { limit: number; offset: number },
): Promise<{ alerts: AlertRecord[]; total: number; counts: AlertCounts }> {
  const { ids, counts } = isSearch(options) ? await searchPage(db, options) : await indexedPage(db, options);
  const total =
    options.status === undefined
      ? counts.open + counts.acknowledged + counts.resolved
      : counts[options.status];
  if (ids.length === 0) return { alerts: [], total, counts };
  const rows = await selectAlerts(db, inArray(alerts.id, ids)).orderBy(
    desc(alerts.createdAt),
    desc(alerts.id),
  );
  return { alerts: rows, total, counts };
}

/** How many alerts match in each status; the filter's own status is not looked at. */
export async function countAlertsByStatus(db: Database, filter: AlertFilter): Promise<AlertCounts> {
  const { sql: where, args } = conditions({ ...filter, status: undefined });
  const [row] = await db.query<AlertCounts>(`SELECT ${COUNTS} FROM alerts ${where}`, args);
  return countsOf(row);
}

type Page = { ids: number[]; counts: AlertCounts };
type PageOptions = AlertFilter & { limit: number; offset: number };

const COUNTS = alertStatuses
  .map((status) => `count(*) FILTER (WHERE status = '${status}') AS ${status}`)
  .join(", ");
const NEWEST_FIRST = "ORDER BY created_at DESC, id DESC LIMIT CAST(? AS INTEGER) OFFSET CAST(? AS INTEGER)";

async function indexedPage(db: Database, options: PageOptions): Promise<Page> {
  const { sql: where, args } = conditions(options);
  const [rows, counts] = await Promise.all([
    db.query<{ id: number }>(`SELECT id FROM alerts ${where} ${NEWEST_FIRST}`, [
      ...args,
      options.limit,
      options.offset,
    ]),
    countAlertsByStatus(db, options),
  ]);
  return { ids: rows.map(({ id }) => id), counts };
}

/** No index helps to find a part of a text, so every text is read: once, for the page and for the numbers. */
async function searchPage(db: Database, options: PageOptions): Promise<Page> {
  const { sql: where, args } = conditions({ ...options, status: undefined });
  const { status, limit, offset } = options;
  const [row] = await db.query<AlertCounts & { ids: string }>(
    `WITH matching AS MATERIALIZED (SELECT id, status, created_at FROM alerts ${where})
     SELECT ${COUNTS}, (SELECT json_group_array(id) FROM
       (SELECT id FROM matching ${status === undefined ? "" : "WHERE status = ?"} ${NEWEST_FIRST})) AS ids
     FROM matching`,
    [...args, ...(status === undefined ? [] : [status]), limit, offset],
  );
  return { ids: JSON.parse(row?.ids ?? "[]") as number[], counts: countsOf(row) };
}

function countsOf(row: AlertCounts | undefined): AlertCounts {
  return { open: row?.open ?? 0, acknowledged: row?.acknowledged ?? 0, resolved: row?.resolved ?? 0 };
}

/** One alert with the name of its server; null where there is none of this id. */
export async function findAlert(db: Database, id: number): Promise<AlertRecord | null> {
  const rows = await selectAlerts(db, eq(alerts.id, id));
  return rows[0] ?? null;
}

/** The newest reading of what an alert is about, while it lasts; null where nothing is measured, or nothing is remembered of it. */
export async function findNewestReading(db: Database, alertId: number): Promise<number | null> {
  const rows = await db.reader
    .select({ value: alertStates.currentValue })
    .from(alertStates)
    .where(eq(alertStates.alertId, alertId))
    .limit(1);
  return rows[0]?.value ?? null;
}

/** The timeline of an alert, oldest first. */
export async function listAlertEvents(db: Database, alertId: number): Promise<AlertEventRecord[]> {
  const rows = await db.reader
    .select()
    .from(alertEvents)
    .where(eq(alertEvents.alertId, alertId))
    .orderBy(desc(alertEvents.at), desc(alertEvents.id))
    .limit(TIMELINE_MAX);
  return rows.reverse();
}

/** The messages about an alert, oldest first: to whom, when, and what the provider said to the last attempt. */
export async function listDeliveries(db: Database, alertId: number) {
  const rows = await db.reader
    .select({
      id: notifications.id,
      event: notifications.event,
      severity: notifications.severity,
      at: notifications.at,
      channelName: notificationChannels.name,
      channelType: notificationChannels.type,
      status: notifications.status,
      attempts: notifications.attempts,
      nextAttemptAt: notifications.nextAttemptAt,
      answer: notifications.answer,
      answerStatus: notifications.answerStatus,
      createdAt: notifications.createdAt,
      finishedAt: notifications.finishedAt,
    })
    .from(notifications)
    .leftJoin(notificationChannels, eq(notificationChannels.id, notifications.channelId))
    .where(eq(notifications.alertId, alertId))
    .orderBy(desc(notifications.id))
    .limit(TIMELINE_MAX);
  return rows.reverse();
}
export type DeliveryRecord = Awaited<ReturnType<typeof listDeliveries>>[number];

/** The unresolved alerts of all servers or of one, the worst first, among equals the oldest. At most 500. */
export async function listActiveAlerts(db: Database, serverId?: string): Promise<AlertRecord[]> {
  const worstFirst = sql`CASE ${alerts.severity} WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END`;
  return selectAlerts(db, and(isActive, serverId === undefined ? undefined : eq(alerts.serverId, serverId)))
    .orderBy(worstFirst, asc(alerts.createdAt), asc(alerts.id))
    .limit(ACTIVE_MAX);
}

export type ActiveAlertCounts = {
  open: number;
  acknowledged: number;
  bySeverity: Record<Severity, number>;
  /** By server id; a server without an active alert is not in it. */
  byServer: Map<string, number>;
};

/** How many alerts are not resolved, of all servers or of one. */
export async function countActiveAlerts(db: Database, serverId?: string): Promise<ActiveAlertCounts> {
  const rows = await db.reader
    .select({
      serverId: alerts.serverId,
      status: alerts.status,
      severity: alerts.severity,
      count: sql<number>`count(*)`,
    })
    .from(alerts)
    .where(and(isActive, serverId === undefined ? undefined : eq(alerts.serverId, serverId)))
    .groupBy(alerts.serverId, alerts.status, alerts.severity);
  const counts: ActiveAlertCounts = {
    open: 0,
    acknowledged: 0,
    bySeverity: { critical: 0, high: 0, medium: 0, low: 0 },
    byServer: new Map(),
  };
  for (const row of rows) {
    if (row.status !== "resolved") counts[row.status] += row.count;
    counts.bySeverity[row.severity] += row.count;
    counts.byServer.set(row.serverId, (counts.byServer.get(row.serverId) ?? 0) + row.count);
  }
  return counts;
}

function selectAlerts(db: Database, where: SQL | undefined) {
  return db.reader
    .select(alertColumns)
    .from(alerts)
    .innerJoin(servers, eq(servers.id, alerts.serverId))
    .where(where)
    .$dynamic();
}

function isSearch(filter: AlertFilter): filter is AlertFilter & { q: string } {
  return filter.q !== undefined && filter.q !== "";
}

/** The WHERE of a filter, empty where it filters nothing. */
function conditions(filter: AlertFilter): { sql: string; args: (string | number)[] } {
  const { status, severity, serverId, alertType, from, to } = filter;
  const terms: [string, string | number | undefined][] = [
    ["status = ?", status],
    ["severity = ?", severity],
    ["server_id = ?", serverId],
    ["alert_type = ?", alertType],
    ["created_at >= CAST(? AS INTEGER)", from],
    ["created_at <= CAST(? AS INTEGER)", to],
  ];
  const given = terms.flatMap(([term, value]) => (value === undefined ? [] : [{ term, value }]));
  const wheres = given.map(({ term }) => term);
  const args = given.map(({ value }) => value);
  if (isSearch(filter)) {
    const pattern = `%${filter.q.replace(/[\\%_]/g, "\\$&")}%`;
    wheres.push(`(title LIKE ? ESCAPE '\\' OR message LIKE ? ESCAPE '\\' OR server_id LIKE ? ESCAPE '\\')`);
    args.push(pattern, pattern, pattern);
  }
  return { sql: wheres.length === 0 ? "" : `WHERE ${wheres.join(" AND ")}`, args };
}
