import type { Database } from "../../../db/client";

/** Removes a maintenance window, also while it runs: from then on alerts open again. One that is gone is as wished. */
export async function removeMaintenance(db: Database, id: number): Promise<void> {
  await db.write([{ sql: "DELETE FROM maintenance_windows WHERE id = CAST(? AS INTEGER)", args: [id] }]);
}
