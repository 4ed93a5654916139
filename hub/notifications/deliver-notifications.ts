import type { Database } from "../../db/client";
import { findConfig } from "../../db/queries/config";
import { hasDueNotifications, listLeased } from "../../db/queries/notifications";
import { readNotificationSettings } from "../../domain/notifications/settings";
import { now as clock } from "../clock";
import { log } from "../log";
import { claimNotifications } from "./claim-notifications";
import type { SendLimits } from "./outgoing-request";
import { sendNotification } from "./send-notification";

/** How long the job waits for what it has begun. The rest goes on by itself, and other jobs with it. */
const JOB_WAITS_MS = 1000;

/** How many messages are under way to each channel of a database. */
const underWay = new WeakMap<Database, Map<number, number>>();

export type Delivery = { merged: number; held: number; dropped: number; digests: number; begun: number };

/** The job: begins what is due, and waits for it for a second at most. */
export async function deliverDueNotifications(
  db: Database,
  claim: { hubId: string; startedAt: number },
): Promise<Record<string, unknown>> {
  const { delivery, ended } = await beginDelivery(db, { hubId: claim.hubId, now: () => clock() });
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, JOB_WAITS_MS);
  });
  await Promise.race([ended, patience]);
  clearTimeout(timer);
  return delivery;
}

/** Delivers what is due, and resolves when every attempt has ended and is written down. */
export async function deliverNotifications(
  db: Database,
  options: { hubId: string; now: () => number; limits?: SendLimits },
): Promise<Delivery> {
  const { delivery, ended } = await beginDelivery(db, options);
  await ended;
  return delivery;
}

async function beginDelivery(
  db: Database,
  options: { hubId: string; now: () => number; limits?: SendLimits },
): Promise<{ delivery: Delivery; ended: Promise<unknown> }> {
  const { hubId, now, limits = {} } = options;
  const delivery: Delivery = { merged: 0, held: 0, dropped: 0, digests: 0, begun: 0 };
  const counts = countsOf(db);
  if (!(await hasDueNotifications(db, now()))) return { delivery, ended: Promise.resolve() };

  const { leased, plan } = await claimNotifications(db, { hubId, underWay: counts, now: now() });
  const rows = leased.length === 0 ? [] : await listLeased(db, { ids: leased, leasedBy: hubId });
  const settings = readNotificationSettings(await findConfig(db, "notifications"));
  const sendings = rows.map(async (row) => {
    const leave = enter(counts, row.channel.id);
    try {
      const send = { quietHours: settings.quiet_hours, leasedBy: hubId, now, limits };
      const status = await sendNotification(db, row, send);
      const { id, attempts, event } = row.notification;
      log().debug(
        { notification: id, channel: row.channel.name, event, attempt: attempts + 1, status },
        "sent",
      );
    } catch (error) {
      // It could not be written down: the lease ends by itself, and it is sent again.
      log().error(
        { notification: row.notification.id, err: error },
        "the end of a message could not be written",
      );
    } finally {
      leave();
    }
  });
  return {
    delivery: {
      merged: plan.merge.length,
      held: plan.hold.length,
      dropped: plan.drop.length,
      digests: plan.digests.length,
      begun: rows.length,
    },
    ended: Promise.all(sendings),
  };
}

function countsOf(db: Database): Map<number, number> {
  const counts = underWay.get(db) ?? new Map<number, number>();
  underWay.set(db, counts);
  return counts;
}

function enter(counts: Map<number, number>, channelId: number): () => void {
  counts.set(channelId, (counts.get(channelId) ?? 0) + 1);
  return () => {
    const rest = (counts.get(channelId) ?? 1) - 1;
    if (rest > 0) counts.set(channelId, rest);
    else counts.delete(channelId);
  };
}
