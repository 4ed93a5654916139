import { isWorse, type Severity } from "../alerts/alert";
import type { DigestContent } from "./content";
import { decide, wasHeld } from "./decide";
import type { NotificationEvent } from "./notification";
import type { QuietHours } from "./settings";

/** A row of the outbox that waits. */
export type WaitingNotification = {
  id: number;
  channelId: number | null;
  alertId: number | null;
  event: NotificationEvent;
  severity: Severity;
  at: number;
  /** When it came into the outbox; a cause that was told late is older. */
  createdAt: number;
  nextAttemptAt: number;
  /** Some hub is sending it at this moment. */
  isUnderWay: boolean;
};

export type DeliveryPlan = {
  /** To be sent now. */
  send: number[];
  /** Not before `until`: quiet hours. */
  hold: { id: number; until: number }[];
  /** Told by another message, which is newer and about the same alert. */
  merge: { id: number; into: number }[];
  /** Its channel is gone or turned off. */
  drop: { id: number; reason: string }[];
  digests: { channelId: number; ids: number[]; severity: Severity; content: DigestContent }[];
};

/**
 * What becomes of what waits. About one alert a channel hears one thing at a time, and the newest: a down and an up that both
 * wait are told as one, and nothing overtakes a message that is under way. What quiet hours held is told in one digest.
 * `waiting` holds everything that waits about the alerts that have something due.
 */
export function planDelivery(options: {
  waiting: readonly WaitingNotification[];
  channels: ReadonlyMap<number, { isEnabled: boolean }>;
  quietHours: QuietHours;
  now: number;
}): DeliveryPlan {
  const { channels, quietHours, now } = options;
  const plan: DeliveryPlan = { send: [], hold: [], merge: [], drop: [], digests: [] };
  const held = new Map<number, WaitingNotification[]>();
  for (const told of groupsOf(options.waiting).values()) {
    if (told.some(({ isUnderWay }) => isUnderWay)) continue;
    const newest = told.at(-1);
    const { channelId } = newest ?? {};
    if (newest === undefined || !told.some(({ nextAttemptAt }) => nextAttemptAt <= now)) continue;
    const channel = channelId == null ? undefined : channels.get(channelId);
    if (channelId == null || channel === undefined || !channel.isEnabled) {
      const reason = channel === undefined ? "the channel was removed" : "the channel is turned off";
      plan.drop.push(...told.map(({ id }) => ({ id, reason })));
      continue;
    }
    plan.merge.push(...told.slice(0, -1).map(({ id }) => ({ id, into: newest.id })));
    // The newest word waits for its own turn, though an older one that it replaces is due.
    if (newest.nextAttemptAt > now) continue;
    const decision = decide({ severity: newest.severity, quietHours, now });
    if (!decision.send) plan.hold.push({ id: newest.id, until: decision.until });
    else if (newest.event !== "digest" && wasHeld({ ...newest, quietHours, at: newest.createdAt }))
      held.set(channelId, [...(held.get(channelId) ?? []), newest]);
    else plan.send.push(newest.id);
  }
  for (const [channelId, items] of held) tellHeld(plan, channelId, items);
  return plan;
}

/** One message that was held is told by itself; of several a digest is made. */
function tellHeld(plan: DeliveryPlan, channelId: number, items: WaitingNotification[]): void {
  const [first] = items;
  if (first === undefined) return;
  if (items.length === 1) {
    plan.send.push(first.id);
    return;
  }
  const inOrder = items.toSorted((a, b) => a.at - b.at || a.id - b.id);
  plan.digests.push({
    channelId,
    ids: inOrder.map(({ id }) => id),
    severity: items.reduce(
      (worst: Severity, { severity }) => (isWorse(severity, worst) ? severity : worst),
      first.severity,
    ),
    content: {
      items: inOrder.map(({ event, severity, at, alertId }) => ({ event, severity, at, alertId })),
    },
  });
}

/** What waits by channel and alert, oldest first; what is about no alert stands alone. */
function groupsOf(waiting: readonly WaitingNotification[]): Map<string, WaitingNotification[]> {
  const groups = new Map<string, WaitingNotification[]>();
  for (const row of waiting.toSorted((a, b) => a.at - b.at || a.id - b.id)) {
    const key = row.alertId === null ? `row ${row.id}` : `${row.channelId} ${row.alertId}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}
