import { z } from "zod";
import { instantAnswer } from "../answer";
import {
  channelTypes,
  type NotificationEvent,
  type NotificationStatus,
  notificationEvents,
  notificationStatuses,
} from "../notifications/notification";
import { SERVER_ID_PATTERN } from "../servers/server";
import {
  type AlertEventKind,
  type AlertStatus,
  type AlertType,
  alertEventKinds,
  alertStatuses,
  alertTypes,
  type Severity,
  severities,
} from "./alert";

const text = z.string().nullable();
const number = z.number().nullable();
const count = z.number().int().min(0);
const instant = instantAnswer.nullable();
const serverId = z.string().regex(SERVER_ID_PATTERN);
const subject = z.string().describe("the mount, the unit; empty where the server has only one such thing");

export const alertAnswerSchema = z.strictObject({
  id: z.number().int().min(1),
  server_id: serverId,
  server_name: z.string(),
  alert_type: z.enum(alertTypes),
  subject,
  severity: z.enum(severities),
  status: z.enum(alertStatuses),
  title: z.string(),
  message: text,
  threshold_value: number.describe("the line that was crossed"),
  actual_value: number.describe("the value that opened it"),
  peak_value: number.describe("the worst value since"),
  created_at: instantAnswer.describe("when its cause happened"),
  acknowledged_at: instant,
  acknowledged_by: text,
  stale_at: instant.describe("since when nothing is known of its cause, as its server is silent"),
  resolved_at: instant,
  auto_resolved: z.boolean().describe("false where it was resolved by hand"),
  updated_at: instantAnswer,
});
export type AlertAnswer = z.output<typeof alertAnswerSchema>;

export const alertListAnswerSchema = z.strictObject({
  alerts: z.array(alertAnswerSchema),
  total: count.describe("how many match, on all pages"),
  limit: z.number().int().min(1),
  offset: count,
});

const timelineEntry = z.strictObject({
  kind: z.enum(alertEventKinds),
  at: instantAnswer.describe("the time of the sample, deadline or deed that caused it"),
  severity: z.enum(severities).nullable(),
  value: number,
  actor: text.describe("who did it; null for the hub itself"),
  note: text,
});

const delivery = z.strictObject({
  event: z.enum(notificationEvents),
  channel: text,
  channel_type: z.enum(channelTypes).nullable(),
  status: z.enum(notificationStatuses),
  attempts: count,
  answer: text.describe("what the provider, or the network, said to the last attempt"),
  answer_status: z.number().int().nullable(),
  created_at: instantAnswer,
  next_attempt_at: instant.describe("null where nothing is left to do"),
  finished_at: instant,
});

/** The alert of a message: as the API answers it, but for its messages, of which this one is not over. */
export const alertOfMessageSchema = alertAnswerSchema.extend({
  timeline: z.array(timelineEntry).describe("oldest first"),
});

export const alertDetailAnswerSchema = alertOfMessageSchema.extend({
  deliveries: z.array(delivery).describe("the messages about it, oldest first"),
});
export type AlertDetailAnswer = z.output<typeof alertDetailAnswerSchema>;

export const pendingAlertsAnswerSchema = z.strictObject({
  pending: z.array(
    z.strictObject({
      server_id: serverId,
      server_name: z.string(),
      alert_type: z.enum(alertTypes),
      subject,
      value: number,
      threshold: number.describe("the line that the value has crossed"),
      breaches: count.describe("in a row until now"),
      breaches_due: z.number().int().min(1).describe("in a row open the alert"),
      first_breach_at: instant,
      elapsed_seconds: count.nullable(),
      due_at: instant.describe("when it opens, if what comes until then breaches as well"),
    }),
  ),
  total: count,
});

type AlertOf = {
  id: number;
  serverId: string;
  serverName: string;
  alertType: AlertType;
  subject: string;
  severity: Severity;
  status: AlertStatus;
  title: string;
  message: string | null;
  thresholdValue: number | null;
  actualValue: number | null;
  peakValue: number | null;
  createdAt: number;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  staleAt: number | null;
  resolvedAt: number | null;
  autoResolved: boolean;
  updatedAt: number;
};

/** An alert as programs read it, in the API's answers and in a webhook: the database's names, times in ISO 8601. */
export function alertAnswer(alert: AlertOf): AlertAnswer {
  return {
    id: alert.id,
    server_id: alert.serverId,
    server_name: alert.serverName,
    alert_type: alert.alertType,
    subject: alert.subject,
    severity: alert.severity,
    status: alert.status,
    title: alert.title,
    message: alert.message,
    threshold_value: alert.thresholdValue,
    actual_value: alert.actualValue,
    peak_value: alert.peakValue,
    created_at: iso(alert.createdAt),
    acknowledged_at: iso(alert.acknowledgedAt),
    acknowledged_by: alert.acknowledgedBy,
    stale_at: iso(alert.staleAt),
    resolved_at: iso(alert.resolvedAt),
    auto_resolved: alert.autoResolved,
    updated_at: iso(alert.updatedAt),
  };
}

export function timelineAnswer(
  events: readonly {
    kind: AlertEventKind;
    at: number;
    severity: Severity | null;
    value: number | null;
    actor: string | null;
    note: string | null;
  }[],
): AlertDetailAnswer["timeline"] {
  return events.map(({ kind, at, severity, value, actor, note }) => {
    return { kind, at: iso(at), severity, value, actor, note };
  });
}

export function deliveriesAnswer(
  deliveries: readonly {
    event: NotificationEvent;
    channelName: string | null;
    channelType: AlertDetailAnswer["deliveries"][number]["channel_type"];
    status: NotificationStatus;
    attempts: number;
    answer: string | null;
    answerStatus: number | null;
    createdAt: number;
    nextAttemptAt: number;
    finishedAt: number | null;
  }[],
): AlertDetailAnswer["deliveries"] {
  return deliveries.map((delivery) => ({
    event: delivery.event,
    channel: delivery.channelName,
    channel_type: delivery.channelType,
    status: delivery.status,
    attempts: delivery.attempts,
    answer: delivery.answer,
    answer_status: delivery.answerStatus,
    created_at: iso(delivery.createdAt),
    next_attempt_at: delivery.status === "waiting" ? iso(delivery.nextAttemptAt) : null,
    finished_at: iso(delivery.finishedAt),
  }));
}

/** Null stays null. */
function iso(at: number): string;
function iso(at: number | null): string | null;
function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
