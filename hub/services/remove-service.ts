import type { Database } from "../../db/client";
import { touchServer } from "../servers/server-statements";
import { serviceNotFound } from "./service-not-found";

/** Says that nobody expects a service any more; what is known of it is kept. Throws HubError `not_found`. */
export async function removeService(
  db: Database,
  { serverId, serviceName }: { serverId: string; serviceName: string },
): Promise<void> {
  await db.transact(async (read, commit) => {
    const where = { sql: "server_id = ? AND service_name = ?", args: [serverId, serviceName] };
    const known = await read({ ...where, sql: `SELECT 1 FROM expected_services WHERE ${where.sql}` });
    if (known.rows.length === 0) throw serviceNotFound(serverId, serviceName);
    await commit([
      { ...where, sql: `DELETE FROM expected_services WHERE ${where.sql}` },
      touchServer(serverId),
    ]);
  });
}
