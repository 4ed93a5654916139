import type { DeliveryRow } from "@/components/alerts/deliveries";
import type { TimelineRow } from "@/components/alerts/timeline";
import type { AlertEventRecord, AlertRecord, DeliveryRecord } from "@/db/queries/alerts";
import type { AlertEventKind } from "@/domain/alerts/alert";
import { formatReading } from "@/domain/alerts/words";
import { formatDuration } from "@/domain/format/time";
import { isMeasured } from "../alert-view";

const HOUR_MS = 3_600_000;
/** A chart of more than a week would show an alert of an hour as a dot. */
const SPAN_MS_MAX = 7 * 24 * HOUR_MS;

/** What is, in one sentence after the message: "Open for 3h, acknowledged by operator." */
export function standingOf(alert: AlertRecord, now: number): string {
  const lasted = formatDuration(Math.max(0, (alert.resolvedAt ?? now) - alert.createdAt));
  if (alert.status === "resolved") {
    return `Resolved ${alert.autoResolved ? "by itself" : "by hand"} after ${lasted}.`;
  }
  const known =
    alert.status === "acknowledged"
      ? `Open for ${lasted}, acknowledged by ${alert.acknowledgedBy ?? "somebody"}.`
      : `Open for ${lasted}.`;
  const stale =
    alert.staleAt === null
      ? ""
      : " Nothing is known of its cause at present, as its server is silent; a fresh sample resolves or resumes it.";
  return `${known}${stale}`;
}

/** What happened, oldest first. */
export function timelineRows(alert: AlertRecord, events: AlertEventRecord[]): TimelineRow[] {
  return events.map((event) => ({
    id: event.id,
    at: event.at,
    what: eventWords(event),
    value:
      event.value === null || !isMeasured(alert.alertType) ? "" : formatReading(alert.alertType, event.value),
    note: event.note,
  }));
}

function eventWords({ kind, severity, actor }: AlertEventRecord): string {
  const words: Record<AlertEventKind, string> = {
    opened: severity === null ? "Opened" : `Opened, ${severity}`,
    escalated: `Raised to ${severity}`,
    deescalated: `Lowered to ${severity}`,
    reminded: "Reminded",
    acknowledged: "Acknowledged",
    stale: "Not known any more",
    resumed: "Known again",
    suppressed: "Held back",
    flapping: "Flapping: messages stop until it is steady",
    steady: "Steady again",
    resolved: actor === null ? "Resolved by itself" : "Resolved",
  };
  return actor === null ? words[kind] : `${words[kind]} by ${actor}`;
}

/** Who was told, and what they answered. */
export function deliveryRows(deliveries: DeliveryRecord[]): DeliveryRow[] {
  return deliveries.map((delivery) => ({
    id: delivery.id,
    at: delivery.createdAt,
    event: delivery.event,
    channel: delivery.channelName ?? "a channel that was removed",
    type: delivery.channelType ?? "",
    ...statusOf(delivery),
    attempts: delivery.attempts,
    nextAttemptAt: delivery.status === "waiting" ? delivery.nextAttemptAt : null,
    answer: [delivery.answerStatus, delivery.answer].filter((part) => part !== null && part !== "").join(" "),
  }));
}

function statusOf({ status, attempts }: DeliveryRecord): Pick<DeliveryRow, "state" | "word"> {
  const looks: Record<DeliveryRecord["status"], Pick<DeliveryRow, "state" | "word">> = {
    sent: { state: "ok", word: "sent" },
    failed: { state: "bad", word: "failed" },
    merged: { state: "unknown", word: "told with another" },
    dropped: { state: "unknown", word: "dropped" },
    waiting: attempts > 0 ? { state: "notice", word: "trying again" } : { state: "unknown", word: "waiting" },
  };
  return looks[status];
}

/** From an hour before to an hour after, as far as time has come, and a week at most. */
export function spanAround(
  alert: { createdAt: number; resolvedAt: number | null },
  now: number,
): { from: number; to: number } {
  const from = alert.createdAt - HOUR_MS;
  const to = Math.min(now, (alert.resolvedAt ?? now) + HOUR_MS, from + SPAN_MS_MAX);
  // A clock that was turned back must not make a span of nothing.
  return { from, to: Math.max(to, from + HOUR_MS) };
}
