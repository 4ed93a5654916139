import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import type { ServiceCreate } from "../../domain/services/service";
import { audit, type By } from "../audit/record";
import { serverNotFound } from "../servers/server-not-found";
import { touchServer } from "../servers/server-statements";
import { serviceSubject } from "./service-audit";

/**
 * Says that a service should be running on a server: what has been reported of it so far becomes its history. Throws HubError
 * `not_found` where there is no such server, `conflict` where it is expected already.
 */
export async function addService(
  db: Database,
  serverId: string,
  service: ServiceCreate,
  by: By,
): Promise<void> {
  const { service_name, display_name = null, is_critical = false, enabled = true } = service;
  await db.transact(async (read, commit) => {
    const known = await read({ sql: "SELECT 1 FROM servers WHERE id = ?", args: [serverId] });
    if (known.rows.length === 0) throw serverNotFound(serverId);
    const expected = await read({
      sql: "SELECT 1 FROM expected_services WHERE server_id = ? AND service_name = ?",
      args: [serverId, service_name],
    });
    if (expected.rows.length > 0) {
      throw new HubError(
        "conflict",
        `Service '${service_name}' is already expected of server '${serverId}'`,
        {
          fields: [{ path: "service_name", message: "is expected already" }],
        },
      );
    }
    await commit([
      {
        sql: `INSERT INTO expected_services (server_id, service_name, display_name, is_critical, enabled)
              VALUES (?, ?, ?, CAST(? AS INTEGER), CAST(? AS INTEGER))`,
        args: [serverId, service_name, display_name, Number(is_critical), Number(enabled)],
      },
      touchServer(serverId),
      ...audit(by, {
        action: "service.add",
        subject: serviceSubject(serverId, service_name),
        before: null,
        after: { display_name, is_critical, enabled },
      }),
    ]);
  });
}
