import type { InStatement, ResultSet } from "@libsql/client";
import type { AuditEntry } from "../audit/record";

/** How the audit log names a service: a unit of a server. */
export function serviceSubject(serverId: string, serviceName: string): AuditEntry["subject"] {
  return { kind: "service", id: `${serverId}/${serviceName}`, name: `${serviceName} on ${serverId}` };
}

/** What is said of an expected service, under its names in the API; null where it is not expected. */
export async function findServiceForAudit(
  read: (statement: InStatement) => Promise<ResultSet>,
  { serverId, serviceName }: { serverId: string; serviceName: string },
): Promise<{ display_name: string | null; is_critical: boolean; enabled: boolean } | null> {
  const found = await read({
    sql: `SELECT display_name, is_critical, enabled FROM expected_services WHERE server_id = ? AND service_name = ?`,
    args: [serverId, serviceName],
  });
  const row = found.rows[0];
  if (row === undefined) return null;
  return {
    display_name: row.display_name === null ? null : String(row.display_name),
    is_critical: Number(row.is_critical) === 1,
    enabled: Number(row.enabled) === 1,
  };
}
