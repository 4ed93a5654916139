import type { Severity } from "../../../../domain/alerts/alert";
import { cut, oneLine } from "../../../../domain/notifications/escape";
import { plainBody } from "../../../../domain/notifications/message";
import { below, json, post, type Sender } from "../channel";

/** 2 would ring until it is confirmed, and needs times of its own: not ours to choose. */
const priorities: Record<Severity, number> = { critical: 1, high: 0, medium: 0, low: -1 };

export const sendPushover: Sender<"pushover"> = (settings, outgoing, limits) => {
  const { message } = outgoing;
  const isGood = message.event === "resolved" || message.event === "test";
  const request = {
    url: below(settings.url, "1/messages.json"),
    ...json({
      token: settings.token,
      user: settings.user,
      title: oneLine(message.title),
      message: cut(plainBody({ ...message, url: null }) || message.title, 1024),
      priority: settings.priority ?? (isGood ? 0 : priorities[message.severity]),
      ...(message.url === null ? {} : { url: message.url, url_title: "Open the alert" }),
    }),
  };
  return post(request, outgoing, limits);
};
