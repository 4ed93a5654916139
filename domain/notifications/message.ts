import type { Severity } from "../alerts/alert";
import { formatReading } from "../alerts/words";
import { formatDuration, formatInstant } from "../format/time";
import { SITE_NAME_DEFAULT } from "../general/general-config";
import type { NotificationContent } from "./content";
import { oneLine } from "./escape";
import type { NotificationEvent } from "./notification";
import { type ToldAlert, toldSentence, toldTitle } from "./told-words";

/** A message in pieces, so that each channel can set them in its own markup. None of it is escaped yet. */
export type Message = {
  event: NotificationEvent | "test" | "summary";
  severity: Severity;
  title: string;
  /** A sentence, or none. */
  text: string;
  facts: { name: string; value: string }[];
  /** Lines of a digest, or what hangs on it. */
  list: string[];
  url: string | null;
};

/** How many lines of a list are shown; some channels take no more than 1,024 characters. */
const LIST_MAX = 20;

const PIECE_LENGTH_MAX = 4000;

/** What happened: what, where, since when, value against threshold, how long, what else hangs on it. */
export function messageOf(told: {
  event: NotificationEvent;
  severity: Severity;
  at: number;
  content: NotificationContent;
  alert: ToldAlert | null;
  /** The line that matters at that moment. */
  line: number | null;
  url: string | null;
  /** Of the instants in the words; UTC where it is left out. */
  timeZone?: string | null;
}): Message {
  const { event, severity, at, content, alert, line, url, timeZone = null } = told;
  if (alert === null) {
    const title = `${leadOf(event, severity)}: the alert is not there any more`;
    return {
      event,
      severity,
      title,
      text: "",
      facts: [{ name: "At", value: formatInstant(at, timeZone) }],
      list: [],
      url,
    };
  }
  const moment = { event, alert, value: content.value, line };
  const facts = [
    { name: "Server", value: alert.serverName },
    { name: "Since", value: formatInstant(alert.createdAt, timeZone) },
    ...readings(alert, content.value, line),
    ...lasting(alert, event, at),
  ];
  const isOverAlready = event !== "resolved" && alert.resolvedAt !== null;
  const sentence = toldSentence(moment);
  const text = isOverAlready
    ? `${sentence} It is over since ${formatInstant(alert.resolvedAt, timeZone)}.`.trim()
    : sentence;
  const title = `${leadOf(event, severity)}: ${toldTitle(moment)}`;
  return { event, severity, title, text, facts, list: shortened(content.hangsOn), url };
}

/** Several that waited, told as one. */
export function digestOf(told: {
  severity: Severity;
  items: {
    event: NotificationEvent;
    severity: Severity;
    at: number;
    /** The reading of then. */
    value: number | null;
    alert: ToldAlert | null;
  }[];
  url: string | null;
  timeZone?: string | null;
}): Message {
  const { timeZone = null } = told;
  const lines = told.items.map(({ event, severity, at, value, alert }) => {
    const isOver = event !== "resolved" && alert?.resolvedAt != null;
    const over = isOver ? `, over since ${formatInstant(alert.resolvedAt, timeZone)}` : "";
    const title =
      alert === null ? "an alert that is not there any more" : toldTitle({ event, alert, value, line: null });
    return `${formatInstant(at, timeZone)} ${leadOf(event, severity)}: ${title}${over}`;
  });
  return {
    event: "digest",
    severity: told.severity,
    title: `Quiet hours are over: ${told.items.length} messages waited`,
    text: "",
    facts: [],
    list: shortened(lines),
    url: told.url,
  };
}

/** What a person sends to see whether a channel works. */
export function testMessage(options: {
  channel: string;
  now: number;
  url: string | null;
  timeZone?: string | null;
}): Message {
  return {
    event: "test",
    severity: "low",
    title: "Test of HomelabCmd",
    text: `The channel "${options.channel}" works: this was sent to see that.`,
    facts: [{ name: "At", value: formatInstant(options.now, options.timeZone) }],
    list: [],
    url: options.url,
  };
}

/** Where a hub has a name of its own its messages say it: somebody may have two. */
export function signedBy(message: Message, siteName: string): Message {
  if (siteName === SITE_NAME_DEFAULT) return message;
  return { ...message, facts: [...message.facts, { name: "Hub", value: siteName }] };
}

/** Each piece as one line of what can be seen: a break within one would look like a piece of its own. */
export function inLines(message: Message): Message {
  return {
    ...message,
    title: oneLine(message.title, PIECE_LENGTH_MAX),
    text: oneLine(message.text, PIECE_LENGTH_MAX),
    facts: message.facts.map(({ name, value }) => ({ name, value: oneLine(value, PIECE_LENGTH_MAX) })),
    list: message.list.map((line) => oneLine(line, PIECE_LENGTH_MAX)),
  };
}

/** Everything below the title as plain text. */
export function plainBody(message: Message): string {
  return [
    message.text,
    ...message.facts.map(({ name, value }) => `${name}: ${value}`),
    ...(message.list.length === 0 ? [] : [`${listHeading(message)}:`]),
    ...message.list.map((line) => `- ${line}`),
    message.url ?? "",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** What stands above a list; a digest's own title says it. */
export function listHeading(message: Message): string {
  return message.event === "digest" ? "In the meantime" : "Not known while this lasts";
}

function leadOf(event: NotificationEvent, severity: Severity): string {
  const leads: Record<NotificationEvent, string> = {
    opened: severity.toUpperCase(),
    escalated: `Now ${severity.toUpperCase()}`,
    reminder: `Still ${severity.toUpperCase()}`,
    resolved: "Resolved",
    flapping: "Comes and goes",
    digest: "Digest",
  };
  return leads[event];
}

function readings(alert: ToldAlert, value: number | null, line: number | null): Message["facts"] {
  const { alertType, peakValue: peak } = alert;
  // Silence has seconds of its own, and the sentence of the alert says them.
  if (value === null || alertType === "offline" || alertType === "network") return [];
  const against = line === null ? "" : `, the line is ${formatReading(alertType, line)}`;
  // Of days that are left, the fewest are the worst.
  const isWorse = peak !== null && (alertType === "capacity" ? peak < value : peak > value);
  const worst = !isWorse ? "" : `, the worst was ${formatReading(alertType, peak)}`;
  return [{ name: "Value", value: `${formatReading(alertType, value)}${against}${worst}` }];
}

function lasting(alert: ToldAlert, event: NotificationEvent, at: number): Message["facts"] {
  const end = event === "resolved" ? (alert.resolvedAt ?? at) : at;
  if (event === "opened" || end <= alert.createdAt) return [];
  return [{ name: event === "resolved" ? "Lasted" : "Lasts", value: formatDuration(end - alert.createdAt) }];
}

function shortened(lines: string[]): string[] {
  const rest = lines.length - LIST_MAX;
  return rest <= 0 ? lines : [...lines.slice(0, LIST_MAX), `and ${rest} more`];
}
