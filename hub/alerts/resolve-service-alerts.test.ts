import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { testNow } from "../testing";
import { resolveServiceAlerts } from "./resolve-service-alerts";
import { sweepAlerts } from "./sweep-alerts";
import { insertAlert, insertRow, insertServer } from "./testing-alerts";

const options = { serverId: "nas", serviceName: "nginx", reason: "nginx was disabled", now: testNow };
const resolve = (db: Database) =>
  db.transact(async (read, commit) => commit(await resolveServiceAlerts(read, options)));
const resolved = async (db: Database) =>
  (
    await db.query<{ subject: string }>("SELECT subject FROM alerts WHERE status = 'resolved' ORDER BY id")
  ).map(({ subject }) => subject);

async function hub(): Promise<Database> {
  const db = await temporaryDatabase();
  await insertServer(db, "nas");
  await db.write([
    "INSERT INTO notification_channels (name, type, settings) VALUES ('phone', 'webhook', '{}')",
  ]);
  return db;
}

test("a service that is not watched any more has no alert, and people are told with the reason", async () => {
  const db = await hub();
  for (const alert_type of ["service_down", "service_restarts"]) {
    await insertAlert(db, { alert_type, subject: "nginx", severity: "medium" });
  }
  await resolve(db);
  expect(await resolved(db)).toEqual(["nginx", "nginx"]);
  expect(await db.query("SELECT DISTINCT kind, note FROM alert_events")).toEqual([
    { kind: "resolved", note: "nginx was disabled" },
  ]);
  expect(await db.query("SELECT event FROM notifications")).toEqual([
    { event: "resolved" },
    { event: "resolved" },
  ]);
  expect(await db.query("SELECT id FROM alert_states WHERE current_severity IS NOT NULL")).toEqual([]);
});

test("names are equal or they are not: nginx is neither nginx-exporter nor nginx.service", async () => {
  const db = await hub();
  for (const subject of ["nginx-exporter", "nginx.service", "my-nginx"]) {
    await insertAlert(db, { alert_type: "service_down", subject, severity: "medium" });
  }
  await resolve(db);
  expect(await resolved(db)).toEqual([]);
});

test("what was counted for it is forgotten, and nothing is written where there was nothing", async () => {
  const db = await hub();
  const statements = await db.transact((read) => resolveServiceAlerts(read, options));
  expect(statements).toEqual([]);
  await db.write([
    insertRow("alert_states", {
      server_id: "nas",
      metric_type: "service_unknown:nginx",
      consecutive_breaches: 2,
    }),
  ]);
  await resolve(db);
  expect(await db.query("SELECT consecutive_breaches AS n, first_breach_at AS at FROM alert_states")).toEqual(
    [{ n: 0, at: null }],
  );
  expect(await db.query("SELECT id FROM alerts")).toEqual([]);
});

test("an active alert that was written by hand is taken over: it ends like any other, and stops no sweep", async () => {
  const db = await hub();
  await insertAlert(db, { alert_type: "service_down", subject: "nginx", severity: "medium" });
  await insertAlert(db, { alert_type: "offline", severity: "critical" });
  await db.write([
    "DELETE FROM alert_states",
    {
      sql: `UPDATE servers SET status = 'offline', last_seen = CAST(? AS INTEGER), offline_after = CAST(? AS INTEGER)`,
      args: [testNow - 600_000, testNow - 420_000],
    },
  ]);
  await sweepAlerts(db, testNow);
  expect(await db.query("SELECT stale_at IS NOT NULL AS stale FROM alerts WHERE subject = 'nginx'")).toEqual([
    { stale: 1 },
  ]);
  await resolve(db);
  expect(await resolved(db)).toEqual(["nginx"]);
});
