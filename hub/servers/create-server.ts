import type { Database } from "../../db/client";
import { classifyDatabaseError } from "../../db/errors";
import { HubError } from "../../domain/hub-error";
import type { ServerCreate } from "../../domain/servers/server";
import { audit, type By } from "../audit/record";
import { serverAssignments, tagStatements } from "./server-statements";

/** Makes a server that has not reported yet. Throws HubError `conflict` where the id is taken. */
export async function createServer(db: Database, server: ServerCreate, by: By): Promise<void> {
  const { id, tags, ...described } = server;
  const columns = serverAssignments({ ...described, hostname: described.hostname ?? id });
  try {
    await db.write([
      {
        sql: `INSERT INTO servers (id, ${columns.map(({ column }) => column).join(", ")})
              VALUES (?, ${columns.map(({ value }) => value).join(", ")})`,
        args: [id, ...columns.map(({ argument }) => argument)],
      },
      ...tagStatements(id, tags),
      ...audit(by, {
        action: "server.create",
        subject: { kind: "server", id, name: server.display_name },
        before: null,
        after: server,
      }),
    ]);
  } catch (error) {
    if (classifyDatabaseError(error) !== "unique") throw error;
    throw new HubError("conflict", `Server '${id}' already exists`, {
      fields: [{ path: "id", message: "is taken" }],
    });
  }
}
