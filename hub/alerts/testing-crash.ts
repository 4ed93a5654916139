import type { Database } from "../../db/client";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { sweepOfflineServers } from "../servers/sweep-offline-servers";
import { testArrival, testBy, testNow } from "../testing";
import { acknowledgeAlerts } from "./acknowledge-alert";
import { prepareWorld } from "./testing-world";

const MINUTE_MS = 60_000;

type Input = (db: Database) => Promise<unknown>;

const beat =
  (minutes: number, values: Record<string, number>, status: string | null = "running"): Input =>
  (db) => {
    const now = testNow + minutes * MINUTE_MS;
    const arrivals = Object.entries(values).map(([server_id, disk_percent]) => {
      const services = status === null ? null : [{ name: "nginx", status }];
      const sample = {
        server_id,
        timestamp: new Date(now).toISOString(),
        metrics: { disk_percent },
        services,
      };
      return testArrival(sample, { receivedAt: now });
    });
    return recordHeartbeats(db, arrivals);
  };
const sweep =
  (minutes: number): Input =>
  (db) =>
    sweepOfflineServers(db, { now: testNow + minutes * MINUTE_MS, watchingSince: 0 });

/** An eventful night, in the order of its causes. What was not answered is asked again, as agents and jobs do. */
export const crashInputs: Input[] = [
  prepareOnce,
  beat(0, { nas: 50, pi: 85 }),
  sweep(0),
  (db) =>
    db.write([
      "INSERT INTO expected_services (server_id, service_name) VALUES ('nas', 'nginx') ON CONFLICT DO NOTHING",
    ]),
  beat(1, { nas: 85, pi: 96 }, "failed"),
  (db) => acknowledgeAlerts(db, { ids: [1], ...testBy({ now: testNow + MINUTE_MS }) }),
  beat(2, { nas: 97, pi: 85 }),
  sweep(32),
  sweep(65),
  beat(66, { pi: 10 }),
  beat(67, { nas: 10, pi: 10 }, null),
  beat(68, { nas: 90, pi: 90 }),
  sweep(75),
  beat(76, { nas: 10, pi: 90 }),
  sweep(77),
];

async function prepareOnce(db: Database): Promise<void> {
  const channels = await db.query("SELECT id FROM notification_channels");
  if (channels.length === 0) await prepareWorld(db);
}

/** What people learn of the night: all of it but when the database wrote it down. */
export async function storyOf(db: Database): Promise<string[]> {
  const queries = [
    `SELECT id, server_id, alert_type, subject, severity, status, actual_value, peak_value, threshold_value, created_at, resolved_at,
       auto_resolved, acknowledged_at, stale_at IS NOT NULL AS is_stale FROM alerts ORDER BY id`,
    "SELECT alert_id, kind, at, severity, value, actor, note FROM alert_events ORDER BY id",
    "SELECT idempotency_key, alert_id, channel_id, event, severity, at, content, status FROM notifications ORDER BY id",
    `SELECT server_id, service_name, status, status_reason, timestamp, last_seen_at, known_until FROM service_status
     ORDER BY server_id, service_name, timestamp`,
    `SELECT server_id, metric_type, current_severity, consecutive_breaches, consecutive_clears, first_breach_at, last_notified_at,
       resolved_at, alert_id, changes, flapping_since FROM alert_states ORDER BY server_id, metric_type`,
  ];
  const answers = await Promise.all(queries.map((sql) => db.query<object>(sql)));
  return answers.flat().map((row) => JSON.stringify({ ...row }));
}
