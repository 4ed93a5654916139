import type { Database } from "../../db/client";
import type { ServerUpdate } from "../../domain/servers/server";
import { serverNotFound } from "./server-not-found";
import { serverAssignments, TOUCH, tagStatements } from "./server-statements";

/** Changes what the update names and nothing else. Throws HubError `not_found`. */
export async function updateServer(db: Database, id: string, update: ServerUpdate): Promise<void> {
  const { tags, ...described } = update;
  const columns = serverAssignments(described);
  const assignments = [...columns.map(({ column, value }) => `${column} = ${value}`), TOUCH].join(", ");
  await db.transact(async (read, commit) => {
    const known = await read({ sql: "SELECT 1 FROM servers WHERE id = ?", args: [id] });
    if (known.rows.length === 0) throw serverNotFound(id);
    await commit([
      {
        sql: `UPDATE servers SET ${assignments} WHERE id = ?`,
        args: [...columns.map(({ argument }) => argument), id],
      },
      ...tagStatements(id, tags),
    ]);
  });
}
