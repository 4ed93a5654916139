/** The words of alerts; the database's CHECK constraints are made from the same lists. */

/** Worst first. */
export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

export const alertStatuses = ["open", "acknowledged", "resolved"] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/**
 * `network` is the hub's own suspicion, when many servers fall silent at once. The words for services and for capacity are
 * in the database's CHECK already: to widen it later would mean to rebuild a table that others refer to.
 */
export const alertTypes = [
  "cpu",
  "memory",
  "disk",
  "load",
  "offline",
  "network",
  "service_down",
  "service_unknown",
  "service_restarts",
  "capacity",
] as const;
export type AlertType = (typeof alertTypes)[number];

/** What the timeline of an alert records. */
export const alertEventKinds = [
  "opened",
  "escalated",
  "deescalated",
  "reminded",
  "acknowledged",
  "stale",
  "resumed",
  "suppressed",
  "flapping",
  "steady",
  "resolved",
] as const;
export type AlertEventKind = (typeof alertEventKinds)[number];

export const ALERT_TITLE_LENGTH_MAX = 255;

/** Whether `a` is worse than `b`; nothing is better than any severity. */
export function isWorse(a: Severity | null, b: Severity | null): boolean {
  return rank(a) > rank(b);
}

function rank(severity: Severity | null): number {
  return severity === null ? 0 : severities.length - severities.indexOf(severity);
}

/** What an alert is about, in one word of `alert_states`: `cpu`, `disk:/mnt/tank`, `offline`, `service:nginx.service`. */
export function metricTypeOf(alertType: AlertType, subject: string): string {
  const word = alertType === "service_down" ? "service" : alertType;
  return subject === "" ? word : `${word}:${subject}`;
}

/** The way back; null where it is no word of ours. A mount may hold a colon itself, so only the first one parts. */
export function subjectOf(metricType: string): { alertType: AlertType; subject: string } | null {
  const [word = "", ...rest] = metricType.split(":");
  const alertType = word === "service" ? "service_down" : alertTypes.find((known) => known === word);
  return alertType === undefined ? null : { alertType, subject: rest.join(":") };
}
