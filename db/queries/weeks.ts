import type { AlertType } from "../../domain/alerts/alert";
import type { NotificationStatus } from "../../domain/notifications/notification";
import type { HeardServer, OpenedAlert } from "../../domain/summary/week-summary";
import type { Database } from "../client";
import { listBeginnings } from "./due";

const HOUR_MS = 3_600_000;

/**
 * In how many hours each server was heard in a stretch of time, by server's id: of those that begin in it and in which the
 * server was never paused, none before the server was due. Its very first hour counts as whole, as that was not due from its beginning.
 */
export async function listHeardServers(
  db: Database,
  { from, to }: { from: number; to: number },
): Promise<HeardServer[]> {
  const firstHours = [...(await listBeginnings(db, null))].map(([id, { dueFrom }]) => [
    id,
    Math.floor(dueFrom / HOUR_MS) * HOUR_MS,
  ]);
  const rows = await db.query<HeardRow>(HEARD, [from, to, JSON.stringify(firstHours)]);
  return rows.map((row) => ({
    ...{ serverId: row.id, serverName: row.name, machineType: row.machine_type },
    pauses: (JSON.parse(row.pauses) as [number, number | null][]).map(([began, ended]) => ({
      from: began,
      to: ended,
    })),
    ...{ firstHourAt: row.first_hour_at, heardHours: row.heard_hours },
  }));
}

type HeardRow = {
  id: string;
  name: string;
  machine_type: HeardServer["machineType"];
  pauses: string;
  first_hour_at: number | null;
  heard_hours: number;
};

/**
 * A server's row knows the pause that lasts, the audit log those that ended. One that began before the server was made was of
 * another server of that name.
 */
const PAUSES = `
  SELECT id AS server_id, paused_at AS began, NULL AS ended FROM servers WHERE paused_at < CAST(?2 AS INTEGER)
  UNION ALL
  SELECT p.server_id, p.began, p.ended FROM (
    SELECT b.subject_id AS server_id, b.at AS began, (SELECT e.at FROM audit_log AS e
      WHERE e.subject_kind = 'server' AND e.subject_id = b.subject_id AND e.action = 'server.unpause' AND e.id > b.id
      ORDER BY e.id LIMIT 1) AS ended
    FROM audit_log AS b WHERE b.action = 'server.pause' AND b.at < CAST(?2 AS INTEGER)
  ) AS p JOIN servers AS o ON o.id = p.server_id AND p.began >= o.created_at
  WHERE p.ended > CAST(?1 AS INTEGER)`;

/**
 * One sample less than were due is none that is missing: an interval that does not divide the hour, or a timer that lags a
 * little, puts the last of an hour into the next. Hours without any sample have no bucket. What is not rolled up yet is counted
 * sample by sample: a summary that is sent at midnight knows the last half an hour of its week as well.
 */
const HEARD = `
  WITH pauses AS MATERIALIZED (${PAUSES}),
    firsts (server_id, hour_at) AS MATERIALIZED (SELECT value->>0, value->>1 FROM json_each(?3))
  SELECT s.id, coalesce(s.display_name, s.id) AS name, s.machine_type, f.hour_at AS first_hour_at,
    (SELECT json_group_array(json_array(began, ended)) FROM pauses WHERE server_id = s.id) AS pauses,
    coalesce(sum(CASE WHEN b.bucket_start = f.hour_at THEN 1.0 ELSE
      min(1.0, (b.sample_count + 1.0) / coalesce(b.due_count, max(1, 3600 / s.heartbeat_interval_seconds))) END), 0) AS heard_hours
  FROM servers AS s LEFT JOIN firsts AS f ON f.server_id = s.id
  LEFT JOIN (
    SELECT server_id, bucket_start, sum(sample_count) AS sample_count, max(due_count) AS due_count FROM (
      SELECT h.server_id, h.bucket_start, h.sample_count, h.due_count FROM servers AS o CROSS JOIN metrics_1h AS h
      WHERE h.server_id = o.id AND h.bucket_start >= CAST(?1 AS INTEGER) AND h.bucket_start < CAST(?2 AS INTEGER)
      UNION ALL
      SELECT m.server_id, m.timestamp / ${HOUR_MS} * ${HOUR_MS}, 1, NULL
      FROM servers AS o LEFT JOIN rollup_progress AS p ON p.server_id = o.id CROSS JOIN metrics AS m
      WHERE m.server_id = o.id AND m.timestamp >= max(coalesce(p.rolled_up_until, 0), CAST(?1 AS INTEGER))
        AND m.timestamp < CAST(?2 AS INTEGER))
    GROUP BY server_id, bucket_start) AS b
    ON b.server_id = s.id AND b.bucket_start >= f.hour_at AND NOT EXISTS (SELECT 1 FROM pauses AS p WHERE p.server_id = s.id
      AND p.began < b.bucket_start + ${HOUR_MS} AND (p.ended IS NULL OR p.ended > b.bucket_start))
  GROUP BY s.id ORDER BY s.id`;

