import { randomBytes } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { auditIfChanged, type By } from "../audit/record";

/**
 * For somebody who forgot their password or lost their phone: a password to be changed at the next sign-in, no second factor,
 * and no session. The password is in the answer and nowhere else. Throws HubError `not_found`.
 */
export async function resetPerson(db: Database, username: string, by: By): Promise<string> {
  const password = randomBytes(12).toString("base64url");
  const hash = await hashPassword(password);
  const name = username.toLowerCase();
  const his = "user_id = (SELECT id FROM users WHERE username = ?)";
  const [changed] = await db.write([
    {
      sql: "UPDATE users SET password_is_temporary = 1, two_factor_enabled = 0 WHERE username = ?",
      args: [name],
    },
    { sql: `DELETE FROM two_factors WHERE ${his}`, args: [name] },
    { sql: `DELETE FROM sessions WHERE ${his}`, args: [name] },
    { sql: `DELETE FROM accounts WHERE provider_id = 'credential' AND ${his}`, args: [name] },
    {
      sql: `INSERT INTO accounts (account_id, provider_id, user_id, password)
        SELECT id, 'credential', id, ? FROM users WHERE username = ?`,
      args: [hash, name],
    },
    ...auditIfChanged(by, {
      action: "person.reset",
      subject: { kind: "person", id: name },
      before: null,
      after: { sign_in: "by a temporary password", second_factor: false, sessions: "ended" },
    }),
  ]);
  if (changed?.rowsAffected === 1) return password;
  throw new HubError("not_found", `Nobody is called '${username}' here`);
}
