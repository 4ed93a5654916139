import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { listPending } from "../../db/queries/pending-alerts";
import { temporaryDatabase } from "../../db/testing";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { sweepOfflineServers } from "../servers/sweep-offline-servers";
import { testArrival, testBy, testNow } from "../testing";
import { resolveAlerts } from "./resolve-alert";
import { insertRow, insertServer } from "./testing-alerts";

const minute = 60_000;
type Service = Record<string, unknown>;
const running = { name: "nginx", status: "running" };
const failed = { ...running, status: "failed", status_reason: "exit-code", exit_status: 1 };
const stopped = { ...running, status: "stopped" };

async function hub(change: Record<string, number> = {}): Promise<Database> {
  const db = await temporaryDatabase();
  await insertServer(db, "nas");
  await db.write([
    insertRow("expected_services", { server_id: "nas", service_name: "nginx", ...change }),
    "INSERT INTO notification_channels (name, type, settings) VALUES ('phone', 'webhook', '{}')",
  ]);
  return db;
}

/** A heartbeat in that minute, with these services. */
const beat = (db: Database, at: number, ...services: Service[]) => beats(db, [[at, services]]);
const beats = (db: Database, all: [number, Service[] | null][]) =>
  recordHeartbeats(
    db,
    all.map(([at, services]) =>
      testArrival(
        { timestamp: new Date(testNow + at * minute).toISOString(), services },
        { receivedAt: testNow + Math.max(...all.map(([time]) => time)) * minute },
      ),
    ),
  );
const sweep = (db: Database, at: number) =>
  sweepOfflineServers(db, { now: testNow + at * minute, watchingSince: 0 });

/** What there is, as `type severity status`. */
const alerts = async (db: Database) =>
  (
    await db.query<{ said: string }>(
      "SELECT alert_type || ' ' || severity || ' ' || status || iif(stale_at IS NULL, '', ' stale') AS said FROM alerts ORDER BY id",
    )
  ).map(({ said }) => said);
const timeline = async (db: Database) =>
  (
    await db.query<{ said: string }>(
      "SELECT kind || coalesce(': ' || note, '') AS said FROM alert_events ORDER BY id",
    )
  ).map(({ said }) => said);

test("a service that failed is an alert with words instead of figures, and its running ends it", async () => {
  const db = await hub();
  await beat(db, 0, running);
  await beat(db, 1, { ...failed, since: "2026-11-21T09:30:20Z" });
  const [alert] = await db.query(
    "SELECT title, message, subject, threshold_value, actual_value, peak_value, created_at FROM alerts",
  );
  expect(alert).toEqual({
    title: "nas: nginx failed",
    message: expect.stringMatching(/^nginx failed \(exit-code, status 1\) since .*09:30/),
    subject: "nginx",
    threshold_value: null,
    actual_value: null,
    peak_value: null,
    created_at: testNow + minute,
  });
  await beat(db, 2, stopped);
  expect(await alerts(db)).toEqual(["service_down medium open"]);
  await beat(db, 3, running);
  expect(await alerts(db)).toEqual(["service_down medium resolved"]);
  expect(await db.query("SELECT event FROM notifications ORDER BY id")).toEqual([
    { event: "opened" },
    { event: "resolved" },
  ]);
});

test("a critical service is worse, and the severity follows the mark", async () => {
  const db = await hub({ is_critical: 1 });
  const mark = (is: number) => db.write([`UPDATE expected_services SET is_critical = ${is}`]);
  await beat(db, 0, stopped);
  expect(await alerts(db)).toEqual(["service_down high open"]);
  await mark(0);
  await beat(db, 1, stopped);
  expect(await alerts(db)).toEqual(["service_down medium open"]);
  await mark(1);
  await beat(db, 2, stopped);
  expect(await timeline(db)).toEqual(["opened", "deescalated", "escalated"]);
});

