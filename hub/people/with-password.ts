import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { admitAttempt, forgetFailure } from "./admit-attempt";
import { type Auth, auth } from "./auth";
import { headersOf } from "./auth-exchange";
import type { SignedIn } from "./session-of";
import { isRefusal } from "./sign-in";
import type { Visitor } from "./visitor";

/** Somebody who is signed in and asks for what is theirs alone. */
export type AskedByOwner = { person: SignedIn; visitor: Visitor; now: number };

/**
 * What better-auth does for whoever says the password of the account. One that is guessed here counts as one that is guessed at
 * the door. Throws HubError `forbidden` where it is wrong.
 */
export async function withPassword<T>(
  db: Database,
  asked: AskedByOwner & { password: string },
  call: (api: Auth["api"], given: { password: string; headers: Headers }) => Promise<T>,
): Promise<T> {
  const admission = await admitOwner(db, "password", asked);
  try {
    const answer = await call(auth(db).api, { password: asked.password, headers: headersOf(asked.visitor) });
    await db.write([forgetFailure(admission)]);
    return answer;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new HubError("forbidden", "This is not your password", { cause: error });
  }
}

/** Counts the attempt; answers its id, or throws HubError `forbidden` where there were too many. */
export async function admitOwner(
  db: Database,
  step: "password" | "code",
  { person, visitor, now }: AskedByOwner,
): Promise<number> {
  const { id: userId, username } = person;
  const admission = await admitAttempt(db, { step, username, userId, visitor, now });
  if (admission.isAdmitted) return admission.id;
  throw new HubError("forbidden", `Too many attempts: try again in ${admission.retryAfterSeconds} seconds`);
}
