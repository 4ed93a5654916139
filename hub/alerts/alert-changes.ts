import type { InStatement } from "@libsql/client";
import { type AlertType, isWorse, metricTypeOf } from "../../domain/alerts/alert";
import type { Step, SubjectState } from "../../domain/alerts/transition";
import { messageOf, titleOf } from "../../domain/alerts/words";
import type { NotificationContent } from "../../domain/notifications/content";
import type { NotificationEvent } from "../../domain/notifications/notification";
import * as statements from "./alert-statements";
import type { Alerting } from "./load-alerting";

/** What an evaluation found for one subject. */
export type AlertChange = {
  serverId: string;
  serverName: string;
  alertType: AlertType;
  subject: string;
  after: SubjectState;
  steps: Step[];
  /** The sentence of an alert that no reading opened. */
  message?: string;
  /** The words of an alert that says more than its figures, for the sample that opened it. */
  wordsAt?: (at: number) => { title: string; message: string };
  /** What else cannot be known while it lasts. */
  hangsOn?: string[];
};

/** The statements that store these changes: alerts, their timelines, the machine's memory and the outbox. */
export function changeStatements(changes: AlertChange[], alerting: Alerting, now: number): InStatement[] {
  const rows = { ends: [], alerts: [], updates: [], events: [], states: [], outbox: [] } as Record<
    "ends" | "alerts" | "updates" | "events" | "states" | "outbox",
    unknown[][]
  >;
  let lastAlertId = alerting.lastAlertId;
  for (const change of changes) {
    const { after } = change;
    let alertId = after.alertId;
    let running: Running | null = null;
    for (const step of change.steps) {
      if (step.kind === "opened") {
        // What ends here has to be over before the next one opens: the database refuses two active ones.
        if (running !== null) rows.ends.push(updateRow(running, now));
        lastAlertId += 1;
        alertId = lastAlertId;
        rows.alerts.push(alertRow(change, step, alertId, now));
        running = null;
      }
      if (alertId === null) continue;
      rows.events.push([alertId, step.kind, step.at, step.severity, step.value, step.note, now]);
      rows.outbox.push(...outboxRows(change, step, alertId, alerting, now));
      running = followed(
        running ?? {
          alertId,
          isTakenBack: false,
          threshold: null,
          resolvedAt: null,
          severity: step.severity,
        },
        step,
      );
    }
    const isActive = after.severity !== null;
    if (alertId !== null && (running !== null || isActive)) {
      const base = running ?? {
        alertId,
        isTakenBack: false,
        threshold: null,
        resolvedAt: null,
        severity: after.severity ?? "low",
      };
      rows.updates.push(
        updateRow(
          {
            ...base,
            severity: after.severity ?? base.severity,
            peak: after.peak ?? base.peak,
            staleAt: after.isStale ? now : null,
          },
          now,
        ),
      );
    }
    rows.states.push(stateRow(change, alertId, now));
  }
  const all = [
    [statements.UPDATE_ALERTS, rows.ends],
    [statements.INSERT_ALERTS, rows.alerts],
    [statements.UPDATE_ALERTS, rows.updates],
    [statements.INSERT_ALERT_EVENTS, rows.events],
    [statements.UPSERT_ALERT_STATES, rows.states],
    [statements.INSERT_NOTIFICATIONS, rows.outbox],
  ] as const;
  return all
    .filter(([, some]) => some.length > 0)
    .map(([sql, some]) => ({ sql, args: [JSON.stringify(some)] }));
}

/**
 * One row for each enabled channel that takes this severity; none where nobody is to be told. The end of an alert is for a channel
 * that heard of it as well, though it may be less bad by then than what the channel takes.
 */
export function outboxRows(
  change: Pick<AlertChange, "hangsOn">,
  step: Pick<Step, "message" | "at" | "severity" | "value">,
  alertId: number,
  alerting: Pick<Alerting, "channels" | "notifyOnResolve">,
  now: number,
): unknown[][] {
  const { message } = step;
  if (message === null || (message === "resolved" && !alerting.notifyOnResolve)) return [];
  const content: NotificationContent = {
    severity: step.severity,
    value: step.value,
    hangsOn: change.hangsOn ?? [],
  };
  return alerting.channels
    .map(({ id, minSeverity }) => ({ id, isBelow: isWorse(minSeverity, step.severity) }))
    .filter(({ isBelow }) => !isBelow || message === "resolved")
    .map(({ id, isBelow }) => [
      idempotencyKey(alertId, message, step.at, id),
      alertId,
      id,
      message,
      step.severity,
      step.at,
      JSON.stringify(content),
      now,
      isBelow,
    ]);
}

/** The same cause makes the same key, however often it is evaluated. */
function idempotencyKey(alertId: number, event: NotificationEvent, at: number, channelId: number): string {
  return `alert-${alertId}-${event}-${at}-${channelId}`;
}

type Running = {
  alertId: number;
  isTakenBack: boolean;
  threshold: number | null;
  resolvedAt: number | null;
  severity: Step["severity"];
  peak?: number | null;
  staleAt?: number | null;
};

function followed(running: Running, step: Step): Running {
  return {
    ...running,
    severity: step.severity,
    isTakenBack: running.isTakenBack || step.kind === "escalated",
    threshold: step.threshold ?? running.threshold,
    resolvedAt: step.kind === "resolved" ? step.at : running.resolvedAt,
    peak: step.peak ?? running.peak,
  };
}

function updateRow(running: Running, now: number): unknown[] {
  const { alertId, severity, threshold, resolvedAt, isTakenBack } = running;
  return [
    alertId,
    severity,
    threshold,
    running.peak ?? null,
    running.staleAt ?? null,
    resolvedAt,
    isTakenBack,
    now,
  ];
}

function alertRow(change: AlertChange, step: Step, alertId: number, now: number): unknown[] {
  const { alertType, subject, serverName } = change;
  const words = change.wordsAt?.(step.at) ?? {
    title: titleOf({ serverName, alertType, subject, value: step.value }),
    message:
      change.message ?? messageOf({ alertType, subject, value: step.value, threshold: step.threshold }),
  };
  return [
    alertId,
    change.serverId,
    alertType,
    subject,
    step.severity,
    words.title,
    words.message,
    step.threshold,
    step.value,
    step.at,
    now,
  ];
}

function stateRow(change: AlertChange, alertId: number | null, now: number): unknown[] {
  const { after, steps } = change;
  // The cause may be long past (an agent's clock, a maintenance that ended); the cooldown runs from when it is told.
  const isTold = after.lastNotifiedAt !== null && steps.some(({ message }) => message !== null);
  return [
    change.serverId,
    metricTypeOf(change.alertType, change.subject),
    after.severity,
    after.breaches,
    after.clears,
    after.value,
    after.firstBreachAt,
    isTold ? now : after.lastNotifiedAt,
    after.resolvedAt,
    alertId,
    JSON.stringify(after.changes),
    after.flappingSince,
    now,
  ];
}
