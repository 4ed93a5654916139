import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { audit } from "../audit/record";
import { admitAttempt, forgetFailure } from "./admit-attempt";
import { auth } from "./auth";
import { cookieChangesOf, headersOf } from "./auth-exchange";
import type { SignedIn } from "./session-of";
import { isRefusal } from "./sign-in";
import type { CookieChange, Visitor } from "./visitor";

/**
 * Somebody chooses a new password and says the one they have. All their sessions end; this browser gets a new one. Throws
 * HubError `forbidden` where the old one is wrong, which is counted as at the door, and `invalid` where the new one is the old.
 */
export async function changePassword(
  db: Database,
  asked: { person: SignedIn; current: string; chosen: string; visitor: Visitor; now: number },
): Promise<CookieChange[]> {
  const { person, current, chosen, visitor, now } = asked;
  if (current === chosen) throw new HubError("invalid", "The new password is the one you have");
  const { id: userId, username } = person;
  const admission = await admitAttempt(db, { step: "password", username, userId, visitor, now });
  if (!admission.isAdmitted) {
    throw new HubError("forbidden", `Too many attempts: try again in ${admission.retryAfterSeconds} seconds`);
  }
  try {
    const { headers } = await auth(db).api.changePassword({
      body: { currentPassword: current, newPassword: chosen, revokeOtherSessions: true },
      headers: headersOf(visitor),
      returnHeaders: true,
    });
    await db.write([
      { sql: "UPDATE users SET password_is_temporary = 0 WHERE id = ?", args: [userId] },
      forgetFailure(admission.id),
      ...audit(
        { actor: { kind: "person", id: userId, name: username }, address: visitor.address, now },
        {
          action: "person.change_password",
          subject: { kind: "person", id: userId, name: username },
          before: null,
          after: { other_sessions: "ended" },
        },
      ),
    ]);
    return cookieChangesOf(headers);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new HubError("forbidden", "This is not your password", { cause: error });
  }
}
