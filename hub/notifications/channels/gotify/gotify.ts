import type { Severity } from "../../../../domain/alerts/alert";
import { oneLine } from "../../../../domain/notifications/escape";
import { plainBody } from "../../../../domain/notifications/message";
import { below, json, post, type Sender } from "../channel";

const priorities: Record<Severity, number> = { critical: 10, high: 8, medium: 5, low: 2 };

export const sendGotify: Sender<"gotify"> = (settings, outgoing, limits) => {
  const { message } = outgoing;
  const isGood = message.event === "resolved" || message.event === "test";
  const { headers, body } = json({
    title: oneLine(message.title),
    message: plainBody(message) || message.title,
    priority: settings.priority ?? (isGood ? 4 : priorities[message.severity]),
    ...(message.url === null ? {} : { extras: { "client::notification": { click: { url: message.url } } } }),
  });
  const request = {
    url: below(settings.url, "message"),
    headers: { ...headers, "X-Gotify-Key": settings.token },
    body,
  };
  return post(request, outgoing, limits);
};
