import { byPerson } from "@/app/by-of";
import * as person from "@/app/require-person";
import type { By } from "@/hub/audit/record";

/** Asked by every action that changes what the hub watches, before it reads its form. Answers who acts, for the deed. */
export async function requireOperator(): Promise<By> {
  return byPerson(await person.requireOperator());
}

/** The same for what decides about people, channels, keys and backups. */
export async function requireAdmin(): Promise<By> {
  return byPerson(await person.requireAdmin());
}
