import type { InStatement, ResultSet } from "@libsql/client";
import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { hasBlank, type ServiceCreate } from "../../domain/services/service";
import { audit, type By } from "../audit/record";
import { serverNotFound } from "../servers/server-not-found";
import { touchServer } from "../servers/server-statements";
import { serviceSubject } from "./service-audit";

/**
 * Says that a service should be running on a server: what has been reported of it so far becomes its history. Throws HubError
 * `not_found` where there is no such server, `conflict` where it is expected already, `invalid` where no unit can be called so.
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
    if (hasBlank(service_name) && !(await isReported(read, { serverId, service_name }))) {
      const message = "no unit has a name with blanks, and the agent reports none that is called so";
      throw new HubError("invalid", `service_name: ${message}`, {
        fields: [{ path: "service_name", message }],
      });
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

/** What an agent of another system calls a service is its name, whatever systemd makes of it. */
async function isReported(
  read: (statement: InStatement) => Promise<ResultSet>,
  { serverId, service_name }: { serverId: string; service_name: string },
): Promise<boolean> {
  const reported = await read({
    sql: "SELECT 1 FROM service_status WHERE server_id = ? AND service_name = ? LIMIT 1",
    args: [serverId, service_name],
  });
  return reported.rows.length > 0;
}
