import { headers } from "next/headers";
import type { Actor } from "@/domain/people/actor";
import type { By } from "@/hub/audit/record";
import { now } from "@/hub/clock";
import { clientAddressOf } from "./client-address";

/** Who acts, from where and when, as the deeds take it: one moment for the whole request. */
export function byOf(actor: Actor, given: Headers): By {
  const address = clientAddressOf(given);
  return { actor, address: address === "unknown" ? null : address, now: now() };
}

/** The same for somebody who is signed in, in a page or an action. */
export async function byPerson({ id, username }: { id: string; username: string }): Promise<By> {
  return byOf({ kind: "person", id, name: username }, await headers());
}
