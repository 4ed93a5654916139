import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { sweepOfflineServers } from "../servers/sweep-offline-servers";
import { testArrival, testNow } from "../testing";

const minute = 60_000;

const post = (db: Database, at: number, heartbeat: Record<string, unknown>, receivedAt = at) =>
  recordHeartbeats(db, [
    testArrival({ timestamp: new Date(at).toISOString(), metrics: {}, ...heartbeat }, { receivedAt }),
  ]);
const cpu = (db: Database, minutes: number, cpu_percent: number, server_id = "nas") =>
  post(db, testNow + minutes * minute, { server_id, metrics: { cpu_percent } });
const sweep = (db: Database, minutes: number) =>
  sweepOfflineServers(db, { now: testNow + minutes * minute, watchingSince: testNow - 60 * minute });

const alertsOf = (db: Database) =>
  db.query<Record<string, unknown>>(
    "SELECT alert_type, subject, severity, status, actual_value, peak_value, auto_resolved FROM alerts ORDER BY id",
  );
const timeline = async (db: Database) =>
  (await db.query<{ kind: string }>("SELECT kind FROM alert_events ORDER BY id")).map(({ kind }) => kind);
const outbox = async (db: Database) =>
  (await db.query<{ event: string }>("SELECT event FROM notifications ORDER BY id")).map(
    ({ event }) => event,
  );

const withChannel = async (kind: "file" | "sqld", minSeverity = "low") => {
  const db = await openTestDatabase(kind);
  const sql =
    "INSERT INTO notification_channels (name, type, min_severity, settings) VALUES ('phone', 'webhook', ?, '{}')";
  await db.write([{ sql, args: [minSeverity] }]);
  return db;
};

