import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import type { Role } from "../../domain/people/person";
import { auditIfChanged, type By } from "../audit/record";
import { getPerson, refuseOneself } from "./of-another";

/** Holds for a person of `users` who is no administrator, or not the last one. */
export const NOT_LAST_ADMIN = "(role <> 'admin' OR (SELECT count(*) FROM users WHERE role = 'admin') > 1)";

/**
 * Gives somebody else another role; it holds from their next request on. Throws HubError `not_found`, and `conflict` where
 * nobody would be left to administer the hub.
 */
export async function changeRole(db: Database, asked: { id: string; role: Role }, by: By): Promise<void> {
  const { id, role } = asked;
  refuseOneself(by.actor, id);
  const { username, role: before } = await getPerson(db, id);
  if (before === role) return;
  const [changed] = await db.write([
    {
      sql: `UPDATE users SET role = ?, updated_at = ? WHERE id = ? AND role = ? AND ${NOT_LAST_ADMIN}`,
      args: [role, by.now, id, before],
    },
    ...auditIfChanged(by, {
      action: "person.change_role",
      subject: { kind: "person", id, name: username },
      before: { role: before },
      after: { role },
    }),
  ]);
  if (changed?.rowsAffected !== 1) throw lastAdmin(username);
}

export function lastAdmin(username: string): HubError {
  return new HubError("conflict", `'${username}' is the last administrator`, {
    hint: "Make somebody else one first.",
  });
}
