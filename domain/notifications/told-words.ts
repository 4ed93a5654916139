import type { AlertType } from "../alerts/alert";
import { formatReading, lastHeardTitle, messageOf, subjectWords, titleOf } from "../alerts/words";
import type { NotificationEvent } from "./notification";

/** The alert as a message tells of it. Instants in epoch milliseconds. */
export type ToldAlert = {
  id: number;
  serverName: string;
  alertType: AlertType;
  subject: string;
  /** The words of its opening, which a later message does not repeat where they hold no longer. */
  title: string;
  message: string | null;
  thresholdValue: number | null;
  actualValue: number | null;
  peakValue: number | null;
  createdAt: number;
  resolvedAt: number | null;
};

/** One moment of an alert: what happened, the reading of then, and the line that mattered. */
export type ToldMoment = {
  event: NotificationEvent;
  alert: ToldAlert;
  value: number | null;
  line: number | null;
};

/** "nas: disk /mnt/tank at 96.2 %"; of what is over, the worst it was: "nas: disk /mnt/tank was at 98.0 %". */
export function toldTitle(moment: ToldMoment): string {
  const { event, alert } = moment;
  const { alertType, subject, serverName, title } = alert;
  const about = { serverName, alertType, subject };
  const isOver = isOverBy(moment);
  const value = readingOf(moment);
  switch (alertType) {
    case "network":
      return isOver ? "Hub or network: many servers were silent" : title;
    case "offline":
      return isOver ? `${serverName}: was offline` : title;
    case "service_down":
      return isOver ? `${serverName}: ${subject} was down` : title;
    case "service_unknown":
      return isOver ? `${serverName}: ${subject} was not known` : title;
    case "service_restarts":
      return `${serverName}: ${subject} ${value === null ? "restarts again and again" : `restarted ${times(value)}`}`;
    case "capacity":
      if (isOver && event !== "flapping") return `${titleOf({ ...about, value: null })} was filling up`;
      return titleOf({ ...about, value });
    default:
      return isOver ? lastHeardTitle({ ...about, value }) : titleOf({ ...about, value });
  }
}

/** The same as a sentence, with the line; empty where there is nothing to add to the title. */
export function toldSentence(moment: ToldMoment): string {
  const { event, alert } = moment;
  const { alertType, subject, message } = alert;
  switch (alertType) {
    case "network":
      return message ?? "";
    case "offline":
      if (isOverBy(moment)) return "No heartbeat came while it lasted.";
      // It was silent for so long when it opened.
      return event === "reminder" ? silentStill(message) : (message ?? "");
    case "service_down":
      return event === "resolved" ? `${subject} was down.` : (message ?? "");
    case "service_unknown":
      return event === "resolved" ? `Nothing was known of ${subject}.` : (message ?? "");
    default:
      return readingSentence(moment);
  }
}

function readingSentence(moment: ToldMoment): string {
  const { event, alert, line } = moment;
  const { alertType, subject } = alert;
  const start = capitalised(subjectWords(alertType, subject));
  const read = (reading: number) =>
    `${formatReading(alertType, reading)}${alertType === "load" ? " per core" : ""}`;
  const value = readingOf(moment);
  if (event === "flapping") {
    const what = line === null ? "its line" : `the line of ${formatReading(alertType, line)}`;
    return alertType === "service_restarts"
      ? `${subject} restarts again and again.`
      : `${start} crosses ${what} again and again.`;
  }
  if (value === null) return alertType === "capacity" && isOverBy(moment) ? `${start} was filling up.` : "";
  const atWorst = event === "resolved" ? " at worst" : "";
  if (alertType === "service_restarts") return `${subject} was restarted ${times(value)}${atWorst}.`;
  if (alertType === "capacity") {
    if (!isOverBy(moment)) return messageOf({ alertType, subject, value, threshold: line });
    return `${start} was filling up:${atWorst} it might have been full in ${read(value)}.`;
  }
  const isReached = line !== null && value >= line;
  if (!isOverBy(moment) && isReached) return messageOf({ alertType, subject, value, threshold: line });
  const at = `${start} ${isOverBy(moment) ? "was" : "is"} at ${read(value)}${atWorst}`;
  if (line === null) return `${at}.`;
  if (isReached) return `${at}, at or above the line of ${formatReading(alertType, line)}.`;
  if (event === "resolved") return `${at}.`;
  const below = `${at}, below the line of ${formatReading(alertType, line)} again`;
  return isOverBy(moment) ? `${below}.` : `${below} but not over yet.`;
}

/** The reading that a message speaks of: of what ended the worst, and none of what comes and goes. */
function readingOf({ event, alert, value }: ToldMoment): number | null {
  if (event === "flapping") return null;
  return event === "resolved" ? (alert.peakValue ?? alert.actualValue) : value;
}

/** A message may be late: its alert is over by then. */
function isOverBy({ event, alert }: ToldMoment): boolean {
  return event === "resolved" || alert.resolvedAt !== null;
}

function silentStill(message: string | null): string {
  const services = message?.match(/, \d+ services? not known/)?.[0] ?? "";
  return `Still no heartbeat${services}.`;
}

function times(restarts: number): string {
  return `${formatReading("service_restarts", restarts)} ${restarts === 1 ? "time" : "times"} within ten minutes`;
}

function capitalised(words: string): string {
  return `${words[0]?.toUpperCase()}${words.slice(1)}`;
}
