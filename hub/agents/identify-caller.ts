import type { Database } from "../../db/client";
import { findAgentToken, findApiKey, findEnrolmentKey } from "../../db/queries/keys";
import { HubError } from "../../domain/hub-error";
import type { KeyAccess } from "../../domain/keys/key";
import type { Actor } from "../../domain/people/actor";
import { hubConfig } from "../../hub-config";
import { isSameSecret, sha256 } from "./secrets";

/** A program with a key: that of the environment (`keyId` null), which may do everything, or one that somebody made. */
export type Program = {
  kind: "program";
  actor: Actor & { kind: "key" };
  access: KeyAccess;
  keyId: number | null;
  lastUsedAt: number | null;
};

/** Who posts heartbeats: an agent bound to its server, a machine that enrols, or a program. */
export type Caller =
  | { kind: "agent"; tokenId: number; serverId: string; lastUsedAt: number | null }
  | {
      kind: "enrolment";
      actor: Actor & { kind: "key" };
      keySha256: string;
      keyId: number | null;
      isUsedUp: boolean;
    }
  | Program;

/** The key that HOMELAB_API_KEY names. */
export const programOfEnvironment: Program = {
  kind: "program",
  actor: { kind: "key", id: "HOMELAB_API_KEY", name: "HOMELAB_API_KEY" },
  access: "read-write",
  keyId: null,
  lastUsedAt: null,
};

/**
 * The caller behind a request's credentials, asked of the database each time, so that what is revoked ends at once. Missing,
 * wrong and revoked read the same: an answer tells a stranger nothing.
 */
export async function identifyCaller(db: Database, credential: string | null, now: number): Promise<Caller> {
  if (credential === null) throw unauthenticated();
  const { apiKey, enrolmentKey } = hubConfig();
  if (isSameSecret(credential, apiKey)) return programOfEnvironment;
  const hash = sha256(credential);
  if (isSameSecret(credential, enrolmentKey)) {
    const actor = {
      kind: "key",
      id: "HOMELAB_ENROLMENT_KEY",
      name: "HOMELAB_ENROLMENT_KEY",
    } as const;
    return { kind: "enrolment", actor, keySha256: hash, keyId: null, isUsedUp: false };
  }
  // The prefix says which table to ask: one statement for a heartbeat, not three.
  const caller = credential.startsWith("hlk_")
    ? await programOf(db, hash, now)
    : credential.startsWith("hle_")
      ? await enrolmentOf(db, hash, now)
      : await agentOf(db, hash, now);
  if (caller === null) throw unauthenticated();
  return caller;
}

async function agentOf(db: Database, hash: string, now: number): Promise<Caller | null> {
  const token = await findAgentToken(db, hash, now);
  if (token === null) return null;
  const { id, serverId, lastUsedAt } = token;
  return { kind: "agent", tokenId: id, serverId, lastUsedAt };
}

async function enrolmentOf(db: Database, hash: string, now: number): Promise<Caller | null> {
  const key = await findEnrolmentKey(db, hash, now);
  if (key === null) return null;
  const actor = { kind: "key", id: `enrolment:${key.id}`, name: key.name } as const;
  return { kind: "enrolment", actor, keySha256: hash, keyId: key.id, isUsedUp: key.isUsedUp };
}

async function programOf(db: Database, hash: string, now: number): Promise<Program | null> {
  const key = await findApiKey(db, hash, now);
  if (key === null) return null;
  const { id, name, access, lastUsedAt } = key;
  return { kind: "program", actor: { kind: "key", id: String(id), name }, access, keyId: id, lastUsedAt };
}

/** One message for whoever is not known. */
export function unauthenticated(): HubError {
  return new HubError("unauthenticated", "A valid token or key is required", {
    hint: "Send it as 'Authorization: Bearer ...'.",
  });
}
