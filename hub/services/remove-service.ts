import type { Database } from "../../db/client";
import { resolveServiceAlerts } from "../alerts/resolve-service-alerts";
import { touchServer } from "../servers/server-statements";
import { serviceNotFound } from "./service-not-found";

/**
 * Says that nobody expects a service any more: its alert is resolved in the same transaction and says why; what is known of it
 * is kept. Throws HubError `not_found`.
 */
export async function removeService(
  db: Database,
  { serverId, serviceName, now }: { serverId: string; serviceName: string; now: number },
): Promise<void> {
  await db.transact(async (read, commit) => {
    const where = { sql: "server_id = ? AND service_name = ?", args: [serverId, serviceName] };
    const known = await read({ ...where, sql: `SELECT 1 FROM expected_services WHERE ${where.sql}` });
    if (known.rows.length === 0) throw serviceNotFound(serverId, serviceName);
    const reason = `${serviceName} is not expected any more`;
    await commit([
      { ...where, sql: `DELETE FROM expected_services WHERE ${where.sql}` },
      ...(await resolveServiceAlerts(read, { serverId, serviceName, reason, now })),
      touchServer(serverId),
    ]);
  });
}
