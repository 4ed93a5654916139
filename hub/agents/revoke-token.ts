import type { Database } from "../../db/client";
import { auditIfChanged, type By } from "../audit/record";

/** Ends one token of a server at once. One that is revoked already is as wished. */
export async function revokeToken(
  db: Database,
  { serverId, tokenId }: { serverId: string; tokenId: number },
  by: By,
): Promise<void> {
  await db.write([
    {
      sql: `UPDATE agent_tokens SET revoked_at = CAST(? AS INTEGER)
            WHERE id = CAST(? AS INTEGER) AND server_id = ? AND revoked_at IS NULL`,
      args: [by.now, tokenId, serverId],
    },
    ...auditIfChanged(by, {
      action: "agent_token.revoke",
      subject: { kind: "server", id: serverId },
      before: { revoked: false, number: tokenId },
      after: { revoked: true, number: tokenId },
    }),
  ]);
}
