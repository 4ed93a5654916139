import { oneLine } from "../../../../domain/notifications/escape";
import { plainBody } from "../../../../domain/notifications/message";
import { json, post, type Sender } from "../channel";

/** The Apprise API, behind which are a hundred services more. */
export const sendApprise: Sender<"apprise"> = (settings, outgoing, limits) => {
  const { message } = outgoing;
  const isGood = message.event === "resolved" || message.event === "test";
  const type = isGood
    ? "success"
    : message.event === "summary"
      ? "info"
      : message.severity === "critical"
        ? "failure"
        : "warning";
  const request = {
    url: settings.url,
    ...json({
      title: oneLine(message.title),
      body: plainBody(message) || message.title,
      type,
      format: "text",
      ...(settings.urls == null ? {} : { urls: settings.urls }),
      ...(settings.tag == null ? {} : { tag: settings.tag }),
    }),
  };
  // 424 says that a service behind it failed: that may pass, though it is a 4xx.
  return post(request, outgoing, limits, (result) =>
    result.status === 424 ? { ...result, isPermanent: false } : result,
  );
};