test.each<[string, Service[]]>([
  ["another service is down", [running, { name: "nginx-exporter", status: "failed" }]],
  ["one with its suffix is down", [running, { name: "nginx.service", status: "failed" }]],
])("nothing opens where %s: names are equal or they are not", async (_what, services) => {
  const db = await hub();
  await beat(db, 0, ...services);
  expect(await alerts(db)).toEqual([]);
});

test("a service that is not watched opens nothing", async () => {
  const db = await hub({ enabled: 0 });
  await beat(db, 0, failed);
  expect(await alerts(db)).toEqual([]);
});

test("one that is not reported is unknown: pending twice, an alert the third time, over when it is heard of", async () => {
  const db = await hub();
  await beat(db, 0);
  await beat(db, 1);
  expect(await listPending(db, testNow)).toMatchObject([
    {
      alertType: "service_unknown",
      subject: "nginx",
      value: null,
      threshold: null,
      breaches: 2,
      breachesDue: 3,
    },
  ]);
  await beats(db, [[2, null]]);
  expect(await alerts(db)).toEqual(["service_unknown low open"]);
  expect(await db.query("SELECT title, message FROM alerts")).toEqual([
    { title: "nas: nginx not known", message: "Nothing is known of nginx: the agent reports no services." },
  ]);
  await beat(db, 3, stopped);
  expect(await alerts(db)).toEqual(["service_unknown low resolved", "service_down medium open"]);
});

test("missing data resolves nothing: what is down and then unknown goes on, stale, until it is heard of", async () => {
  const db = await hub();
  await beat(db, 0, failed);
  for (const at of [1, 2, 3]) await beat(db, at);
  expect(await alerts(db)).toEqual(["service_down medium open stale", "service_unknown low open"]);
  await beat(db, 4, running);
  expect(await alerts(db)).toEqual(["service_down medium resolved", "service_unknown low resolved"]);
  expect(await timeline(db)).toEqual([
    "opened",
    "stale: the agent does not report it",
    "opened",
    ...["resumed: it is reported again", "resolved", "resolved"],
  ]);
});

test("three restarts in ten minutes are an alert, which ends when there was none for ten", async () => {
  const db = await hub();
  const counted = (restarts: number) => ({ ...running, restarts });
  for (const [at, restarts] of [0, 1, 2].entries()) await beat(db, at * 2, counted(restarts));
  expect(await alerts(db)).toEqual([]);
  await beat(db, 6, counted(3));
  expect(await db.query("SELECT title, actual_value, threshold_value, severity FROM alerts")).toEqual([
    {
      title: "nas: nginx restarted 3 times within ten minutes",
      actual_value: 3,
      threshold_value: 3,
      severity: "medium",
    },
  ]);
  for (let at = 7; at < 16; at++) await beat(db, at, counted(3));
  expect(await alerts(db)).toEqual(["service_restarts medium open"]);
  await beat(db, 16, counted(3));
  expect(await alerts(db)).toEqual(["service_restarts medium resolved"]);
});

test("restarts that were counted over a long silence are not those of ten minutes", async () => {
  const db = await hub();
  await beat(db, 0, { ...running, restarts: 0 });
  await beat(db, 60, { ...running, restarts: 9 });
  expect(await alerts(db)).toEqual([]);
});

test("a restart that a late sample dates anew is counted once", async () => {
  const db = await hub();
  const counted = (restarts: number) => [{ ...running, restarts }];
  await beats(db, [[0, counted(0)]]);
  await beats(db, [[4, counted(1)]]);
  await beats(db, [
    [2, counted(1)],
    [5, counted(2)],
  ]);
  expect(await alerts(db)).toEqual([]);
  await beats(db, [[6, counted(3)]]);
  expect(await alerts(db)).toEqual(["service_restarts medium open"]);
});

test("restarts since a late sample, the first that named the service, are counted", async () => {
  const db = await hub();
  await beats(db, [[3, null]]);
  await db.write(["DELETE FROM service_status", "UPDATE servers SET services_digest = NULL"]);
  await beats(db, [[2, [{ ...running, restarts: 0 }]]]);
  await beats(db, [[4, [{ ...running, restarts: 3 }]]]);
  expect(await alerts(db)).toEqual(["service_restarts medium open"]);
});

