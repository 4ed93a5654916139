import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { KeyAccess } from "../../domain/keys/key";
import type { Database } from "../client";
import { agentTokens, apiKeys, enrolmentKeys } from "../schema";

/** The server that a token speaks for at `now`; null for one that is unknown, revoked or over. */
export async function findAgentToken(
  db: Database,
  tokenSha256: string,
  now: number,
): Promise<{ id: number; serverId: string } | null> {
  const rows = await db
    .prepared("findAgentToken", (reader) =>
      reader
        .select({ id: agentTokens.id, serverId: agentTokens.serverId })
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
