import { randomBytes } from "node:crypto";
import type { InStatement } from "@libsql/client";
import { hashPassword } from "better-auth/crypto";
import type { Database } from "../../db/client";
import { findSignInCandidate } from "../../db/queries/people";
import { PASSWORD_LENGTH_MAX } from "../../domain/people/password";
import { addressGroup } from "../../domain/people/sign-in-limits";
import { sha256 } from "../agents/secrets";
import { audit } from "../audit/record";
import { log } from "../log";
import { admitAttempt, forgetFailure } from "./admit-attempt";
import { auth } from "./auth";
import { cookieChangesOf, deviceCookie, deviceTokenOf, headersOf } from "./auth-exchange";
import { recordThrottling } from "./record-throttling";
import type { CookieChange, Visitor } from "./visitor";

/** How an attempt to sign in ended. A wrong password and a name that nobody has are the same answer after the same time. */
export type SignInOutcome =
  | { kind: "signed_in"; cookies: CookieChange[] }
  | { kind: "code_needed"; cookies: CookieChange[] }
  | { kind: "wrong" }
  | { kind: "too_many"; retryAfterSeconds: number };

/** Signs somebody in by name and password, or asks for the second factor. */
export async function signIn(
  db: Database,
  { username, password, visitor, now }: { username: string; password: string; visitor: Visitor; now: number },
): Promise<SignInOutcome> {
  const candidate = await findSignInCandidate(db, username);
  const userId = candidate?.id ?? null;
  const admission = await admitAttempt(db, { step: "password", username, userId, visitor, now });
  if (!admission.isAdmitted) {
    log().debug({ address: visitor.address, step: "password" }, "too many attempts to sign in");
    await recordThrottling(db, { person: candidate, step: "password", visitor, now });
    return { kind: "too_many", retryAfterSeconds: admission.retryAfterSeconds };
  }
  const answer = await judge(db, { candidate, password, visitor });
  if (answer === null) {
    log().warn({ address: visitor.address, step: "password" }, "an attempt to sign in failed");
    return { kind: "wrong" };
  }
  const cookies = cookieChangesOf(answer.headers);
  if ("twoFactorRedirect" in answer.response) {
    await db.write([forgetFailure(admission.id)]);
    return { kind: "code_needed", cookies };
  }
  const device = await rememberSignIn(db, { userId: answer.response.user.id, visitor, now }, [
    forgetFailure(admission.id),
  ]);
  return { kind: "signed_in", cookies: [...cookies, ...device] };
}

/** Better-auth's answer, or null where the password is wrong, after as long as it takes to find out. */
async function judge(
  db: Database,
  asked: {
    candidate: { username: string; hasPassword: boolean } | null;
    password: string;
    visitor: Visitor;
  },
) {
  const { candidate, password, visitor } = asked;
  const isPossible = password.length > 0 && password.length <= PASSWORD_LENGTH_MAX;
  if (candidate === null || !candidate.hasPassword || !isPossible) {
    await hashPassword(password.slice(0, PASSWORD_LENGTH_MAX));
    return null;
  }
  try {
    return await auth(db).api.signInUsername({
      body: { username: candidate.username, password },
      headers: headersOf(visitor),
      returnHeaders: true,
    });
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** Better-auth says no by throwing an APIError with a status of 4xx. */
export function isRefusal(error: unknown): boolean {
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500;
}

/** How many browsers of one person are remembered; the one unused for longest makes room. */
const DEVICES_MAX = 20;

/**
 * Somebody has proven who they are: the time of it is written down, and the browser and its address are known from now on. Answers
 * the cookie by which the browser is known.
 */
export async function rememberSignIn(
  db: Database,
  asked: {
    userId: string;
    visitor: Visitor;
    now: number;
    /** What people call the provider that said so; nobody did where it was a password. */
    provider?: string;
  },
  alongWith: InStatement[] = [],
): Promise<CookieChange[]> {
  const { userId, visitor, now, provider } = asked;
  const address = addressGroup(visitor.address);
  const token = deviceTokenOf(visitor.cookies) ?? randomBytes(32).toString("base64url");
  // A browser that two people share is the device of whoever signed in last, and gets a token that is its own.
  const fresh = randomBytes(32).toString("base64url");
  const [person] = await db.query<{ username: string }>("SELECT username FROM users WHERE id = ?", [userId]);
  const username = person?.username ?? userId;
  const [, renewed] = await db.write([
    { sql: "UPDATE users SET last_login = ? WHERE id = ?", args: [now, userId] },
    {
      sql: "UPDATE known_devices SET address = ?, last_used_at = ? WHERE token_sha256 = ? AND user_id = ?",
      args: [address, now, sha256(token), userId],
    },
    {
      sql: `INSERT INTO known_devices (user_id, token_sha256, address, last_used_at, created_at)
        SELECT ?, ?, ?, CAST(? AS INTEGER), CAST(? AS INTEGER) WHERE changes() = 0`,
      args: [userId, sha256(fresh), address, now, now],
    },
    {
      sql: `DELETE FROM known_devices WHERE user_id = ?1 AND id NOT IN
        (SELECT id FROM known_devices WHERE user_id = ?1 ORDER BY last_used_at DESC LIMIT ${DEVICES_MAX})`,
      args: [userId],
    },
    ...alongWith,
    ...audit(
      { actor: { kind: "person", id: userId, name: username }, address: visitor.address, now },
      {
        action: "person.sign_in",
        subject: { kind: "person", id: userId, name: username },
        before: null,
        after: {
          browser: visitor.userAgent.slice(0, 200),
          ...(provider === undefined ? {} : { provider }),
        },
      },
    ),
  ]);
  return [deviceCookie(renewed?.rowsAffected === 1 ? token : fresh)];
}
