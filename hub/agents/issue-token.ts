import type { Database } from "../../db/client";
import { serverNotFound } from "../servers/server-not-found";
import { newSecret, sha256 } from "./secrets";

/**
 * Gives a server a new agent token and ends those that it had. The token is in the answer and nowhere else. Throws
 * HubError `not_found`.
 */
export async function issueToken(db: Database, serverId: string, now: number): Promise<string> {
  const token = newSecret("hla_");
  const [, inserted] = await db.write([
    {
      sql: "UPDATE agent_tokens SET revoked_at = CAST(? AS INTEGER) WHERE server_id = ? AND revoked_at IS NULL",
      args: [now, serverId],
    },
    {
      sql: "INSERT INTO agent_tokens (server_id, token_sha256) SELECT id, ? FROM servers WHERE id = ?",
      args: [sha256(token), serverId],
    },
  ]);
  if (inserted?.rowsAffected !== 1) throw serverNotFound(serverId);
  return token;
}
