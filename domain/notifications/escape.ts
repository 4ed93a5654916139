/*
 * Other people's text for each target: a hostname, a unit or a mount may hold anything, and a message must neither break nor
 * call anybody because of it.
 */

/** Slack's mrkdwn: these three are all that has meaning in it. Its `<!channel>` cannot be written without them. */
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

/** A header, of a mail or of HTTP: one line without control characters. */
export function oneLine(text: string, lengthMax = 250): string {
  return cut(text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim(), lengthMax);
}

/** At most so many UTF-16 units, never half a surrogate pair, with an ellipsis where something is missing. */
export function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  return `${text.slice(0, lengthMax - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
