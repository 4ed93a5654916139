import { cut, escapeSlack } from "../../../../domain/notifications/escape";
import { listHeading, type Message } from "../../../../domain/notifications/message";
import { json, post, type Sender } from "../channel";
import { colourOf } from "../colour";

export const sendSlack: Sender<"slack"> = (settings, outgoing, limits) =>
  post({ url: settings.url, ...json(slackMessage(outgoing.message)) }, outgoing, limits);

/** A coloured attachment in mrkdwn; `fallback` is what a phone's lock screen shows. */
function slackMessage(message: Message) {
  const title = cut(message.title, 250);
  const lines = [
    message.text && escapeSlack(message.text),
    ...message.facts.map(({ name, value }) => `*${escapeSlack(name)}:* ${escapeSlack(value)}`),
    ...(message.list.length === 0 ? [] : [`*${listHeading(message)}:*`]),
    ...message.list.map((line) => `• ${escapeSlack(line)}`),
  ].filter((line) => line !== "");
  return {
    attachments: [
      {
        color: `#${colourOf(message).toString(16).padStart(6, "0")}`,
        fallback: escapeSlack(title),
        title: escapeSlack(title),
        ...(message.url === null ? {} : { title_link: message.url }),
        text: lines.join("\n"),
        mrkdwn_in: ["text"],
      },
    ],
  };
}
