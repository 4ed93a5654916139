import type { InStatement } from "@libsql/client";
import type { Database } from "../../db/client";
import { type AlertType, metricTypeOf } from "../../domain/alerts/alert";
import { testNow } from "../testing";

type Values = Record<string, string | number | null>;

export function insertRow(table: string, values: Values): InStatement {
  const columns = Object.keys(values);
  return {
    sql: `INSERT INTO ${table} (${columns}) VALUES (${columns.map(() => "?")})`,
    args: Object.values(values),
  };
}

export async function insertServer(db: Database, id: string, change: Values = {}): Promise<void> {
  await db.write([insertRow("servers", { id, hostname: id, ...change })]);
}

/** An open alert about the CPU of `nas`, with the state that the machine keeps for it, unless the test says otherwise. */
export async function insertAlert(db: Database, change: Values = {}): Promise<number> {
  const alert = {
    server_id: "nas",
    alert_type: "cpu",
    subject: "",
    severity: "high",
    status: "open",
    title: "nas: CPU at 91 %",
    message: "CPU is at 91 %, at or above the line of 85 %.",
    threshold_value: 85,
    actual_value: 91,
    peak_value: 91,
    created_at: testNow,
    resolved_at: change.status === "resolved" ? testNow + 1000 : null,
    ...change,
  };
  const [result] = await db.write([insertRow("alerts", alert)]);
  const id = Number(result?.lastInsertRowid);
  if (alert.status === "resolved") return id;
  await db.write([
    {
      sql: `INSERT INTO alert_states (server_id, metric_type, current_severity, consecutive_breaches, current_value,
              first_breach_at, last_notified_at, alert_id)
            VALUES (?, ?, ?, 3, 91, CAST(? AS INTEGER), CAST(? AS INTEGER), CAST(? AS INTEGER))
            ON CONFLICT DO UPDATE SET current_severity = excluded.current_severity, alert_id = excluded.alert_id`,
      args: [
        alert.server_id,
        metricTypeOf(alert.alert_type as AlertType, String(alert.subject)),
        ...[alert.severity, testNow, testNow, id],
      ],
    },
  ]);
  return id;
}
