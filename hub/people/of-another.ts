import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import type { Actor } from "../../domain/people/actor";
import type { Role } from "../../domain/people/person";

/** Who an administrator means. Throws HubError `not_found`. */
export async function getPerson(db: Database, id: string): Promise<{ username: string; role: Role }> {
  const [person] = await db.query<{ username: string; role: Role }>(
    "SELECT username, role FROM users WHERE id = ?",
    [id],
  );
  if (person === undefined) throw new HubError("not_found", "Nobody here has that id");
  return person;
}

/** Nobody takes their own way in, by a wrong row in a list. Throws HubError `conflict`. */
export function refuseOneself(actor: Actor, id: string): void {
  if (actor.kind !== "person" || actor.id !== id) return;
  throw new HubError("conflict", "That is you", { hint: "Another administrator can do this for you." });
}
