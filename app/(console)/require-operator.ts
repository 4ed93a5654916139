import { headers } from "next/headers";
import { byOf } from "@/app/by-of";
import * as person from "@/app/require-person";
import type { By } from "@/hub/audit/record";
import type { SignedIn } from "@/hub/people/session-of";

/** Asked by every action that changes what the hub watches, before it reads its form. Answers who acts, for the deed. */
export async function requireOperator(): Promise<By> {
  return byPerson(await person.requireOperator());
}

/** The same for what decides about people, channels, keys and backups. */
export async function requireAdmin(): Promise<By> {
  return byPerson(await person.requireAdmin());
}

async function byPerson({ id, username }: SignedIn): Promise<By> {
  return byOf({ kind: "person", id, name: username }, await headers());
}