await describeEachDatabase("alerting", (kind) => {
  test("three breaches open one alert, two clears resolve it, and both are told", async () => {
    const db = await withChannel(kind);
    for (const [minutes, value] of [90, 91, 92, 97, 70, 70].entries()) await cpu(db, minutes, value);
    expect(await alertsOf(db)).toEqual([
      {
        alert_type: "cpu",
        subject: "",
        severity: "critical",
        status: "resolved",
        actual_value: 92,
        peak_value: 97,
        auto_resolved: 1,
      },
    ]);
    expect(await timeline(db)).toEqual(["opened", "escalated", "resolved"]);
    expect(await outbox(db)).toEqual(["opened", "escalated", "resolved"]);
    expect(await db.query("SELECT created_at, resolved_at FROM alerts")).toEqual([
      { created_at: testNow + 2 * minute, resolved_at: testNow + 5 * minute },
    ]);
  });

  test("repeated, late and old samples count nothing", async () => {
    const db = await withChannel(kind);
    await cpu(db, 0, 90);
    await cpu(db, 0, 90);
    await cpu(db, -1, 90);
    await cpu(db, 1, 90);
    await post(db, testNow - 30 * minute, { metrics: { cpu_percent: 99 } }, testNow + minute);
    expect(await alertsOf(db)).toEqual([]);
    await cpu(db, 2, 90);
    expect(await alertsOf(db)).toHaveLength(1);
  });

  test("a missing figure neither breaches nor clears", async () => {
    const db = await withChannel(kind);
    for (const minutes of [0, 1, 2]) await cpu(db, minutes, 90);
    for (const minutes of [3, 4, 5]) await post(db, testNow + minutes * minute, {});
    expect(await alertsOf(db)).toMatchObject([{ status: "open" }]);
  });

  test("each filesystem has its own alert, and a batch of servers its own each", async () => {
    const db = await withChannel(kind);
    const filesystems = [
      { mount_point: "/", percent: 40 },
      { mount_point: "/mnt/tank", percent: 96 },
      { mount_point: "/mnt/media", percent: 81 },
    ];
    const arrival = (server_id: string) =>
      testArrival({ server_id, filesystems, metrics: { disk_percent: 40 } });
    await recordHeartbeats(db, ["nas", "pi"].map(arrival));
    const rows = await db.query(
      "SELECT server_id, subject, severity FROM alerts ORDER BY server_id, subject",
    );
    expect(rows).toEqual(
      ["nas", "pi"].flatMap((server_id) => [
        { server_id, subject: "/mnt/media", severity: "high" },
        { server_id, subject: "/mnt/tank", severity: "critical" },
      ]),
    );
  });

  test("silence opens an alert dated at the deadline, makes the others stale, and a heartbeat ends it", async () => {
    const db = await withChannel(kind);
    for (const minutes of [0, 1, 2]) await cpu(db, minutes, 90);
    await sweep(db, 20);
    expect(
      await db.query(
        "SELECT alert_type, status, created_at, stale_at IS NOT NULL AS stale FROM alerts ORDER BY id",
      ),
    ).toEqual([
      { alert_type: "cpu", status: "open", created_at: testNow + 2 * minute, stale: 1 },
      { alert_type: "offline", status: "open", created_at: testNow + 5 * minute, stale: 0 },
    ]);
    // Stale alerts are not reminded of, however long it lasts.
    await sweep(db, 24 * 60);
    expect((await outbox(db)).filter((event) => event === "reminder")).toHaveLength(1);
    await cpu(db, 24 * 60 + 1, 90);
    expect(await timeline(db)).toEqual(["opened", "opened", "stale", "reminded", "resolved", "resumed"]);
    const [content] = await db.query<{ content: string }>(
      "SELECT content FROM notifications WHERE event = 'opened' ORDER BY id DESC LIMIT 1",
    );
    expect(JSON.parse(String(content?.content)).hangsOn).toEqual(["nas: CPU was at 90.0 %"]);
  });

  test("half of the fleet silent at once is one alert, and what stays silent afterwards is told by itself", async () => {
    const db = await withChannel(kind);
    const fleet = ["a", "b", "c", "d"];
    for (const id of fleet) await cpu(db, 0, 5, id);
    await sweep(db, 4);
    await sweep(db, 60);
    expect(await alertsOf(db)).toMatchObject([{ alert_type: "network", status: "open" }]);
    for (const id of fleet.slice(0, 3)) await cpu(db, 61, 5, id);
    await sweep(db, 61);
    expect(await alertsOf(db)).toMatchObject([
      { alert_type: "network", status: "resolved" },
      { alert_type: "offline", status: "open" },
    ]);
  });

  test("a server that falls silent hours into a mass silence has an alert of its own", async () => {
    const db = await withChannel(kind);
    const fleet = ["a", "b", "c", "d", "e"];
    for (const id of fleet) await cpu(db, 0, 5, id);
    await cpu(db, 3, 5, "e");
    await sweep(db, 4);
    expect(await alertsOf(db)).toMatchObject([{ alert_type: "network", status: "open" }]);
    for (let minutes = 4; minutes <= 120; minutes += 4) await cpu(db, minutes, 5, "e");
    await sweep(db, 130);
    expect(await db.query("SELECT server_id, alert_type FROM alerts WHERE alert_type = 'offline'")).toEqual([
      { server_id: "e", alert_type: "offline" },
    ]);
  });

  test("a workstation, a paused server and one in maintenance fall silent without an alert", async () => {
    const db = await withChannel(kind);
    for (const id of ["desk", "paused", "serviced"]) await cpu(db, 0, 5, id);
    for (const id of ["w", "x", "y", "z"]) await cpu(db, 9, 5, id);
    await db.write([
      "UPDATE servers SET machine_type = 'workstation' WHERE id = 'desk'",
      "UPDATE servers SET paused_at = 1 WHERE id = 'paused'",
      `INSERT INTO maintenance_windows (name, server_id, starts_at, ends_at) VALUES ('m', 'serviced', 1, ${testNow + 20 * minute})`,
    ]);
    await sweep(db, 10);
    expect(await alertsOf(db)).toEqual([]);
    // What is still wrong at the end is told once.
    for (const id of ["w", "x", "y", "z"]) await cpu(db, 21, 5, id);
    await sweep(db, 21);
    await sweep(db, 22);
    expect(await alertsOf(db)).toMatchObject([{ alert_type: "offline" }]);
    expect(await outbox(db)).toEqual(["opened"]);
  });

  test("an acknowledged alert is not reminded of, and a worse value takes the acknowledgement back", async () => {
    const db = await withChannel(kind);
    for (const minutes of [0, 1, 2]) await cpu(db, minutes, 90);
    await db.write([
      "UPDATE alerts SET status = 'acknowledged', acknowledged_at = 1, acknowledged_by = 'ann'",
    ]);
    for (let minutes = 3; minutes < 300; minutes += 2) await cpu(db, minutes, 90);
    await sweep(db, 301);
    expect(await outbox(db)).toEqual(["opened"]);
    await cpu(db, 302, 99);
    expect(await db.query("SELECT status, acknowledged_by, severity FROM alerts")).toEqual([
      { status: "open", acknowledged_by: null, severity: "critical" },
    ]);
  });

  test("five changes in ten minutes are told as flapping, and once more when it is stable", async () => {
    const db = await withChannel(kind);
    const disk = (minutes: number, percent: number) =>
      post(db, testNow + minutes * minute, { metrics: { disk_percent: percent } });
    for (const [minutes, percent] of [90, 10, 90, 10, 90, 10, 90].entries()) await disk(minutes, percent);
    expect(await outbox(db)).toEqual(["opened", "resolved", "opened", "resolved", "flapping"]);
    expect(await alertsOf(db)).toHaveLength(4);
    for (let minutes = 7; minutes < 18; minutes++) await disk(minutes, 90);
    await sweep(db, 18);
    expect((await outbox(db)).slice(5)).toEqual(["opened"]);
  });

  test("a channel hears from its severity up", async () => {
    const db = await withChannel(kind, "critical");
    await post(db, testNow, { metrics: { disk_percent: 85 } });
    expect(await outbox(db)).toEqual([]);
    await post(db, testNow + minute, { metrics: { disk_percent: 96 } });
    expect(await outbox(db)).toEqual(["escalated"]);
  });

  test("an alert that somebody resolved by hand opens anew while the breach goes on", async () => {
    const db = await withChannel(kind);
    await post(db, testNow, { metrics: { disk_percent: 85 } });
    await db.write(["UPDATE alerts SET status = 'resolved', resolved_at = 1"]);
    await post(db, testNow + minute, { metrics: { disk_percent: 85 } });
    expect(await alertsOf(db)).toMatchObject([{ status: "resolved", auto_resolved: 0 }, { status: "open" }]);
  });
});
