import type { Database } from "../../db/client";
import { cookieChangesOf, headersOf } from "./auth-exchange";
import { providerAuth } from "./provider-auth";
import type { CookieChange, Visitor } from "./visitor";
import { type AskedByOwner, withPassword } from "./with-password";

/** So long the provider counts as answering: a page full of people who click does not ask it each time. */
const UP_MS = 10_000;

/** Where a browser is to go, and what it keeps until it comes back. */
export type Beginning = { url: string; cookies: CookieChange[] };

/**
 * Sends somebody to the provider, to come back at `target`, a path of this hub. Writes nothing: strangers do it. Throws HubError
 * `not_found` where there is no provider, `unavailable` where it does not answer.
 */
export function beginProviderSignIn(
  db: Database,
  { target, visitor, now }: { target: string; visitor: Visitor; now: number },
): Promise<Beginning> {
  return begin(db, { target, visitor, now, state: {} });
}

/**
 * The same for somebody who is signed in and wants the provider to let them in from now on. They say their password, as whoever
 * sits at their browser could else make a way in for themselves. Throws HubError `forbidden` where it is wrong.
 */
export async function beginConnecting(
  db: Database,
  asked: AskedByOwner & { password: string },
): Promise<Beginning> {
  await withPassword(db, asked, (api, { password, headers }) =>
    api.verifyPassword({ body: { password }, headers }),
  );
  const { visitor, now } = asked;
  return begin(db, { target: "/account", visitor, now, state: { connect: asked.person.id } });
}

async function begin(
  db: Database,
  asked: { target: string; visitor: Visitor; now: number; state: { connect?: string } },
): Promise<Beginning> {
  const { target, visitor, now, state } = asked;
  const { api } = await providerAuth(db, { now, maxAgeMs: UP_MS });
  const { response, headers } = await api.signInSocial({
    body: { provider: "oidc", callbackURL: target, disableRedirect: true, additionalData: state },
    headers: headersOf(visitor),
    returnHeaders: true,
  });
  if (!response.url) throw new Error("better-auth began without an address to go to");
  return { url: response.url, cookies: cookieChangesOf(headers) };
}
