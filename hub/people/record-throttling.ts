import type { Database } from "../../db/client";
import type { SignInStep } from "../../domain/people/sign-in-limits";
import { audit } from "../audit/record";
import type { Visitor } from "./visitor";

/** A wrong password is everyday and an attack writes thousands: one record in this time says that it goes on. */
const RECORDED_EVERY_MS = 15 * 60 * 1000;
const ACTION = "person.throttle_sign_in";

/**
 * Somebody may not try any more: written down once in a quarter of an hour for each person, and once for all the names that
 * nobody has. What was typed as a name is not kept, as it may be a password.
 */
export async function recordThrottling(
  db: Database,
  asked: {
    person: { id: string; username: string } | null;
    step: SignInStep;
    visitor: Visitor;
    now: number;
  },
): Promise<void> {
  const { person, step, visitor, now } = asked;
  const { id, username: name } = person ?? { id: "nobody", username: "a name that nobody has" };
  const since = now - RECORDED_EVERY_MS;
  const recorded = await db.query(
    `SELECT 1 FROM audit_log WHERE subject_kind = 'person' AND subject_id = ? AND at > ? AND action = ? LIMIT 1`,
    [id, since, ACTION],
  );
  if (recorded.length > 0) return;
  await db.write(
    audit(
      { actor: { kind: "hub" }, address: visitor.address, now },
      { action: ACTION, subject: { kind: "person", id, name }, before: null, after: { step } },
    ),
  );
}
