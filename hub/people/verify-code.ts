import { isAPIError } from "better-auth/api";
import { parseCookies } from "better-auth/cookies";
import type { Database } from "../../db/client";
import { findPersonOfCode } from "../../db/queries/people";
import { log } from "../log";
import { admitAttempt, forgetFailure } from "./admit-attempt";
import { auth } from "./auth";
import { cookieChangesOf, headersOf } from "./auth-exchange";
import { recordThrottling } from "./record-throttling";
import { isRefusal, rememberSignIn, type SignInOutcome } from "./sign-in";
import type { Visitor } from "./visitor";

/** What better-auth keeps with a visitor whose password was right; signed: `<identifier>.<signature>`. */
const PENDING_COOKIE = "homelab.two_factor";

/**
 * The second factor: six digits of the app, or one of the recovery codes, each of which is good once. `expired` where no
 * password was right lately, or too many codes were wrong.
 */
export async function verifyCode(
  db: Database,
  { code, visitor, now }: { code: string; visitor: Visitor; now: number },
): Promise<Exclude<SignInOutcome, { kind: "code_needed" }> | { kind: "expired" }> {
  const person = await pendingPerson(db, visitor.cookies, now);
  if (person === null) return { kind: "expired" };
  const { id: userId, username } = person;
  const admission = await admitAttempt(db, { step: "code", username, userId, visitor, now });
  if (!admission.isAdmitted) {
    await recordThrottling(db, { person, step: "code", visitor, now });
    return { kind: "too_many", retryAfterSeconds: admission.retryAfterSeconds };
  }
  const answer = await judge(db, code, visitor);
  if (answer === "wrong" || answer === "expired") {
    log().warn({ address: visitor.address, step: "code" }, "an attempt to sign in failed");
    return { kind: answer };
  }
  const device = await rememberSignIn(db, { userId, visitor, now }, [forgetFailure(admission.id)]);
  return { kind: "signed_in", cookies: [...cookieChangesOf(answer.headers), ...device] };
}

function pendingPerson(db: Database, cookies: string, now: number) {
  const signed = parseCookies(cookies).get(PENDING_COOKIE) ?? "";
  return findPersonOfCode(db, signed.slice(0, Math.max(0, signed.lastIndexOf("."))), now);
}

/** What better-auth says of a code, right ones too, once five were wrong after one password: that this sign-in is over. */
const IS_OVER = ["TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE", "INVALID_TWO_FACTOR_COOKIE"];

async function judge(db: Database, given: string, visitor: Visitor) {
  const code = given.replace(/\s/g, "");
  const asked = { body: { code }, headers: headersOf(visitor), returnHeaders: true } as const;
  try {
    const { api } = auth(db);
    return await (/^\d{6}$/.test(code) ? api.verifyTOTP(asked) : api.verifyBackupCode(asked));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return isAPIError(error) && IS_OVER.includes(String(error.body?.code)) ? "expired" : "wrong";
  }
}
