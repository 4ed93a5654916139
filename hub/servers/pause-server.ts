import type { Database } from "../../db/client";
import { auditIfChanged, type By } from "../audit/record";
import { serverNotFound } from "./server-not-found";
import { TOUCH } from "./server-statements";

/**
 * Pauses a server or ends its pause. Samples are kept meanwhile, and nobody is told of anything. Doing it again changes
 * nothing. Throws HubError `not_found`.
 */
export async function pauseServer(
  db: Database,
  id: string,
  { isPaused }: { isPaused: boolean },
  by: By,
): Promise<void> {
  const results = await db.write([
    isPaused
      ? {
          sql: `UPDATE servers SET paused_at = CAST(? AS INTEGER), ${TOUCH} WHERE id = ? AND paused_at IS NULL`,
          args: [by.now, id],
        }
      : {
          sql: `UPDATE servers SET paused_at = NULL, ${TOUCH} WHERE id = ? AND paused_at IS NOT NULL`,
          args: [id],
        },
    ...auditIfChanged(by, {
      action: isPaused ? "server.pause" : "server.unpause",
      subject: { kind: "server", id },
      before: { paused: !isPaused },
      after: { paused: isPaused },
    }),
    { sql: "SELECT 1 FROM servers WHERE id = ?", args: [id] },
  ]);
  if (results.at(-1)?.rows.length === 0) throw serverNotFound(id);
}
