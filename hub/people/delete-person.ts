import type { Database } from "../../db/client";
import { auditIfChanged, type By } from "../audit/record";
import { lastAdmin, NOT_LAST_ADMIN } from "./change-role";
import { getPerson, refuseOneself } from "./of-another";

/**
 * Deletes somebody else, with all by which they sign in; every session of theirs has ended. What they did stays in the audit
 * log under their name. Throws HubError `not_found`, and `conflict` where nobody would be left to administer the hub.
 */
export async function deletePerson(db: Database, id: string, by: By): Promise<void> {
  refuseOneself(by.actor, id);
  const { username, role } = await getPerson(db, id);
  const [deleted] = await db.write([
    { sql: `DELETE FROM users WHERE id = ? AND ${NOT_LAST_ADMIN}`, args: [id] },
    ...auditIfChanged(by, {
      action: "person.delete",
      subject: { kind: "person", id, name: username },
      before: { username, role },
      after: null,
    }),
  ]);
  if (deleted?.rowsAffected !== 1) throw lastAdmin(username);
}
