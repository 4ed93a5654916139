import type { Database } from "../../db/client";
import type { ServerUpdate } from "../../domain/servers/server";
import { audit, type By } from "../audit/record";
import { findServerForAudit } from "./server-audit";
import { serverNotFound } from "./server-not-found";
import { serverAssignments, TOUCH, tagStatements } from "./server-statements";

/** Changes what the update names and nothing else. Throws HubError `not_found`. */
export async function updateServer(db: Database, id: string, update: ServerUpdate, by: By): Promise<void> {
  const { tags, ...described } = update;
  const columns = serverAssignments(described);
  const assignments = [...columns.map(({ column, value }) => `${column} = ${value}`), TOUCH].join(", ");
  await db.transact(async (read, commit) => {
    const known = await findServerForAudit(read, id);
    if (known === null) throw serverNotFound(id);
    await commit([
      {
        sql: `UPDATE servers SET ${assignments} WHERE id = ?`,
        args: [...columns.map(({ argument }) => argument), id],
      },
      ...tagStatements(id, tags),
      ...audit(by, {
        action: "server.update",
        subject: known.subject,
        before: known.described,
        after: { ...known.described, ...withoutUndefined(update) },
      }),
    ]);
  });
}

function withoutUndefined(update: ServerUpdate): Partial<ServerUpdate> {
  return Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined));
}
