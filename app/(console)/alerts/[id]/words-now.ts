import type { AlertRecord } from "@/db/queries/alerts";
import { formatReading, subjectWords } from "@/domain/alerts/words";
import { formatDuration } from "@/domain/format/time";
import { type CurrentStatus, reasonWords } from "@/domain/services/current-status";
import { isMeasured, lineWords } from "../alert-view";

/** What is known of the cause of an alert by now: the alert's own title and message keep how it was when it opened. */
export type CauseNow = {
  /** The newest reading; null where there is none. */
  value: number | null;
  /** The line of the severity that it has now. */
  line: number | null;
  /** Below this it clears, whatever its severity. */
  clear: number | null;
  /** For how long no heartbeat of its server has come. */
  silentMs: number;
  /** How many services are expected of its server. */
  servicesExpected: number;
  /** How the service is that it is about. */
  service: Pick<CurrentStatus, "status" | "statusReason" | "exitStatus"> | null;
};

/** "nas: disk /mnt/tank at 96.2 %"; of what is over, or was not heard of since, "nas: disk /mnt/tank was at 96.2 %". */
export function titleNow(alert: AlertRecord, cause: CauseNow): string {
  const { alertType, subject, serverName } = alert;
  const what = subjectWords(alertType, subject);
  const isOver = alert.status === "resolved";
  if (alertType === "network") return `Hub or network: many servers ${isOver ? "were silent" : "silent"}`;
  if (alertType === "offline") return `${serverName}: ${isOver ? "was offline" : "offline"}`;
  if (alertType === "service_down") {
    return `${serverName}: ${what} ${wasDown(alert, cause) ? "was down" : downWord(cause)}`;
  }
  if (alertType === "service_unknown")
    return `${serverName}: ${what} ${isOver ? "was not known" : "not known"}`;
  if (alertType === "service_restarts") {
    return `${serverName}: ${what} ${isPast(alert) ? "restarted" : "restarts"} again and again`;
  }
  const value = isOver ? worstOf(alert) : newestOf(alert, cause);
  if (value === null) return `${serverName}: ${what}`;
  const reading = formatReading(alertType, value);
  if (alertType === "capacity") {
    return `${serverName}: ${what} ${isOver ? "was filling up" : `may be full in ${reading}`}`;
  }
  return `${serverName}: ${what} ${isPast(alert) ? "was at" : "at"} ${reading}`;
}

/** The same as a sentence, with the line that matters now; empty where there is nothing to add to the title. */
export function sentenceNow(alert: AlertRecord, cause: CauseNow): string {
  const { alertType, subject } = alert;
  const isOver = alert.status === "resolved";
  // It names the servers, and has been in the past tense from the beginning.
  if (alertType === "network") return alert.message ?? "";
  if (alertType === "offline") return isOver ? "No heartbeat came while it lasted." : silenceWords(cause);
  if (isMeasured(alertType))
    return alertType === "capacity" ? daysWords(alert, cause) : readingWords(alert, cause);
  if (alertType === "service_restarts") {
    const worst = worstOf(alert);
    const verb = isPast(alert) ? "restarted" : "restarts";
    const times =
      worst === null ? "" : `: ${formatReading(alertType, worst)} times within ten minutes at worst`;
    return `${subject} ${verb} again and again${times}.`;
  }
  const because = cause.service === null ? null : reasonWords(cause.service);
  const why = because === null ? "" : ` (${because})`;
  if (alertType === "service_down") {
    if (!wasDown(alert, cause)) return `${subject} is ${downWord(cause)}${why}.`;
    return `${subject} was down${isOver ? "" : " when it was last heard of"}.`;
  }
  return isPast(alert) ? `${subject} was not known.` : `Nothing is known of ${subject}${why}.`;
}

/** Whether it is over, or nothing was heard of it since: then it was so, and nobody can say that it is. */
function isPast({ status, staleAt }: AlertRecord): boolean {
  return status === "resolved" || staleAt !== null;
}

/** The same of a service that is down: its last word may have run out before its server is called offline. */
function wasDown(alert: AlertRecord, { service }: CauseNow): boolean {
  return isPast(alert) || service?.status === "unknown";
}

function worstOf({ peakValue, actualValue }: AlertRecord): number | null {
  return peakValue ?? actualValue;
}

function newestOf(alert: AlertRecord, cause: CauseNow): number | null {
  return cause.value ?? worstOf(alert);
}

function silenceWords({ silentMs, servicesExpected }: CauseNow): string {
  const services = servicesExpected === 1 ? "1 service" : `${servicesExpected} services`;
  const unknown = servicesExpected === 0 ? "" : `, ${services} not known`;
  return `No heartbeat for ${formatDuration(silentMs)}${unknown}.`;
}

function readingWords(alert: AlertRecord, cause: CauseNow): string {
  const { alertType, subject, status, staleAt, thresholdValue } = alert;
  const read = (value: number | null) =>
    `${formatReading(alertType, value)}${alertType === "load" ? " per core" : ""}`;
  const start = capitalised(subjectWords(alertType, subject));
  const worst = worstOf(alert);
  if (status === "resolved") {
    const line =
      thresholdValue === null ? "" : `, at or above the line of ${lineWords(alertType, thresholdValue)}`;
    return `${start} was at ${read(worst)} at worst${line}.`;
  }
  const value = newestOf(alert, cause);
  if (value === null) return "";
  const was = staleAt === null ? `is at ${read(value)}` : `was at ${read(value)} when it was last heard of`;
  const peak =
    worst !== null && read(worst) !== read(value) && worst > value ? ` The worst was ${read(worst)}.` : "";
  return `${start} ${was}${standingToLine(alert, cause, value)}.${peak}`;
}

/** A reading may be back below the line it crossed, and not yet so far that the alert is over. */
function standingToLine({ alertType }: AlertRecord, { line, clear }: CauseNow, value: number): string {
  if (line === null) return "";
  if (value >= line) return `, at or above the line of ${lineWords(alertType, line)}`;
  const below = `, below the line of ${lineWords(alertType, line)} again`;
  return clear !== null && value >= clear && clear < line
    ? `${below} but not yet below ${lineWords(alertType, clear)}, where it clears`
    : below;
}

function daysWords(alert: AlertRecord, cause: CauseNow): string {
  const { alertType, subject, status } = alert;
  const start = capitalised(subjectWords(alertType, subject));
  const days = (value: number | null) => formatReading(alertType, value);
  if (status === "resolved") {
    return `${start} was filling up: at worst it might have been full in ${days(worstOf(alert))}.`;
  }
  const line = cause.line === null ? "" : `, and the line is ${lineWords(alertType, cause.line)}`;
  return `${start} may be full in ${days(newestOf(alert, cause))} if it goes on filling as it does; that is the early end of the range${line}.`;
}

function downWord({ service }: CauseNow): string {
  return service?.status === "failed" || service?.status === "stopped" ? service.status : "down";
}

function capitalised(words: string): string {
  return `${words[0]?.toUpperCase()}${words.slice(1)}`;
}