test("restarts that were resolved by hand do not come back because time passes", async () => {
  const db = await hub();
  for (const [at, restarts] of [0, 1, 2, 3].entries()) await beat(db, at, { ...running, restarts });
  await resolveAlerts(db, { ids: [1], ...testBy({ now: testNow + 3 * minute }) });
  await beat(db, 4, { ...running, restarts: 3 });
  expect(await alerts(db)).toEqual(["service_restarts medium resolved"]);
  await beat(db, 5, { ...running, restarts: 4 });
  expect(await alerts(db)).toEqual(["service_restarts medium resolved", "service_restarts medium open"]);
});

test("a service that was slowly restarted is no alert", async () => {
  const db = await hub();
  for (let turn = 0; turn < 6; turn++) await beat(db, turn * 5, { ...running, restarts: turn });
  expect(await alerts(db)).toEqual([]);
});

test("a server that falls silent says how many services are not known, and theirs go stale", async () => {
  const db = await hub();
  await db.write([
    insertRow("expected_services", { server_id: "nas", service_name: "sshd" }),
    insertRow("expected_services", { server_id: "nas", service_name: "off", enabled: 0 }),
  ]);
  await beat(db, 0, failed, { name: "sshd", status: "running" });
  await sweep(db, 5);
  expect(await alerts(db)).toEqual(["service_down medium open stale", "offline critical open"]);
  expect(await db.query("SELECT message FROM alerts WHERE alert_type = 'offline'")).toEqual([
    { message: expect.stringMatching(/^No heartbeat for .*, 2 services not known\.$/) },
  ]);
  await beat(db, 6, running, { name: "sshd", status: "running" });
  expect(await alerts(db)).toEqual(["service_down medium resolved", "offline critical resolved"]);
});

test("nothing opens while the server is paused, and what is still down opens after it", async () => {
  const db = await hub();
  const pause = (at: string) => db.write([`UPDATE servers SET paused_at = ${at}`]);
  await pause("1");
  await beat(db, 0, failed);
  expect(await alerts(db)).toEqual([]);
  await pause("NULL");
  await beat(db, 1, failed);
  expect(await alerts(db)).toEqual(["service_down medium open"]);
});

test("what was resolved by hand and is still down is a new alert", async () => {
  const db = await hub();
  await beat(db, 0, failed);
  await resolveAlerts(db, { ids: [1], ...testBy({ now: testNow }) });
  await beat(db, 1, failed);
  expect(await alerts(db)).toEqual(["service_down medium resolved", "service_down medium open"]);
});

test("a service whose row was deleted by hand has no alert for ever", async () => {
  const db = await hub();
  await beat(db, 0, failed);
  await db.write(["DELETE FROM expected_services"]);
  await beat(db, 1, failed);
  expect(await timeline(db)).toEqual(["opened", "resolved: nginx is not expected any more"]);
});

test("late and repeated samples of a service change no alert", async () => {
  const db = await hub();
  await beat(db, 0, running);
  await beat(db, 2, running);
  await beat(db, 1, failed);
  await beat(db, 2, failed);
  expect(await alerts(db)).toEqual([]);
});

test("a filesystem that is not listed any more is stale, and resumes when it is", async () => {
  const db = await hub();
  const list = (at: number, filesystems: Record<string, unknown>[]) =>
    recordHeartbeats(db, [
      testArrival(
        { timestamp: new Date(testNow + at * minute).toISOString(), services: [running], filesystems },
        { receivedAt: testNow + at * minute },
      ),
    ]);
  const root = { mount_point: "/", percent: 10 };
  await list(0, [root, { mount_point: "/mnt/tank", percent: 96 }]);
  await list(1, []);
  expect(await alerts(db)).toEqual(["disk critical open"]);
  await list(2, [root]);
  expect(await alerts(db)).toEqual(["disk critical open stale"]);
  await list(3, [root, { mount_point: "/mnt/tank", percent: 10 }]);
  expect(await alerts(db)).toEqual(["disk critical resolved"]);
});
