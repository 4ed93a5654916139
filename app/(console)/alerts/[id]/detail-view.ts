import type { DeliveryRow } from "@/components/alerts/deliveries";
import type { TimelineRow } from "@/components/alerts/timeline";
import type { AlertEventRecord, AlertRecord, DeliveryRecord } from "@/db/queries/alerts";
import type { AlertEventKind } from "@/domain/alerts/alert";
import { formatReading } from "@/domain/alerts/words";
import { formatDuration } from "@/domain/format/time";
import type { ChartMark, ChartSpec } from "@/domain/metrics/chart";
import { isMeasured } from "../alert-view";

const HOUR_MS = 3_600_000;
/** As much of its length is shown before an alert and after it, an hour at least. */
const CONTEXT_SHARE = 1 / 12;
/** Room above and below what a chart shows, as a share of it; and how little its axis spans where next to nothing moved. */
const AXIS_MARGIN = 0.1;
const AXIS_PERCENT_MIN = 10;

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

/** Where it opened, got worse or better, and ended, on the time axis of its chart. */
export function marksOf(
  { createdAt, resolvedAt, severity }: Pick<AlertRecord, "createdAt" | "resolvedAt" | "severity">,
  events: readonly AlertEventRecord[],
): ChartMark[] {
  const kind = "alert" as const;
  const marks = events
    .filter((event) => ["opened", "escalated", "deescalated"].includes(event.kind))
    .map((event) => ({ at: event.at, kind, severity: event.severity ?? severity, label: eventWords(event) }));
  // The beginning of a long timeline may not have been read.
  const isOpeningRead = events.some((event) => event.kind === "opened");
  return [
    ...(isOpeningRead ? [] : [{ at: createdAt, kind, severity, label: "Opened" }]),
    ...marks,
    ...(resolvedAt === null ? [] : [{ at: resolvedAt, kind, severity, label: "Resolved" }]),
  ];
}

/** The axis of a percentage, close around the line of its values and around the lines it is held against. */
export function percentDomain(spec: Pick<ChartSpec, "series" | "lines">): [number, number] {
  const values = [
    ...(spec.lines ?? []).map(({ value }) => value),
    ...spec.series.flatMap(({ points }) => points.flatMap(({ value, min, max }) => [value, min, max])),
  ].filter((value) => value != null);
  if (values.length === 0) return [0, 100];
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  const margin = Math.max((high - low) * AXIS_MARGIN, (AXIS_PERCENT_MIN - (high - low)) / 2);
  return [Math.max(0, low - margin), Math.min(100, high + margin)];
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

/** From some time before it opened until now; of one that is over, until some time after, as far as time has come. */
export function spanAround(
  alert: { createdAt: number; resolvedAt: number | null },
  now: number,
): { from: number; to: number } {
  const { createdAt, resolvedAt } = alert;
  const contextMs = Math.max(HOUR_MS, ((resolvedAt ?? now) - createdAt) * CONTEXT_SHARE);
  const from = createdAt - contextMs;
  const to = resolvedAt === null ? now : Math.min(now, resolvedAt + contextMs);
  // A clock that was turned back must not make a span of nothing.
  return { from, to: Math.max(to, from + HOUR_MS) };
}
