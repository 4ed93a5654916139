import type { Database } from "../../db/client";
import type { ServiceUpdate } from "../../domain/services/service";
import { resolveServiceAlerts } from "../alerts/resolve-service-alerts";
import { audit, type By } from "../audit/record";
import { touchServer } from "../servers/server-statements";
import { findServiceForAudit, serviceSubject } from "./service-audit";
import { serviceNotFound } from "./service-not-found";

/**
 * Changes what the update names and nothing else. One that is disabled has no alert any more: it is resolved in the same
 * transaction and says why. Throws HubError `not_found`.
 */
export async function updateService(
  db: Database,
  { serverId, serviceName }: { serverId: string; serviceName: string },
  update: ServiceUpdate,
  by: By,
): Promise<void> {
  await db.transact(async (read, commit) => {
    const before = await findServiceForAudit(read, { serverId, serviceName });
    if (before === null) throw serviceNotFound(serverId, serviceName);
    const ended =
      update.enabled === false
        ? await resolveServiceAlerts(read, {
            ...{ serverId, serviceName, now: by.now },
            reason: `${serviceName} was disabled`,
          })
        : [];
    await commit([
      {
        // The name to show can be taken back, so that null says something.
        sql: `UPDATE expected_services SET display_name = iif(?, ?, display_name),
                is_critical = CAST(coalesce(?, is_critical) AS INTEGER), enabled = CAST(coalesce(?, enabled) AS INTEGER)
              WHERE server_id = ? AND service_name = ?`,
        args: [
          update.display_name !== undefined,
          update.display_name ?? null,
          numberOf(update.is_critical),
          numberOf(update.enabled),
          serverId,
          serviceName,
        ],
      },
      ...ended,
      touchServer(serverId),
      ...audit(by, {
        action: "service.update",
        subject: serviceSubject(serverId, serviceName),
        before,
        after: {
          display_name: update.display_name === undefined ? before.display_name : update.display_name,
          is_critical: update.is_critical ?? before.is_critical,
          enabled: update.enabled ?? before.enabled,
        },
      }),
    ]);
  });
}

const numberOf = (value: boolean | undefined) => (value === undefined ? null : Number(value));
