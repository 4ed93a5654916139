import type { InStatement, ResultSet } from "@libsql/client";

/**
 * The statements that keep an alert about many servers when the one goes whose row it stands on: it and what the machinery knows
 * of it move to another that it names, or where none of those is left to any. They stand before the deletion, in its transaction.
 */
export async function handOverNetworkAlerts(
  read: (statement: InStatement) => Promise<ResultSet>,
  serverId: string,
): Promise<InStatement[]> {
  const alerts = await read({
    sql: "SELECT id, status, message FROM alerts WHERE server_id = ? AND alert_type = 'network' ORDER BY id",
    args: [serverId],
  });
  if (alerts.rows.length === 0) return [];
  const found = await read({
    sql: "SELECT id, coalesce(display_name, id) AS name FROM servers WHERE id <> ? ORDER BY id",
    args: [serverId],
  });
  const others = found.rows.map((row) => ({ id: String(row.id), name: String(row.name) }));
  return alerts.rows.flatMap(({ id, status, message }): InStatement[] => {
    const names = namesIn(String(message ?? ""));
    const heir = others.find(({ name }) => names.includes(name)) ?? others[0];
    if (heir === undefined) return [];
    const moved: InStatement = {
      sql: "UPDATE alerts SET server_id = ? WHERE id = CAST(? AS INTEGER) AND server_id = ?",
      args: [heir.id, Number(id), serverId],
    };
    if (status === "resolved") return [moved];
    return [
      moved,
      {
        sql: "DELETE FROM alert_states WHERE server_id = ? AND metric_type = 'network'",
        args: [heir.id],
      },
      {
        sql: "UPDATE alert_states SET server_id = ? WHERE server_id = ? AND metric_type = 'network'",
        args: [heir.id, serverId],
      },
    ];
  });
}

/** Whom the sentence of the alert is about: "...: nas, pi." (`messageOf`). */
function namesIn(message: string): string[] {
  const list = message.slice(message.lastIndexOf(": ") + 2);
  return list.replace(/\.$/, "").split(", ");
}
