import { withoutUnseen } from "../text/foreign-text";

/*
 * Other people's text for each target: a hostname, a unit or a mount may hold anything, and a message must neither break nor
 * call anybody because of it.
 */

/** Slack: its `<!channel>` and its links cannot be written without these three, which is why it wants them escaped everywhere. */
export function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Discord's markdown. Mentions are refused by `allowed_mentions` as well. */
export function escapeDiscord(text: string): string {
  return text.replace(/[\\`*_~|>#[\]()@:<-]/g, "\\$&");
}

/** Telegram's HTML. */
export function escapeHtml(text: string): string {
  return escapeSlack(text).replaceAll('"', "&quot;");
}

/** A title, a header of a mail: one line of what can be seen. */
export function oneLine(text: string, lengthMax = 250): string {
  return cut(withoutUnseen(text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ")).trim(), lengthMax);
}

/** At most so many bytes of UTF-8, never a part of a character, with an ellipsis where something is missing. */
export function cutToBytes(text: string, bytesMax: number): string {
  const bytes = new Uint8Array(bytesMax);
  const { read } = new TextEncoder().encodeInto(text, bytes);
  if (read === text.length) return text;
  const ellipsis = 3;
  return `${text.slice(0, new TextEncoder().encodeInto(text, bytes.subarray(ellipsis)).read)}…`;
}

/** At most so many UTF-16 units, never half a surrogate pair, with an ellipsis where something is missing. */
export function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  return `${text.slice(0, lengthMax - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
