import type { IncomingHttpHeaders } from "node:http";

const harmless = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a page of another site has a visitor's browser change something here. Browsers tell by Sec-Fetch-Site, and without TLS,
 * where they leave that out, by Origin; a program sends neither. Another port of the same machine is another site. Who
 * brings a key has not borrowed it from a browser, which adds cookies by itself and keys never. The name and password that a proxy
 * in front asks for (`Authorization: Basic`) it adds by itself as well.
 */
export function isCrossSite(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  if (harmless.has(method ?? "")) return false;
  if (/^bearer /i.test(headers.authorization ?? "")) return false;
  if (headers["x-api-key"] ?? headers["x-agent-token"]) return false;
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const { origin, host } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
}
