import { cut, escapeHtml } from "../../../../domain/notifications/escape";
import { listHeading, type Message } from "../../../../domain/notifications/message";
import { below, json, post, type Sender } from "../channel";

export const sendTelegram: Sender<"telegram"> = (settings, outgoing, limits) => {
  const request = {
    url: below(settings.url, `bot${settings.token}/sendMessage`),
    ...json({
      chat_id: settings.chat_id,
      text: telegramHtml(outgoing.message),
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
    }),
  };
  return post(request, outgoing, limits, (result, { body }) => {
    const seconds = /"retry_after"\s*:\s*(\d{1,9})/.exec(body)?.[1];
    return seconds === undefined ? result : { ...result, retryAfterMs: Number(seconds) * 1000 };
  });
};

/** The whole must not be longer than 4,096 characters, and must not be cut within a tag: so its parts are. */
function telegramHtml(message: Message): string {
  const parts = [
    `<b>${escapeHtml(cut(message.title, 300))}</b>`,
    escapeHtml(cut(message.text, 600)),
    ...message.facts.map(({ name, value }) => `<b>${escapeHtml(name)}:</b> ${escapeHtml(cut(value, 200))}`),
    ...(message.list.length === 0 ? [] : [`<b>${listHeading(message)}:</b>`]),
    ...message.list.map((line) => `• ${escapeHtml(cut(line, 100))}`),
    ...(message.url === null ? [] : [`<a href="${escapeHtml(message.url)}">${escapeHtml(message.url)}</a>`]),
  ];
  return parts.filter((part) => part !== "").join("\n");
}
