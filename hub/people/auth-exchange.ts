import { parseCookies, parseSetCookieHeader } from "better-auth/cookies";
import { ADDRESS_HEADER, SESSION_SECONDS } from "./auth";
import type { CookieChange, Visitor } from "./visitor";

export const SESSION_COOKIE = "homelab.session_token";
const DEVICE_COOKIE = "homelab.device";

/** As long as a browser keeps any cookie: when a session ends is decided by its row, which moves on while it is used. */
const COOKIE_SECONDS = 400 * 24 * 3600;

/**
 * The headers that better-auth is given of a visitor, and no others. Each cookie once: of two with one name it would take the first
 * and the hub the last, so that one person would be judged and another be counted and written down.
 */
export function headersOf(visitor: Visitor): Headers {
  const cookies = [...parseCookies(visitor.cookies)].map(([name, value]) => cookiePair(name, value));
  return new Headers({
    cookie: cookies.join("; "),
    "user-agent": visitor.userAgent.slice(0, 500),
    [ADDRESS_HEADER]: visitor.address,
  });
}

/** What better-auth wants the visitor to keep. */
export function cookieChangesOf(headers: Headers): CookieChange[] {
  const changes: CookieChange[] = [];
  for (const [name, { value, "max-age": maxAge }] of parseSetCookieHeader(headers.get("set-cookie") ?? "")) {
    const seconds = maxAge === undefined ? null : Number(maxAge);
    changes.push({ name, value, maxAgeSeconds: seconds === SESSION_SECONDS ? COOKIE_SECONDS : seconds });
  }
  return changes;
}

/** The token of the session that a visitor's cookies name; signed, but that it is stored at all is what counts. */
export function sessionTokenOf(cookies: string): string | null {
  const signed = cookieOf(cookies, SESSION_COOKIE);
  const end = signed?.lastIndexOf(".") ?? -1;
  return end > 0 ? (signed?.slice(0, end) ?? null) : null;
}

export function deviceTokenOf(cookies: string): string | null {
  return cookieOf(cookies, DEVICE_COOKIE);
}

export function deviceCookie(token: string): CookieChange {
  return { name: DEVICE_COOKIE, value: token, maxAgeSeconds: COOKIE_SECONDS };
}

export function cookiePair(name: string, value: string): string {
  return `${name}=${encodeURIComponent(value)}`;
}

export function cookieOf(cookies: string, name: string): string | null {
  const value = parseCookies(cookies).get(name);
  return value === undefined || value === "" ? null : value;
}
