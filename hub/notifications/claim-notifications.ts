import type { InStatement } from "@libsql/client";
import type { Database } from "../../db/client";
import {
  IS_FREE,
  LEASE_MS,
  latestLease,
  SELECT_WAITING,
  type WaitingRow,
  waitingOf,
} from "../../db/queries/notifications";
import type { DigestContent } from "../../domain/notifications/content";
import { type DeliveryPlan, planDelivery, type WaitingNotification } from "../../domain/notifications/plan";
import { readNotificationSettings } from "../../domain/notifications/settings";

/** Rows that are looked at in one round. */
const ROUND_MAX = 200;
/** Messages that this hub sends at once. */
const UNDER_WAY_MAX = 16;
/** Of these to one channel: a receiver that stalls must not keep the others from hearing. */
const UNDER_WAY_OF_CHANNEL_MAX = 4;

/**
 * One transaction: what waits is read, its fate decided, and what may go out now is leased to this hub, as far as what it is
 * sending already (`underWay`, by channel) leaves room. Each statement is guarded, so that of several hubs one gets a row.
 * Returns the ids that were leased.
 */
export async function claimNotifications(
  db: Database,
  options: { hubId: string; underWay: ReadonlyMap<number, number>; now: number },
): Promise<{ leased: number[]; plan: DeliveryPlan }> {
  const { hubId, underWay, now } = options;
  const busyChannels = [...underWay]
    .filter(([, count]) => count >= UNDER_WAY_OF_CHANNEL_MAX)
    .map(([id]) => id);
  return db.transact(async (read, commit) => {
    const rows = await read({
      sql: SELECT_WAITING,
      args: [now, now, latestLease(now), JSON.stringify(busyChannels), ROUND_MAX],
    });
    const channels = await read("SELECT id, is_enabled FROM notification_channels");
    const config = await read("SELECT value FROM config WHERE key = 'notifications'");
    const stored = config.rows[0]?.value;
    const waiting = rows.rows.map((row) => waitingOf(row as unknown as WaitingRow, now));
    const plan = planDelivery({
      waiting,
      channels: new Map(channels.rows.map((row) => [Number(row.id), { isEnabled: row.is_enabled === 1 }])),
      quietHours: readNotificationSettings(stored == null ? null : JSON.parse(String(stored))).quiet_hours,
      now,
    });
    const results = await commit([
      ...fates(plan, now),
      {
        sql: `UPDATE notifications SET leased_by = ?, leased_until = CAST(? AS INTEGER)
              WHERE id IN (SELECT value FROM json_each(?)) AND status = 'waiting' AND ${IS_FREE}
              RETURNING id`,
        args: [
          hubId,
          now + LEASE_MS,
          JSON.stringify(roomFor(plan.send, waiting, underWay)),
          now,
          latestLease(now),
        ],
      },
    ]);
    return { leased: results.at(-1)?.rows.map(({ id }) => Number(id)) ?? [], plan };
  });
}

/** As many of these as may be under way at once, all together and to each channel. */
function roomFor(
  ids: number[],
  waiting: WaitingNotification[],
  underWay: ReadonlyMap<number, number>,
): number[] {
  const counts = new Map(underWay);
  let free = UNDER_WAY_MAX - [...counts.values()].reduce((sum, count) => sum + count, 0);
  const channelOf = new Map(waiting.map(({ id, channelId }) => [id, channelId ?? 0]));
  return ids.filter((id) => {
    const channel = channelOf.get(id) ?? 0;
    const count = counts.get(channel) ?? 0;
    if (free <= 0 || count >= UNDER_WAY_OF_CHANNEL_MAX) return false;
    free -= 1;
    counts.set(channel, count + 1);
    return true;
  });
}

/** What becomes of the rows that do not go out. Digests come first: they take only what is still all there. */
function fates(plan: DeliveryPlan, now: number): InStatement[] {
  const free = [now, latestLease(now)];
  const isWaiting = `status = 'waiting' AND ${IS_FREE}`;
  const statements: InStatement[] = plan.digests.flatMap((digest) => digestStatements(digest, now));
  if (plan.merge.length > 0) {
    statements.push({
      sql: `UPDATE notifications SET status = 'merged', finished_at = CAST(? AS INTEGER), leased_by = NULL,
              leased_until = NULL, answer = 'told by a newer message about the same alert'
            WHERE id IN (SELECT value->>'id' FROM json_each(?)) AND ${isWaiting}`,
      args: [now, JSON.stringify(plan.merge), ...free],
    });
  }
  if (plan.hold.length > 0) {
    statements.push({
      sql: `UPDATE notifications SET next_attempt_at = (SELECT value->>'until' FROM json_each(?) WHERE value->>'id' = notifications.id)
            WHERE id IN (SELECT value->>'id' FROM json_each(?)) AND ${isWaiting}`,
      args: [JSON.stringify(plan.hold), JSON.stringify(plan.hold), ...free],
    });
  }
  if (plan.drop.length > 0) {
    statements.push({
      sql: `UPDATE notifications SET status = 'dropped', finished_at = CAST(? AS INTEGER), leased_by = NULL, leased_until = NULL,
              answer = (SELECT value->>'reason' FROM json_each(?) WHERE value->>'id' = notifications.id)
            WHERE id IN (SELECT value->>'id' FROM json_each(?)) AND ${isWaiting}`,
      args: [now, JSON.stringify(plan.drop), JSON.stringify(plan.drop), ...free],
    });
  }
  return statements;
}

/** A row of its own, which is delivered like any other, in the transaction that ends those that it stands for. */
function digestStatements(digest: DeliveryPlan["digests"][number], now: number): InStatement[] {
  const { channelId, ids, severity, content } = digest;
  const key = `digest:${channelId}:${ids[0]}-${ids.at(-1)}:${now}`;
  const list = JSON.stringify(ids);
  const free = [now, latestLease(now)];
  return [
    {
      sql: `INSERT INTO notifications (idempotency_key, channel_id, event, severity, at, content, next_attempt_at, created_at)
            SELECT ?, CAST(? AS INTEGER), 'digest', ?, CAST(? AS INTEGER), ?, CAST(? AS INTEGER), CAST(? AS INTEGER)
            WHERE (SELECT count(*) FROM notifications WHERE id IN (SELECT value FROM json_each(?))
              AND status = 'waiting' AND ${IS_FREE}) = CAST(? AS INTEGER)
            ON CONFLICT (idempotency_key) DO NOTHING`,
      args: [
        key,
        channelId,
        severity,
        now,
        JSON.stringify(content satisfies DigestContent),
        now,
        now,
        list,
        ...free,
        ids.length,
      ],
    },
    {
      sql: `UPDATE notifications SET status = 'merged', finished_at = CAST(? AS INTEGER), leased_by = NULL,
              leased_until = NULL, answer = 'told in the digest after the quiet hours'
            WHERE id IN (SELECT value FROM json_each(?)) AND status = 'waiting' AND ${IS_FREE}
              AND EXISTS (SELECT 1 FROM notifications WHERE idempotency_key = ?)`,
      args: [now, list, ...free, key],
    },
  ];
}
