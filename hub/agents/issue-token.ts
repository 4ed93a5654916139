import type { InStatement } from "@libsql/client";
import type { Database } from "../../db/client";
import { audit, type By } from "../audit/record";
import { serverNotFound } from "../servers/server-not-found";
import { newSecret, prefixOf, sha256 } from "./secrets";

/** How long the tokens before still work while a machine is given its new one. */
const OVERLAP_MS = 24 * 3_600_000;

/**
 * Gives a server a new agent token; those that it had end now, or in a day where they overlap. The token is in the answer
 * and nowhere else. Throws HubError `not_found`.
 */
export async function issueToken(
  db: Database,
  serverId: string,
  { isOverlapping }: { isOverlapping: boolean },
  by: By,
): Promise<string> {
  const token = newSecret("hla_");
  await db.transact(async (read, commit) => {
    const known = await read({
      sql: `SELECT (SELECT group_concat(prefix, ', ') FROM agent_tokens AS t WHERE t.server_id = servers.id AND ${ALIVE}) AS prefixes
            FROM servers WHERE id = ?2`,
      args: [by.now, serverId],
    });
    const row = known.rows[0];
    if (row === undefined) throw serverNotFound(serverId);
    await commit([
      isOverlapping ? endInADay(serverId, by.now) : endNow(serverId, by.now),
      {
        sql: `INSERT INTO agent_tokens (server_id, token_sha256, prefix, created_at) VALUES (?, ?, ?, CAST(? AS INTEGER))`,
        args: [serverId, sha256(token), prefixOf(token), by.now],
      },
      ...audit(by, {
        action: isOverlapping ? "agent_token.rotate" : "agent_token.issue",
        subject: { kind: "server", id: serverId },
        before: { begins_with: row.prefixes ?? null },
        after: {
          begins_with: prefixOf(token),
          those_before_end: new Date(by.now + (isOverlapping ? OVERLAP_MS : 0)).toISOString(),
        },
      }),
    ]);
  });
  return token;
}

/** ?1 is now. */
const ALIVE = "t.revoked_at IS NULL AND coalesce(t.expires_at > ?1, 1)";

function endNow(serverId: string, now: number): InStatement {
  return {
    sql: "UPDATE agent_tokens SET revoked_at = CAST(? AS INTEGER) WHERE server_id = ? AND revoked_at IS NULL",
    args: [now, serverId],
  };
}

/** One that ends sooner, as it was rotated before, keeps its end. */
function endInADay(serverId: string, now: number): InStatement {
  const end = now + OVERLAP_MS;
  return {
    sql: `UPDATE agent_tokens SET expires_at = CAST(?1 AS INTEGER)
          WHERE server_id = ?2 AND revoked_at IS NULL AND coalesce(expires_at > ?1, 1)`,
    args: [end, serverId],
  };
}
