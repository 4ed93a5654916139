import type { Severity } from "../../../../domain/alerts/alert";
import { cutToBytes, oneLine } from "../../../../domain/notifications/escape";
import { plainBody } from "../../../../domain/notifications/message";
import { json, post, type Sender } from "../channel";

const priorities: Record<Severity, number> = { critical: 5, high: 4, medium: 3, low: 2 };
const marks: Record<Severity, string> = {
  critical: "rotating_light",
  high: "warning",
  medium: "small_orange_diamond",
  low: "information_source",
};

const MESSAGE_BYTES_MAX = 4000;

/** Publishes as JSON to the server's root, where titles may hold any character; headers may not. */
export const sendNtfy: Sender<"ntfy"> = (settings, outgoing, limits) => {
  const { message } = outgoing;
  const isGood = message.event === "resolved" || message.event === "test";
  const { headers, body } = json({
    topic: settings.topic,
    title: oneLine(message.title),
    // A longer one, by its bytes, becomes a file that has to be opened.
    message: cutToBytes(plainBody(message), MESSAGE_BYTES_MAX) || oneLine(message.title),
    priority: settings.priority ?? (isGood ? 3 : priorities[message.severity]),
    tags: [isGood ? "white_check_mark" : marks[message.severity], ...(settings.tags ?? [])],
    ...(message.url === null ? {} : { click: message.url }),
  });
  const authorization: Record<string, string> =
    settings.token == null ? {} : { Authorization: `Bearer ${settings.token}` };
  return post({ url: settings.url, headers: { ...headers, ...authorization }, body }, outgoing, limits);
};
