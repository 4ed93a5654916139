import type { Actor } from "@/domain/people/actor";
import type { By } from "@/hub/audit/record";
import { now } from "@/hub/clock";
import { clientAddressOf } from "./client-address";

/** Who acts, from where and when, as the deeds take it: one moment for the whole request. */
export function byOf(actor: Actor, headers: Headers): By {
  const address = clientAddressOf(headers);
  return { actor, address: address === "unknown" ? null : address, now: now() };
}
