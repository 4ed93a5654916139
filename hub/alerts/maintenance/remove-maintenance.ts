import type { Database } from "../../../db/client";
import { audit, type By } from "../../audit/record";

/** Removes a maintenance window, also while it runs: from then on alerts open again. One that is gone is as wished. */
export async function removeMaintenance(db: Database, id: number, by: By): Promise<void> {
  await db.transact(async (read, commit) => {
    const found = await read({ sql: FIND, args: [id] });
    const row = found.rows[0];
    if (row === undefined) return;
    await commit([
      { sql: "DELETE FROM maintenance_windows WHERE id = CAST(? AS INTEGER)", args: [id] },
      ...audit(by, {
        action: "maintenance.remove",
        subject: { kind: "maintenance", id: String(row.name) },
        before: JSON.parse(String(row.said)),
        after: null,
      }),
    ]);
  });
}

const FIND = `
  SELECT name, json_patch('{}', json_object('server', server_id, 'tag', tag, 'starts_at', starts_at, 'ends_at', ends_at,
    'weekdays', json(weekdays), 'start_minute', start_minute, 'duration_minutes', duration_minutes, 'time_zone', time_zone)) AS said
  FROM maintenance_windows WHERE id = CAST(? AS INTEGER)`;
