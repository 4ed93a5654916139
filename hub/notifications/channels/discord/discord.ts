import { cut, escapeDiscord } from "../../../../domain/notifications/escape";
import { listHeading, type Message } from "../../../../domain/notifications/message";
import { json, post, type Sender } from "../channel";
import { colourOf } from "../colour";

export const sendDiscord: Sender<"discord"> = (settings, outgoing, limits) =>
  post(
    { url: settings.url, ...json(discordMessage(outgoing.message)) },
    outgoing,
    limits,
    (result, { body }) => ({
      ...result,
      retryAfterMs: result.retryAfterMs ?? retryAfterOf(body),
    }),
  );

/** One embed, within Discord's limits, that can mention nobody. */
function discordMessage(message: Message) {
  const description = [
    message.text && escapeDiscord(message.text),
    ...(message.list.length === 0 ? [] : [`**${listHeading(message)}:**`]),
    ...message.list.map((line) => `• ${escapeDiscord(line)}`),
  ].filter((line) => line !== "");
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: cut(escapeDiscord(message.title), 256),
        description: cut(description.join("\n"), 4000),
        color: colourOf(message),
        fields: message.facts.map(({ name, value }) => ({
          name: cut(escapeDiscord(name), 256),
          value: cut(escapeDiscord(value), 1024),
          inline: true,
        })),
        ...(message.url === null ? {} : { url: message.url }),
      },
    ],
  };
}

/** Seconds, in the body of a 429. */
function retryAfterOf(body: string): number | null {
  const seconds = /"retry_after"\s*:\s*(\d{1,9}(?:\.\d+)?)/.exec(body)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
