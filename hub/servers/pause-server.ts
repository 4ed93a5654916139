import type { Database } from "../../db/client";
import { serverNotFound } from "./server-not-found";
import { TOUCH } from "./server-statements";

/**
 * Pauses a server or ends its pause. Samples are kept meanwhile, and nobody is told of anything. Doing it again changes
 * nothing. Throws HubError `not_found`.
 */
export async function pauseServer(
  db: Database,
  id: string,
  options: { isPaused: boolean; now: number },
): Promise<void> {
  const [changed, known] = await db.write([
    options.isPaused
      ? {
          sql: `UPDATE servers SET paused_at = CAST(? AS INTEGER), ${TOUCH} WHERE id = ? AND paused_at IS NULL`,
          args: [options.now, id],
        }
      : {
          sql: `UPDATE servers SET paused_at = NULL, ${TOUCH} WHERE id = ? AND paused_at IS NOT NULL`,
          args: [id],
        },
    { sql: "SELECT 1 FROM servers WHERE id = ?", args: [id] },
  ]);
  if (changed?.rowsAffected === 0 && known?.rows.length === 0) throw serverNotFound(id);
}
