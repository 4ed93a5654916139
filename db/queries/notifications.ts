import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { WaitingNotification } from "../../domain/notifications/plan";
import type { Database } from "../client";
import { notificationChannels, notifications } from "../schema";

export type ChannelRecord = typeof notificationChannels.$inferSelect;
export type NotificationRecord = typeof notifications.$inferSelect;

/** All channels by name. Secret settings are encrypted. */
export async function listChannels(db: Database): Promise<ChannelRecord[]> {
  return db.reader.select().from(notificationChannels).orderBy(asc(notificationChannels.name));
}

/** The channel of this name; null where there is none. */
export async function findChannel(db: Database, name: string): Promise<ChannelRecord | null> {
  const rows = await db.reader.select().from(notificationChannels).where(eq(notificationChannels.name, name));
  return rows[0] ?? null;
}

/** These rows of the outbox, each with its channel, as far as `hubId` holds the lease on them. */
export async function listLeased(
  db: Database,
  options: { ids: number[]; leasedBy: string },
): Promise<{ notification: NotificationRecord; channel: ChannelRecord }[]> {
  return db.reader
    .select({ notification: notifications, channel: notificationChannels })
    .from(notifications)
    .innerJoin(notificationChannels, eq(notificationChannels.id, notifications.channelId))
    .where(
      and(
        inArray(notifications.id, options.ids),
        eq(notifications.status, "waiting"),
        eq(notifications.leasedBy, options.leasedBy),
      ),
    )
    .orderBy(asc(notifications.at), asc(notifications.id));
}

/** Whether anything is due that no hub is sending. Asked every second, so it must cost nothing where nothing is. */
export async function hasDueNotifications(db: Database, now: number): Promise<boolean> {
  const rows = await db
    .prepared("hasDueNotifications", (reader) =>
      reader
        .select({ id: notifications.id })
        .from(notifications)
        .where(sql`status = 'waiting' AND next_attempt_at <= ${sql.placeholder("now")} AND ${isFree}`)
        .limit(1)
        .prepare(),
    )
    .all({ now, leaseMax: latestLease(now) });
  return rows.length > 0;
}

/** How many messages wait to be sent, and since when the oldest of them does, in epoch milliseconds. */
export async function countWaitingNotifications(
  db: Database,
): Promise<{ waiting: number; oldestAt: number | null }> {
  const [row] = await db.query<{ waiting: number; oldest_at: number | null }>(
    "SELECT count(*) AS waiting, min(created_at) AS oldest_at FROM notifications WHERE status = 'waiting'",
  );
  return { waiting: row?.waiting ?? 0, oldestAt: row?.oldest_at ?? null };
}

/** A sender that has not said anything for so long is taken for dead, and its message is sent again. */
export const LEASE_MS = 60_000;

/** Two hubs read their clocks a little apart, and each its own before its turn to write has come. */
const CLOCKS_APART_MS = 5000;

/** A lease that lasts longer than any lease can is from before the clock was set back. */
export function latestLease(now: number): number {
  return now + LEASE_MS + CLOCKS_APART_MS;
}

const isFree = sql`(leased_until IS NULL OR leased_until <= ${sql.placeholder("now")}
  OR leased_until > ${sql.placeholder("leaseMax")})`;

/** Whether no hub is sending it, for raw statements; arguments: now, latestLease(now). */
export const IS_FREE = "(leased_until IS NULL OR leased_until <= ? OR leased_until > ?)";

/**
 * What is due, oldest first, and all else that waits about the same alerts, as planDelivery reads it. Arguments: now,
 * now, latestLease(now), the ids of channels to leave out (JSON), how many.
 */
export const SELECT_WAITING = `
  WITH due AS (
    SELECT id, alert_id, channel_id FROM notifications
    WHERE status = 'waiting' AND next_attempt_at <= CAST(? AS INTEGER) AND ${IS_FREE}
      AND coalesce(channel_id, 0) NOT IN (SELECT value FROM json_each(?))
    ORDER BY next_attempt_at, id LIMIT CAST(? AS INTEGER)
  )
  SELECT id, channel_id, alert_id, event, severity, at, created_at, next_attempt_at, leased_until FROM notifications
  WHERE status = 'waiting' AND (id IN (SELECT id FROM due)
    OR EXISTS (SELECT 1 FROM due WHERE due.alert_id = notifications.alert_id AND due.channel_id = notifications.channel_id))`;

export type WaitingRow = {
  id: number;
  channel_id: number | null;
  alert_id: number | null;
  event: WaitingNotification["event"];
  severity: WaitingNotification["severity"];
  at: number;
  created_at: number;
  next_attempt_at: number;
  leased_until: number | null;
};

export function waitingOf(row: WaitingRow, now: number): WaitingNotification {
  const { leased_until: until } = row;
  return {
    id: row.id,
    channelId: row.channel_id,
    alertId: row.alert_id,
    event: row.event,
    severity: row.severity,
    at: row.at,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
    isUnderWay: until !== null && until > now && until <= latestLease(now),
  };
}
