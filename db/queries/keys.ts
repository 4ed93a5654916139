import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Database } from "../client";
import { agentTokens, enrolmentKeys } from "../schema";

/** The server that a token speaks for; null for one that is unknown or revoked. */
export async function findAgentToken(
  db: Database,
  tokenSha256: string,
): Promise<{ id: number; serverId: string } | null> {
  const rows = await db
    .prepared("findAgentToken", (reader) =>
      reader
        .select({ id: agentTokens.id, serverId: agentTokens.serverId })
        .from(agentTokens)
        .where(
          and(eq(agentTokens.tokenSha256, sql.placeholder("tokenSha256")), isNull(agentTokens.revokedAt)),
        )
        .prepare(),
    )
    .all({ tokenSha256 });
  return rows[0] ?? null;
}

/** An enrolment key that may be used at `now`; null for one that is unknown, revoked or over. */
export async function findEnrolmentKey(
  db: Database,
  keySha256: string,
  now: number,
): Promise<{ id: number; isUsedUp: boolean } | null> {
  const rows = await db.reader
    .select({
      id: enrolmentKeys.id,
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
  return row === undefined ? null : { id: row.id, isUsedUp: row.isUsedUp === 1 };
}
