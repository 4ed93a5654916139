import { byOf } from "@/app/by-of";
import { database } from "@/db/client";
import { HubError } from "@/domain/hub-error";
import { type Caller, identifyCaller, unauthenticated } from "@/hub/agents/identify-caller";
import type { By } from "@/hub/audit/record";
import { markApiKeyUsed } from "@/hub/keys/mark-api-key-used";
import { credentialOf } from "./credential";

/**
 * Who may read through the API: a program with any key. Every route asks this or `requireWriter` before it does anything
 * else, and hands the answer on to its deed. Throws HubError `unauthenticated`, in the same words for whoever it is not.
 */
export async function requireReader(request: Request): Promise<By> {
  return (await authorise(request)).by;
}

/** Who may change something: a program whose key says so. One that may only read is told: HubError `forbidden`. */
export async function requireWriter(request: Request): Promise<By> {
  const { by, mayWrite } = await authorise(request);
  if (mayWrite) return by;
  throw readOnly();
}

/** Who may post heartbeats: an agent, a machine that enrols, or a program that may change things. Throws as the two above. */
export async function requirePoster(request: Request, now: number): Promise<Caller> {
  const caller = await identifyCaller(database(), credentialOf(request), now);
  if (caller.kind === "program" && caller.access === "read") throw readOnly();
  return caller;
}

async function authorise(request: Request): Promise<{ by: By; mayWrite: boolean }> {
  const by = byOf({ kind: "hub" }, request.headers);
  const caller = await identifyCaller(database(), credentialOf(request), by.now);
  // An agent speaks for its machine and may ask for nothing.
  if (caller.kind !== "program") throw unauthenticated();
  await markApiKeyUsed(database(), caller, by);
  return { by: { ...by, actor: caller.actor }, mayWrite: caller.access === "read-write" };
}

function readOnly(): HubError {
  return new HubError("forbidden", "This key may only read", {
    hint: "Use a key that may read and write, made under Settings, Keys.",
  });
}
