import type { Database } from "../../db/client";
import { resolveServiceAlerts } from "../alerts/resolve-service-alerts";
import { audit, type By } from "../audit/record";
import { touchServer } from "../servers/server-statements";
import { findServiceForAudit, serviceSubject } from "./service-audit";
import { serviceNotFound } from "./service-not-found";

/**
 * Says that nobody expects a service any more: its alert is resolved in the same transaction and says why; what is known of it
 * is kept. Throws HubError `not_found`.
 */
export async function removeService(
  db: Database,
  { serverId, serviceName }: { serverId: string; serviceName: string },
  by: By,
): Promise<void> {
  await db.transact(async (read, commit) => {
    const where = { sql: "server_id = ? AND service_name = ?", args: [serverId, serviceName] };
    const before = await findServiceForAudit(read, { serverId, serviceName });
    if (before === null) throw serviceNotFound(serverId, serviceName);
    const reason = `${serviceName} is not expected any more`;
    await commit([
      { ...where, sql: `DELETE FROM expected_services WHERE ${where.sql}` },
      ...(await resolveServiceAlerts(read, { serverId, serviceName, reason, now: by.now })),
      touchServer(serverId),
      ...audit(by, {
        action: "service.remove",
        subject: serviceSubject(serverId, serviceName),
        before,
        after: null,
      }),
    ]);
  });
}
