import { byOf } from "@/app/by-of";
import { database } from "@/db/client";
import { HubError } from "@/domain/hub-error";
import { mayAct, type Role } from "@/domain/people/person";
import { type Caller, identifyCaller, unauthenticated } from "@/hub/agents/identify-caller";
import type { By } from "@/hub/audit/record";
import { markApiKeyUsed } from "@/hub/keys/mark-api-key-used";
import { sessionOf } from "@/hub/people/session-of";
import { credentialOf } from "./credential";

/**
 * Who may read through the API: a program with any key, or somebody who is signed in. Every route asks this or `requireWriter`
 * before it does anything else, and hands the answer on to its deed. Throws HubError `unauthenticated`, in the same words for
 * whoever it is not.
 */
export async function requireReader(request: Request): Promise<By> {
  return (await authorise(request)).by;
}

/**
 * Who may change something: a program whose key says so, and a person whose role does. That the request of a person comes
 * from the hub's own pages is seen to at the front door (hub/front-door/cross-site.ts). Throws HubError `forbidden`.
 */
export async function requireWriter(request: Request, role: Role = "operator"): Promise<By> {
  const { by, mayAs } = await authorise(request);
  if (mayAct(mayAs, role)) return by;
  if (by.actor.kind === "person") throw new HubError("forbidden", "Your role does not include this");
  throw readOnly();
}

/** Who may post heartbeats: an agent, a machine that enrols, or a program that may change things. Throws as the two above. */
export async function requirePoster(request: Request, now: number): Promise<Caller> {
  const caller = await identifyCaller(database(), credentialOf(request), now);
  if (caller.kind === "program" && caller.access === "read") throw readOnly();
  return caller;
}

async function authorise(request: Request): Promise<{ by: By; mayAs: Role }> {
  const by = byOf({ kind: "hub" }, request.headers);
  const credential = credentialOf(request);
  const person = credential === null ? await sessionOf(database(), request.headers, by.now) : null;
  if (person !== null && !person.mustChangePassword) {
    const { id, username: name, role } = person;
    return { by: { ...by, actor: { kind: "person", id, name } }, mayAs: role };
  }
  const caller = await identifyCaller(database(), credential, by.now);
  // An agent speaks for its machine and may ask for nothing.
  if (caller.kind !== "program") throw unauthenticated();
  await markApiKeyUsed(database(), caller, by);
  return { by: { ...by, actor: caller.actor }, mayAs: caller.access === "read-write" ? "admin" : "viewer" };
}

function readOnly(): HubError {
  return new HubError("forbidden", "This key may only read", {
    hint: "Use a key that may read and write, made under Settings, Keys.",
  });
}
