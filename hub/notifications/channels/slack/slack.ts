import { cut, escapeSlack } from "../../../../domain/notifications/escape";
import { listHeading, type Message } from "../../../../domain/notifications/message";
import { json, post, type Sender } from "../channel";
import { colourOf } from "../colour";

const TEXT_MAX = 2000;

export const sendSlack: Sender<"slack"> = (settings, outgoing, limits) =>
  post({ url: settings.url, ...json(slackMessage(outgoing.message)) }, outgoing, limits);

/**
 * A coloured attachment, none of it in mrkdwn, as that has no way to write a star or a backtick that is only itself; `fallback` is
 * what a phone's lock screen shows.
 */
function slackMessage(message: Message) {
  const title = escapeSlack(cut(message.title, 250));
  const lines = [
    message.text && cut(message.text, TEXT_MAX),
    ...(message.list.length === 0 ? [] : [`${listHeading(message)}:`]),
    ...message.list.map((line) => `• ${cut(line, 250)}`),
  ].filter((line) => line !== "");
  return {
    attachments: [
      {
        color: `#${colourOf(message).toString(16).padStart(6, "0")}`,
        fallback: title,
        title,
        ...(message.url === null ? {} : { title_link: message.url }),
        text: escapeSlack(lines.join("\n")),
        fields: message.facts.map(({ name, value }) => ({
          title: escapeSlack(name),
          value: escapeSlack(cut(value, 500)),
          short: true,
        })),
        mrkdwn_in: [],
      },
    ],
  };
}
