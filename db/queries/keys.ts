import { and, desc, eq, getTableColumns, gt, isNull, or, sql } from "drizzle-orm";
import type { KeyAccess } from "../../domain/keys/key";
import type { Database } from "../client";
import { agentTokens, apiKeys, enrolmentKeys, servers } from "../schema";

/** The server that a token speaks for at `now`; null for one that is unknown, revoked or over. */
export async function findAgentToken(
  db: Database,
  tokenSha256: string,
  now: number,
): Promise<{ id: number; serverId: string; lastUsedAt: number | null } | null> {
  const rows = await db
    .prepared("findAgentToken", (reader) =>
      reader
        .select({
          id: agentTokens.id,
          serverId: agentTokens.serverId,
          lastUsedAt: agentTokens.lastUsedAt,
        })
        .from(agentTokens)
        .where(
          and(
            eq(agentTokens.tokenSha256, sql.placeholder("tokenSha256")),
            isNull(agentTokens.revokedAt),
            sql`coalesce(${agentTokens.expiresAt} > ${sql.placeholder("now")}, 1)`,
          ),
        )
        .prepare(),
    )
    .all({ tokenSha256, now });
  return rows[0] ?? null;
}

/** The API key that may be used at `now`; null for one that is unknown, revoked or over. */
export async function findApiKey(
  db: Database,
  keySha256: string,
  now: number,
): Promise<{ id: number; name: string; access: KeyAccess; lastUsedAt: number | null } | null> {
  const rows = await db
    .prepared("findApiKey", (reader) =>
      reader
        .select({
          id: apiKeys.id,
          name: apiKeys.name,
          access: apiKeys.access,
          lastUsedAt: apiKeys.lastUsedAt,
        })
        .from(apiKeys)
        .where(
          and(
            eq(apiKeys.keySha256, sql.placeholder("keySha256")),
            isNull(apiKeys.revokedAt),
            sql`coalesce(${apiKeys.expiresAt} > ${sql.placeholder("now")}, 1)`,
          ),
        )
        .prepare(),
    )
    .all({ keySha256, now });
  return rows[0] ?? null;
}

/** An enrolment key that may be used at `now`; null for one that is unknown, revoked or over. */
export async function findEnrolmentKey(
  db: Database,
  keySha256: string,
  now: number,
): Promise<{ id: number; name: string; isUsedUp: boolean } | null> {
  const rows = await db.reader
    .select({
      id: enrolmentKeys.id,
      name: enrolmentKeys.name,
      isUsedUp: sql<number>`coalesce(${enrolmentKeys.usesCount} >= ${enrolmentKeys.usesMax}, 0)`,
    })
    .from(enrolmentKeys)
    .where(
      and(
        eq(enrolmentKeys.keySha256, keySha256),
        isNull(enrolmentKeys.revokedAt),
        or(isNull(enrolmentKeys.expiresAt), gt(enrolmentKeys.expiresAt, now)),
      ),
    );
  const row = rows[0];
  return row === undefined ? null : { id: row.id, name: row.name, isUsedUp: row.isUsedUp === 1 };
}

/** So many of a kind are listed: the newest. */
const LISTED_MAX = 500;

/** API keys that are not revoked, the newest first; those that are over are among them. */
export async function listApiKeys(db: Database) {
  const { keySha256: _, revokedAt: __, ...shown } = getTableColumns(apiKeys);
  return db.reader
    .select(shown)
    .from(apiKeys)
    .where(isNull(apiKeys.revokedAt))
    .orderBy(desc(apiKeys.id))
    .limit(LISTED_MAX);
}

/** Enrolment keys that may still be used at `now`, the newest first. */
export async function listEnrolmentKeys(db: Database, now: number) {
  const { keySha256: _, revokedAt: __, ...shown } = getTableColumns(enrolmentKeys);
  return db.reader
    .select(shown)
    .from(enrolmentKeys)
    .where(
      and(
        isNull(enrolmentKeys.revokedAt),
        or(isNull(enrolmentKeys.expiresAt), gt(enrolmentKeys.expiresAt, now)),
        or(isNull(enrolmentKeys.usesMax), sql`${enrolmentKeys.usesCount} < ${enrolmentKeys.usesMax}`),
      ),
    )
    .orderBy(desc(enrolmentKeys.id))
    .limit(LISTED_MAX);
}

/** The tokens of all servers that work at `now`, by server, the newest first. */
export async function listAgentTokens(db: Database, now: number) {
  return db.reader
    .select({
      id: agentTokens.id,
      serverId: agentTokens.serverId,
      serverName: sql<string>`coalesce(${servers.displayName}, ${servers.id})`,
      prefix: agentTokens.prefix,
      createdAt: agentTokens.createdAt,
      expiresAt: agentTokens.expiresAt,
      lastUsedAt: agentTokens.lastUsedAt,
      lastUsedFrom: agentTokens.lastUsedFrom,
    })
    .from(agentTokens)
    .innerJoin(servers, eq(servers.id, agentTokens.serverId))
    .where(
      and(isNull(agentTokens.revokedAt), or(isNull(agentTokens.expiresAt), gt(agentTokens.expiresAt, now))),
    )
    .orderBy(sql`2`, desc(agentTokens.id));
}