/** Every alert that was open at any time between two instants, in the order of their beginnings. */
export async function listAlertsOpenIn(
  db: Database,
  { from, to }: { from: number; to: number },
): Promise<OpenedAlert[]> {
  const rows = await db.query<OpenedRow>(OPENED, [from, to]);
  return rows.map((row) => ({
    ...{ serverId: row.server_id, serverName: row.name, alertType: row.alert_type, subject: row.subject },
    ...{ createdAt: row.created_at, resolvedAt: row.resolved_at },
  }));
}

type OpenedRow = {
  server_id: string;
  name: string;
  alert_type: AlertType;
  subject: string;
  created_at: number;
  resolved_at: number | null;
};

/**
 * Three ways to find one, each by an index of its own: it opened in the span, it is open still, or it was resolved since, which
 * touched its row. Whole history is never read.
 */
const OPENED = `
  SELECT a.server_id, coalesce(s.display_name, s.id) AS name, a.alert_type, a.subject, a.created_at, a.resolved_at
  FROM (
    SELECT id FROM alerts WHERE created_at >= CAST(?1 AS INTEGER) AND created_at < CAST(?2 AS INTEGER)
    UNION SELECT id FROM alerts WHERE status <> 'resolved'
    UNION SELECT id FROM alerts WHERE updated_at >= CAST(?1 AS INTEGER)
  ) AS found JOIN alerts AS a ON a.id = found.id JOIN servers AS s ON s.id = a.server_id
  WHERE a.created_at < CAST(?2 AS INTEGER) AND (a.resolved_at IS NULL OR a.resolved_at > CAST(?1 AS INTEGER))
  ORDER BY a.created_at, a.id`;

/** As many weeks as a person looks back on. */
const MESSAGES_MAX = 20;

/** The messages of past weeks, newest first: to whom and what became of them. `week` is its Monday. */
export async function listSummaryMessages(db: Database): Promise<SummaryMessage[]> {
  const rows = await db.query<SummaryMessageRow>(MESSAGES, [MESSAGES_MAX]);
  return rows.map(({ id, week, name, status, finished_at, answer }) => ({
    ...{ id, week, channelName: name, status, finishedAt: finished_at, answer },
  }));
}

export type SummaryMessage = {
  id: number;
  week: string;
  channelName: string | null;
  status: NotificationStatus;
  finishedAt: number | null;
  answer: string | null;
};

type SummaryMessageRow = {
  id: number;
  week: string;
  name: string | null;
  status: NotificationStatus;
  finished_at: number | null;
  answer: string | null;
};

/** By the index of the keys, which begin with the week. */
const MESSAGES = `
  SELECT n.id, n.content ->> '$.summary.week' AS week, c.name, n.status, n.finished_at, n.answer
  FROM notifications AS n LEFT JOIN notification_channels AS c ON c.id = n.channel_id
  WHERE n.idempotency_key >= 'week:' AND n.idempotency_key < 'week;'
  ORDER BY n.idempotency_key DESC LIMIT CAST(? AS INTEGER)`;
