import type { Database } from "../../db/client";
import { findAgentToken, findEnrolmentKey } from "../../db/queries/keys";
import { HubError } from "../../domain/hub-error";
import { hubConfig } from "../../hub-config";
import { isSameSecret, sha256 } from "./secrets";

/** Who posts heartbeats: an agent bound to its server, a machine that enrols, or a program with the API key. */
export type Caller =
  | { kind: "agent"; tokenId: number; serverId: string }
  | { kind: "enrolment"; keySha256: string; keyId: number | null; isUsedUp: boolean }
  | { kind: "program" };

/**
 * The caller behind a request's credentials. Missing, wrong and revoked read the same, so that an answer tells a
 * stranger nothing.
 */
export async function identifyCaller(db: Database, credential: string | null, now: number): Promise<Caller> {
  if (credential === null) throw unauthenticated();
  const { apiKey, enrolmentKey } = hubConfig();
  if (isSameSecret(credential, apiKey)) return { kind: "program" };
  const hash = sha256(credential);
  const token = await findAgentToken(db, hash);
  if (token !== null) return { kind: "agent", tokenId: token.id, serverId: token.serverId };
  if (isSameSecret(credential, enrolmentKey)) {
    return { kind: "enrolment", keySha256: hash, keyId: null, isUsedUp: false };
  }
  const key = await findEnrolmentKey(db, hash, now);
  if (key !== null) return { kind: "enrolment", keySha256: hash, keyId: key.id, isUsedUp: key.isUsedUp };
  throw unauthenticated();
}

/** Programs only: reading and changing through the API. */
export function requireProgram(credential: string | null): void {
  if (credential === null || !isSameSecret(credential, hubConfig().apiKey)) throw unauthenticated();
}

function unauthenticated(): HubError {
  return new HubError("unauthenticated", "A valid token or key is required", {
    hint: "Send it as 'Authorization: Bearer ...'.",
  });
}
