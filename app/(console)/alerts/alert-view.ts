import { type AlertRow, alertMark } from "@/components/alerts/alert-row";
import type { PendingRow } from "@/components/alerts/pending-list";
import type { AlertRecord } from "@/db/queries/alerts";
import type { PendingAlert } from "@/db/queries/pending-alerts";
import type { AlertType } from "@/domain/alerts/alert";
import { formatReading, subjectWords } from "@/domain/alerts/words";
import { formatPercent } from "@/domain/format/number";
import { formatDuration } from "@/domain/format/time";
import { serverHref } from "../overview-query";
import { alertHref } from "./alerts-query";

/** An alert in the words of a list. Pure. */
export function alertRow(alert: AlertRecord): AlertRow {
  const isStale = alert.staleAt !== null && alert.status !== "resolved";
  const { id, serverId, serverName, severity, status, createdAt, resolvedAt } = alert;
  return {
    id,
    href: alertHref(id),
    serverName,
    serverHref: serverHref(serverId),
    severity,
    status,
    mark: alertMark({ severity, status, isStale }),
    what: subjectWords(alert.alertType, alert.subject),
    reading: readingWords(alert.alertType, alert.peakValue ?? alert.actualValue, alert.thresholdValue),
    since: createdAt,
    resolvedAt,
    lasted: resolvedAt === null ? null : formatDuration(Math.max(0, resolvedAt - createdAt)),
    acknowledgedBy: alert.acknowledgedBy,
    acknowledgedAt: alert.acknowledgedAt,
    isStale,
  };
}

/** "96.2 % ≥ 95 %"; the reading alone where no line is known, a word where nothing is measured. */
export function readingWords(alertType: AlertType, value: number | null, threshold: number | null): string {
  if (!isMeasured(alertType) || value === null) return stateWords[alertType] ?? "";
  const reading = formatReading(alertType, value);
  // Days that are left are bad where they are few.
  const sign = alertType === "capacity" ? "≤" : "≥";
  return threshold === null ? reading : `${reading} ${sign} ${lineWords(alertType, threshold)}`;
}

/** What is wrong with what has no measure. */
const stateWords: Partial<Record<AlertType, string>> = {
  service_down: "down",
  service_unknown: "not known",
  service_restarts: "restarts again and again",
};

/** The line as it was typed: 95 %, not 95.0 %. */
export function lineWords(alertType: AlertType, threshold: number): string {
  if (alertType === "capacity") return `${threshold} d`;
  if (alertType === "load") return formatReading(alertType, threshold);
  return formatPercent(threshold, Number.isInteger(threshold) ? 0 : 1);
}

export function isMeasured(alertType: AlertType): boolean {
  return ["cpu", "memory", "disk", "load", "capacity"].includes(alertType);
}

/** A breach that is still counting. */
export function pendingRow(pending: PendingAlert): PendingRow {
  const { serverId, serverName, alertType, subject, value, threshold, breaches, breachesDue } = pending;
  return {
    key: `${serverId} ${alertType} ${subject}`,
    serverName,
    serverHref: serverHref(serverId),
    what: subjectWords(alertType, subject),
    reading: alertType === "service_unknown" ? "unknown" : readingWords(alertType, value, threshold),
    missing: `${breaches} of ${breachesDue} samples`,
    firstBreachAt: pending.firstBreachAt,
    dueAt: pending.dueAt,
  };
}
