import { isAPIError } from "better-auth/api";
import type { Database } from "../../db/client";
import { findPersonOfCode } from "../../db/queries/people";
import { log } from "../log";
import { admitAttempt, forgetFailure } from "./admit-attempt";
import { auth } from "./auth";
import { cookieChangesOf, cookieOf, cookiePair, headersOf } from "./auth-exchange";
import { claimCode, releaseCode } from "./claim-code";
import { recordThrottling } from "./record-throttling";
import { readingsOfRecoveryCode } from "./recovery-codes";
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
  const pending = cookieOf(visitor.cookies, PENDING_COOKIE) ?? "";
  const person = await pendingPerson(db, pending, now);
  if (person === null) return { kind: "expired" };
  const { id: userId, username } = person;
  const admission = await admitAttempt(db, { step: "code", username, userId, visitor, now });
  if (!admission.isAdmitted) {
    await recordThrottling(db, { person, step: "code", visitor, now });
    return { kind: "too_many", retryAfterSeconds: admission.retryAfterSeconds };
  }
  // Without a session that the browser has besides, for whose owner better-auth would judge the code.
  const asked = { userId, code: code.replace(/\s/g, ""), now };
  const answer = await judgeOnce(db, asked, { ...visitor, cookies: cookiePair(PENDING_COOKIE, pending) });
  if (answer === "wrong" || answer === "expired") {
    log().warn({ address: visitor.address, step: "code" }, "an attempt to sign in failed");
    return { kind: answer };
  }
  const device = await rememberSignIn(db, { userId, visitor, now }, [forgetFailure(admission.id)]);
  return { kind: "signed_in", cookies: [...cookieChangesOf(answer.headers), ...device] };
}

function pendingPerson(db: Database, signed: string, now: number) {
  return findPersonOfCode(db, signed.slice(0, Math.max(0, signed.lastIndexOf("."))), now);
}

/** Recovery codes are longer, and better-auth strikes out each that was used. */
const APP_CODE = /^\d{6}$/;

/** What better-auth says of a code, right ones too, once five were wrong after one password: that this sign-in is over. */
const IS_OVER = ["TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE", "INVALID_TWO_FACTOR_COOKIE"];

/**
 * A code of the app lets nobody in twice (RFC 6238, 5.2): whoever has read it over a shoulder comes too late. It is claimed before
 * it is judged, so that of two at once one is right; one that was wrong may be right in a moment, when a clock is fast.
 */
async function judgeOnce(
  db: Database,
  asked: { userId: string; code: string; now: number },
  visitor: Visitor,
) {
  const isOfApp = APP_CODE.test(asked.code);
  if (isOfApp && !(await claimCode(db, asked))) return "wrong";
  let isUsed = false;
  try {
    const answer = await judge(db, asked.code, visitor);
    isUsed = answer !== "wrong" && answer !== "expired";
    return answer;
  } finally {
    if (isOfApp && !isUsed) await releaseCode(db, asked);
  }
}

async function judge(db: Database, code: string, visitor: Visitor) {
  if (APP_CODE.test(code)) return judgeReading(db, { step: "verifyTOTP", code }, visitor);
  for (const reading of readingsOfRecoveryCode(code)) {
    const answer = await judgeReading(db, { step: "verifyBackupCode", code: reading }, visitor);
    if (answer !== "wrong") return answer;
  }
  return "wrong";
}

async function judgeReading(
  db: Database,
  { step, code }: { step: "verifyTOTP" | "verifyBackupCode"; code: string },
  visitor: Visitor,
) {
  const asked = { body: { code }, headers: headersOf(visitor), returnHeaders: true } as const;
  try {
    const { api } = auth(db);
    return await (step === "verifyTOTP" ? api.verifyTOTP(asked) : api.verifyBackupCode(asked));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return isAPIError(error) && IS_OVER.includes(String(error.body?.code)) ? "expired" : "wrong";
  }
}
