import { formatNumber, formatPercent } from "../format/number";
import { formatDuration, formatInstant } from "../format/time";
import { UNKNOWN } from "../format/unknown";
import { reasonWords } from "../services/current-status";
import { ALERT_TITLE_LENGTH_MAX, type AlertType } from "./alert";
import type { ServiceReading } from "./services";

/** What an alert is about, in two or three words: "CPU", "disk /mnt/tank", "offline". */
export function subjectWords(alertType: AlertType, subject: string): string {
  const words: Record<AlertType, string> = {
    cpu: "CPU",
    memory: "memory",
    disk: subject === "" ? "disk" : `disk ${subject}`,
    load: "load",
    offline: "offline",
    network: "many servers silent",
    service_down: subject,
    service_unknown: subject,
    service_restarts: subject,
    capacity: subject === "" ? "disk" : `disk ${subject}`,
  };
  return words[alertType];
}

/** A reading in the unit of its alert type; unknown is a dash. */
export function formatReading(alertType: AlertType, value: number | null): string {
  if (alertType === "cpu" || alertType === "memory" || alertType === "disk") return formatPercent(value, 1);
  if (alertType === "capacity") return formatDays(value);
  if (alertType === "service_restarts") return formatNumber(value, 0);
  return formatNumber(value, 2);
}

/** `41 d`, `2.5 d`: days that are not over. */
function formatDays(days: number | null): string {
  return days === null ? UNKNOWN : `${formatNumber(days, days < 9.95 ? 1 : 0)} d`;
}

/** The title of an alert: "nas: disk /mnt/tank at 96.2 %". Cut to what the database takes. */
export function titleOf(alert: {
  serverName: string;
  alertType: AlertType;
  subject: string;
  value: number | null;
}): string {
  const what = subjectWords(alert.alertType, alert.subject);
  const reading = formatReading(alert.alertType, alert.value);
  const at =
    alert.value === null
      ? ""
      : alert.alertType === "capacity"
        ? ` may be full in ${reading}`
        : ` at ${reading}`;
  return cut(alert.alertType === "network" ? `Hub or network: ${what}` : `${alert.serverName}: ${what}${at}`);
}

/** The same of a reading that may not hold any more: "nas: disk /mnt/tank was at 96.2 %". */
export function lastHeardTitle(alert: Parameters<typeof titleOf>[0]): string {
  const { serverName, alertType, subject, value } = alert;
  if (value === null) return titleOf(alert);
  return cut(`${serverName}: ${subjectWords(alertType, subject)} was at ${formatReading(alertType, value)}`);
}

/** The sentence of an alert: what, against which line. */
export function messageOf(alert: {
  alertType: AlertType;
  subject: string;
  value: number | null;
  threshold: number | null;
  silenceAllowedMs?: number;
  /** How many services are expected of a silent server. */
  servicesExpected?: number;
  serverNames?: string[];
}): string {
  const { alertType, subject, value, threshold } = alert;
  if (alertType === "offline") {
    const silence = `No heartbeat for ${formatDuration(alert.silenceAllowedMs)}`;
    const services = alert.servicesExpected ?? 0;
    if (services === 0) return `${silence}.`;
    return `${silence}, ${services} ${services === 1 ? "service" : "services"} not known.`;
  }
  if (alertType === "network") {
    return `${alert.serverNames?.length ?? 0} servers fell silent at once, so the hub or its network is the likelier cause: ${alert.serverNames?.join(", ")}.`;
  }
  const what = subjectWords(alertType, subject);
  const unit = alertType === "load" ? " per core" : "";
  const start = `${what[0]?.toUpperCase()}${what.slice(1)}`;
  if (alertType === "capacity") {
    return `${start} may be full in ${formatReading(alertType, value)} if it goes on filling as it did; that is the early end of the range, and the line is ${formatReading(alertType, threshold)}.`;
  }
  return `${start} is at ${formatReading(alertType, value)}${unit}, at or above the line of ${formatReading(alertType, threshold)}.`;
}

/** The title and the sentence of an alert about a service, from the sample that opened it. */
export function serviceWords(alert: {
  serverName: string;
  alertType: AlertType;
  subject: string;
  reading: ServiceReading;
}): { title: string; message: string } {
  const { serverName, alertType, subject: unit, reading } = alert;
  const { status, statusReason, startedAt } = reading.word;
  const titled = (what: string, message: string) => ({
    title: cut(`${serverName}: ${unit} ${what}`),
    message,
  });
  if (alertType === "service_unknown") {
    return titled(
      "not known",
      `Nothing is known of ${unit}${statusReason === null ? "" : `: ${statusReason}`}.`,
    );
  }
  if (alertType === "service_restarts") {
    const times = `${reading.restarts} times within ten minutes`;
    return titled(`restarted ${times}`, `${unit} was restarted ${times}.`);
  }
  const because = reasonWords(reading.word);
  const since = formatInstant(startedAt !== null && startedAt <= reading.at ? startedAt : reading.at);
  return titled(status, `${unit} ${status}${because === null ? "" : ` (${because})`} since ${since}.`);
}

/** Never in the middle of a character: half a surrogate pair is none, and the database's client cannot read it back. */
function cut(title: string): string {
  if (title.length <= ALERT_TITLE_LENGTH_MAX) return title;
  return `${title.slice(0, ALERT_TITLE_LENGTH_MAX - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
