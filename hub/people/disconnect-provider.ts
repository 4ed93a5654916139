import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { auditIfChanged, type By } from "../audit/record";

/** The provider lets somebody in no more. Throws HubError `conflict` where nothing else would. */
export async function disconnectProvider(
  db: Database,
  { id, username: name }: { id: string; username: string },
  by: By,
): Promise<void> {
  const [gone] = await db.write([
    {
      sql: `DELETE FROM accounts WHERE provider_id = 'oidc' AND user_id = ?1
        AND EXISTS (SELECT 1 FROM accounts WHERE provider_id = 'credential' AND user_id = ?1)`,
      args: [id],
    },
    ...auditIfChanged(by, {
      action: "person.disconnect_provider",
      subject: { kind: "person", id, name },
      before: { provider: "connected" },
      after: null,
    }),
  ]);
  if (gone?.rowsAffected !== 1) throw new HubError("conflict", "Nothing else would let you in");
}
