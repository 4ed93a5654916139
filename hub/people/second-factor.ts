import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { type AuditAction, audit, type By } from "../audit/record";
import { log } from "../log";
import { forgetFailure } from "./admit-attempt";
import { auth } from "./auth";
import { cookieChangesOf, headersOf } from "./auth-exchange";
import { claimCode, releaseCode } from "./claim-code";
import { isRefusal } from "./sign-in";
import type { CookieChange } from "./visitor";
import { type AskedByOwner, admitOwner, withPassword } from "./with-password";

/** What an app is to be given, and the codes for the day when the phone is lost. Both are shown once. */
export type NewSecondFactor = { uri: string; secret: string; recoveryCodes: string[] };

/** Begins: nothing is asked for at sign-in before a first code was right. Throws HubError `forbidden` where the password is wrong. */
export async function beginSecondFactor(
  db: Database,
  asked: AskedByOwner & { password: string },
): Promise<NewSecondFactor> {
  const made = await withPassword(db, asked, (api, { password, headers }) =>
    api.enableTwoFactor({ body: { password, method: "totp" }, headers }),
  );
  if (made.method !== "totp") throw new Error("better-auth made another second factor than was asked for");
  const uri = new URL(made.totpURI);
  // Better-auth labels it by the e-mail address, which here is made up.
  uri.pathname = `/${encodeURIComponent(`HomelabCmd:${asked.person.username}`)}`;
  return { uri: uri.href, secret: uri.searchParams.get("secret") ?? "", recoveryCodes: made.backupCodes };
}

/**
 * The first code of the app was right: from now on a code is asked for, and another than this one, which is used now. Throws HubError `forbidden` where it is wrong.
 */
export async function confirmSecondFactor(
  db: Database,
  asked: AskedByOwner & { code: string },
): Promise<CookieChange[]> {
  const { person, visitor, now } = asked;
  const admission = await admitOwner(db, "code", asked);
  const wrong = (cause?: unknown) => new HubError("forbidden", "That code is not right", { cause });
  const claim = { userId: person.id, code: asked.code.replace(/\s/g, ""), now };
  if (!(await claimCode(db, claim))) throw wrong();
  let isRight = false;
  try {
    const { headers } = await auth(db).api.verifyTOTP({
      body: { code: claim.code },
      headers: headersOf(visitor),
      returnHeaders: true,
    });
    isRight = true;
    await db.write([forgetFailure(admission), ...recorded(asked, "person.second_factor_on")]);
    log().info({ person: person.username, at: now }, "second factor turned on");
    return cookieChangesOf(headers);
  } catch (error) {
    throw isRefusal(error) ? wrong(error) : error;
  } finally {
    if (!isRight) await releaseCode(db, claim);
  }
}

/** Nothing but the password is asked for any more. Throws HubError `forbidden` where it is wrong. */
export async function endSecondFactor(
  db: Database,
  asked: AskedByOwner & { password: string },
): Promise<CookieChange[]> {
  const { headers } = await withPassword(db, asked, (api, given) =>
    api.disableTwoFactor({ body: { password: given.password }, headers: given.headers, returnHeaders: true }),
  );
  await db.write(recorded(asked, "person.second_factor_off"));
  log().info({ person: asked.person.username }, "second factor turned off");
  return cookieChangesOf(headers);
}

/** Other recovery codes in place of those there were. Throws HubError `forbidden` where the password is wrong. */
export async function renewRecoveryCodes(
  db: Database,
  asked: AskedByOwner & { password: string },
): Promise<string[]> {
  const { backupCodes } = await withPassword(db, asked, (api, { password, headers }) =>
    api.generateBackupCodes({ body: { password }, headers }),
  );
  await db.write(
    audit(byOf(asked), {
      action: "person.renew_recovery_codes",
      subject: subjectOf(asked),
      before: null,
      after: { recovery_codes: backupCodes.length },
    }),
  );
  return backupCodes;
}

/** Better-auth changes the row by itself, in a transaction of its own; this follows it. */
function recorded(asked: AskedByOwner, action: AuditAction) {
  const isOn = action === "person.second_factor_on";
  return audit(byOf(asked), {
    ...{ action, subject: subjectOf(asked) },
    before: { second_factor: !isOn },
    after: { second_factor: isOn },
  });
}

function byOf({ person: { id, username: name }, visitor, now }: AskedByOwner): By {
  return { actor: { kind: "person", id, name }, address: visitor.address, now };
}

function subjectOf({ person: { id, username: name } }: AskedByOwner) {
  return { kind: "person", id, name };
}
