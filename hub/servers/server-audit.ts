import type { InStatement, ResultSet } from "@libsql/client";
import type { AuditEntry } from "../audit/record";

/** What people say of a server, as it is now and under its names in the API, and what the audit log calls it; null for none. */
export async function findServerForAudit(
  read: (statement: InStatement) => Promise<ResultSet>,
  id: string,
): Promise<{ subject: AuditEntry["subject"]; described: Record<string, unknown> } | null> {
  const found = await read({ sql: DESCRIBE, args: [id] });
  const row = found.rows[0];
  if (row === undefined) return null;
  const described: Record<string, unknown> = JSON.parse(String(row.described));
  const name = row.display_name === null ? null : String(row.display_name);
  return { subject: { kind: "server", id, name }, described };
}

const DESCRIBE = `
  SELECT display_name, json_object('display_name', display_name, 'hostname', hostname, 'ip_address', ip_address,
    'machine_type', machine_type, 'machine_category', machine_category, 'tdp_watts', tdp_watts, 'idle_watts', idle_watts,
    'heartbeat_interval_seconds', heartbeat_interval_seconds,
    'tags', (SELECT json_group_array(tag) FROM (SELECT tag FROM server_tags WHERE server_id = servers.id ORDER BY tag))
  ) AS described
  FROM servers WHERE id = ?`;
