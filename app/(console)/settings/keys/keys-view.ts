import type { KeyRow } from "@/components/keys/key-list";
import type { listAgentTokens, listApiKeys, listEnrolmentKeys } from "@/db/queries/keys";

type Listed<Query extends (...args: never[]) => Promise<unknown[]>> = Awaited<ReturnType<Query>>[number];

/** An API key as a row of its list. */
export function apiKeyRow({ access, ...key }: Listed<typeof listApiKeys>): KeyRow {
  const about = access === "read" ? "reads" : "reads and writes";
  return { ...key, about, fields: { kind: "api_key", id: String(key.id) } };
}

/** An enrolment key as a row of its list. */
export function enrolmentKeyRow({ usesCount, usesMax, ...key }: Listed<typeof listEnrolmentKeys>): KeyRow {
  const about = usesMax === null ? `used ${usesCount} times` : `${usesCount} of ${usesMax} used`;
  return { ...key, about, fields: { kind: "enrolment_key", id: String(key.id) } };
}

/** A token of an agent as a row of its list. */
export function tokenRow({ serverId, serverName, ...token }: Listed<typeof listAgentTokens>): KeyRow {
  return {
    ...token,
    name: serverName,
    about: token.expiresAt === null ? "the server's own" : "was replaced",
    createdBy: null,
    fields: { server: serverId, id: String(token.id) },
  };
}
