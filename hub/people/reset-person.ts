import { randomBytes } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { auditIfChanged, type By } from "../audit/record";
import { refuseOneself } from "./of-another";

/**
 * For somebody who forgot their password or lost their phone: a password to be changed at the next sign-in, no second factor,
 * no provider, and no session. The password is in the answer and nowhere else. Throws HubError `not_found`.
 */
export async function resetPerson(db: Database, username: string, by: By): Promise<string> {
  const name = username.toLowerCase();
  const [person] = await db.query<{ id: string; factor: number }>(
    "SELECT id, two_factor_enabled AS factor FROM users WHERE username = ?",
    [name],
  );
  if (person === undefined) throw new HubError("not_found", `Nobody is called '${username}' here`);
  const { id } = person;
  refuseOneself(by.actor, id);
  const password = temporaryPassword();
  const hash = await hashPassword(password);
  await db.write([
    { sql: "UPDATE users SET password_is_temporary = 1, two_factor_enabled = 0 WHERE id = ?", args: [id] },
    ...auditIfChanged(by, {
      action: "person.reset",
      subject: { kind: "person", id, name },
      before: { second_factor: person.factor === 1 },
      after: { second_factor: false, sessions: "ended", next_sign_in: "with a temporary password" },
    }),
    { sql: "DELETE FROM two_factors WHERE user_id = ?", args: [id] },
    { sql: "DELETE FROM sessions WHERE user_id = ?", args: [id] },
    { sql: "DELETE FROM accounts WHERE user_id = ?", args: [id] },
    {
      sql: `INSERT INTO accounts (account_id, provider_id, user_id, password)
        SELECT id, 'credential', id, ? FROM users WHERE id = ?`,
      args: [hash, id],
    },
  ]);
  return password;
}

/** What somebody else is told to sign in with once: 96 bits, in letters, digits, - and _. */
export function temporaryPassword(): string {
  return randomBytes(12).toString("base64url");
}
