import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { jobTable } from "../jobs/jobs";
import { testArrival, testBy, testNow } from "../testing";
import { acknowledgeAlert } from "./acknowledge-alert";
import { sweepAlerts } from "./sweep-alerts";
import { sweepCapacity } from "./sweep-capacity";
import { insertRow, insertServer } from "./testing-alerts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const today = Math.floor(testNow / DAY_MS);

await describeEachDatabase("disks that are full soon", (kind) => {
  const hub = async () => {
    const db = await openTestDatabase(kind);
    await insertServer(db, "nas", { status: "online", last_seen: testNow, offline_after: testNow + 180_000 });
    await db.write([
      "INSERT INTO series (id, server_id, kind, name) VALUES (1, 'nas', 'filesystem', '/mnt/tank')",
      insertRow("notification_channels", {
        name: "phone",
        type: "ntfy",
        settings: "{}",
        min_severity: "low",
      }),
    ]);
    return db;
  };

  /** Thirty days until today of a disk of 1,000 GB. */
  const disk = async (db: Database, usedOf: (daysAgo: number) => number) => {
    await db.write(["DELETE FROM series_1d", "DELETE FROM metrics_1d"]);
    const days = Array.from({ length: 31 }, (_, ago) => ago);
    await db.write(
      days.flatMap((ago) => {
        const bucket_start = (today - ago) * DAY_MS;
        const value = { value_min: usedOf(ago), value_count: 1440, capacity_last: 1000 };
        return [
          insertRow("series_1d", { series_id: 1, bucket_start, ...value }),
          insertRow("metrics_1d", { server_id: "nas", bucket_start, sample_count: 1440, due_count: 1440 }),
        ];
      }),
    );
  };
  const filling = (db: Database, daysLeft: number) => disk(db, (ago) => 1000 - 10 * (daysLeft + ago));
  const alerts = (db: Database) =>
    db.query(
      "SELECT alert_type, subject, severity, status, title, threshold_value AS line, round(actual_value, 1) AS value, round(peak_value, 1) AS peak, auto_resolved FROM alerts ORDER BY id",
    );
  const told = (db: Database) => db.query("SELECT event, severity FROM notifications ORDER BY id");

  test("opens below two weeks, rises below three days, is over above three, and tells each once", async () => {
    const db = await hub();
    await filling(db, 30);
    expect(await sweepCapacity(db, testNow)).toBe(0);
    expect(await alerts(db)).toEqual([]);

    await filling(db, 10);
    await sweepCapacity(db, testNow);
    expect(await sweepCapacity(db, testNow + HOUR_MS)).toBe(1);
    expect(await alerts(db)).toMatchObject([
      {
        ...{
          alert_type: "capacity",
          subject: "/mnt/tank",
          severity: "medium",
          status: "open",
          line: 14,
          value: 10.1,
        },
        title: "nas: disk /mnt/tank may be full in 10 d",
      },
    ]);

    await filling(db, 2);
    await sweepCapacity(db, testNow + 2 * HOUR_MS);
    expect(await alerts(db)).toMatchObject([{ severity: "high", line: 3, value: 10.1, peak: 2 }]);

    await filling(db, 40);
    await sweepCapacity(db, testNow + 3 * HOUR_MS);
    await sweepCapacity(db, testNow + 4 * HOUR_MS);
    expect(await alerts(db)).toMatchObject([{ status: "resolved", auto_resolved: 1 }]);
    expect(await told(db)).toEqual([
      { event: "opened", severity: "medium" },
      { event: "escalated", severity: "high" },
      { event: "resolved", severity: "high" },
    ]);
  });

  test("a disk that is flat now resolves it; one of which nothing is known does not", async () => {
    const db = await hub();
    await filling(db, 8);
    await sweepCapacity(db, testNow);
    await db.write(["DELETE FROM metrics_1d"]);
    await sweepCapacity(db, testNow + HOUR_MS);
    expect(await alerts(db)).toMatchObject([{ status: "open" }]);
    await disk(db, () => 500);
    await sweepCapacity(db, testNow + HOUR_MS);
    expect(await alerts(db)).toMatchObject([{ status: "resolved" }]);
  });

  test("a clean-up resolves it where the disk would last if it fills as before, and not where it would not", async () => {
    const db = await hub();
    const cleaned = (freed: number) => disk(db, (ago) => 1000 - 10 * (8 + ago) - (ago < 2 ? freed : 0));
    await filling(db, 8);
    await sweepCapacity(db, testNow);
    await cleaned(90);
    await sweepCapacity(db, testNow + HOUR_MS);
    expect(await alerts(db)).toMatchObject([{ status: "open" }]);
    await cleaned(400);
    await sweepCapacity(db, testNow + 2 * HOUR_MS);
    expect(await alerts(db)).toMatchObject([{ status: "resolved" }]);
  });

  test("what is full already is left to the rule for disks", async () => {
    const db = await hub();
    await disk(db, () => 1000);
    expect(await sweepCapacity(db, testNow)).toBe(0);
  });

  test("nothing opens during maintenance or a pause; what is still so opens after it", async () => {
    const db = await hub();
    await filling(db, 8);
    await db.write(["UPDATE servers SET paused_at = 1"]);
    await sweepCapacity(db, testNow);
    expect(await alerts(db)).toEqual([]);
    await db.write([
      "UPDATE servers SET paused_at = NULL",
      insertRow("maintenance_windows", {
        name: "moving",
        server_id: "nas",
        starts_at: testNow - 1,
        ends_at: testNow + HOUR_MS,
      }),
    ]);
    await sweepCapacity(db, testNow);
    expect(await alerts(db)).toEqual([]);
    await sweepCapacity(db, testNow + HOUR_MS);
    expect(await alerts(db)).toHaveLength(1);
  });

  test("a silent server's is stale and stays as it was, until it reports and the next forecast knows it again", async () => {
    const db = await hub();
    await filling(db, 8);
    await sweepCapacity(db, testNow);
    await acknowledgeAlert(db, { id: 1, ...testBy() });
    await db.write(["UPDATE servers SET status = 'offline', offline_after = offline_after - 1000000"]);
    await sweepAlerts(db, testNow + HOUR_MS);
    await disk(db, () => 500);
    expect(await sweepCapacity(db, testNow + HOUR_MS)).toBe(0);
    const stale = "SELECT status, stale_at IS NOT NULL AS stale FROM alerts WHERE alert_type = 'capacity'";
    expect(await db.query(stale)).toEqual([{ status: "acknowledged", stale: 1 }]);

    await db.write(["UPDATE servers SET status = 'online'"]);
    await filling(db, 8);
    await sweepCapacity(db, testNow + 2 * HOUR_MS);
    expect(await db.query(stale)).toEqual([{ status: "acknowledged", stale: 0 }]);
  });

  test("heartbeats go on beside it and leave it alone", async () => {
    const db = await hub();
    await filling(db, 8);
    await sweepCapacity(db, testNow);
    const heartbeat = { filesystems: [{ mount_point: "/mnt/tank", percent: 50 }] };
    await recordHeartbeats(db, [testArrival(heartbeat)]);
    expect(await alerts(db)).toMatchObject([{ alert_type: "capacity", status: "open" }]);
  });
});

test("a job does it once an hour", () => {
  expect(jobTable.find(({ name }) => name === "sweep-capacity")?.everyMs).toBe(HOUR_MS);
});
