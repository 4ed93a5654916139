import { expect, test } from "vitest";
import { insertAlert, insertRow, insertServer } from "../../hub/alerts/testing-alerts";
import { testNow } from "../../hub/testing";
import type { Database } from "../client";
import { describeEachDatabase, openTestDatabase } from "../testing-sqld";
import { listPending } from "./pending-alerts";

await describeEachDatabase("what is pending", (kind) => {
  const hub = async () => {
    const db = await openTestDatabase(kind);
    await insertServer(db, "nas", { display_name: "Storage", heartbeat_interval_seconds: 30 });
    await insertServer(db, "pi");
    return db;
  };
  const counting = (db: Database, metricType: string, value: number, change = {}) =>
    db.write([
      insertRow("alert_states", {
        ...{ server_id: "nas", metric_type: metricType, consecutive_breaches: 2, current_value: value },
        ...{ first_breach_at: testNow, ...change },
      }),
    ]);
  const setThresholds = (db: Database, thresholds: unknown) =>
    db.write([
      {
        sql: "INSERT INTO config (key, value) VALUES ('thresholds', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        args: [JSON.stringify(thresholds)],
      },
    ]);

  test("is what breaches, has been counted, and is no alert yet", async () => {
    const db = await hub();
    await insertAlert(db, { alert_type: "memory" });
    await counting(db, "cpu", 91);
    await counting(db, "disk", 10, { consecutive_breaches: 0, first_breach_at: null });
    expect(await listPending(db, testNow)).toEqual([
      {
        ...{
          serverId: "nas",
          serverName: "Storage",
          alertType: "cpu",
          subject: "",
          value: 91,
          threshold: 85,
        },
        ...{ breaches: 2, breachesDue: 3, firstBreachAt: testNow, dueAt: testNow + 60_000 },
      },
    ]);
  });

  test("goes by the rule of its server and of its filesystem, and names the line that was crossed", async () => {
    const db = await hub();
    await setThresholds(db, {
      servers: {
        nas: { cpu: { breaches: 9 }, filesystems: { "/mnt/a:b": { critical_percent: 97, breaches: 5 } } },
      },
    });
    await counting(db, "cpu", 96);
    await counting(db, "disk:/mnt/a:b", 96, { first_breach_at: testNow + 1 });
    await counting(db, "cpu", 90, { server_id: "pi", first_breach_at: testNow + 2 });
    const pending = await listPending(db, testNow);
    expect(
      pending.map(({ serverId, subject, threshold, breachesDue }) => [
        serverId,
        subject,
        threshold,
        breachesDue,
      ]),
    ).toEqual([
      ["nas", "", 95, 9],
      ["nas", "/mnt/a:b", 80, 5],
      ["pi", "", 85, 3],
    ]);
  });

  test("leaves out a rule that is off by now, and what it has no word for", async () => {
    const db = await hub();
    await setThresholds(db, { cpu: { high_percent: null, critical_percent: null } });
    await counting(db, "cpu", 99);
    await counting(db, "load", 5);
    await counting(db, "phase-of-the-moon", 1);
    await counting(db, "service_down:nginx.service", 1, { current_value: null });
    expect(await listPending(db, testNow)).toMatchObject([
      { alertType: "service_down", subject: "nginx.service", threshold: null, breachesDue: 1, value: null },
    ]);
  });

  test("is nothing of a server that is paused, offline or in maintenance, for itself, by a tag or with all", async () => {
    const db = await hub();
    const hour = 3_600_000;
    const window = (change: Record<string, string | number | null>) =>
      db.write([
        insertRow("maintenance_windows", {
          ...{ name: "New disk", starts_at: testNow, ends_at: testNow + hour, ...change },
        }),
      ]);
    const pending = async (now = testNow) => (await listPending(db, now)).map(({ serverId }) => serverId);
    const nasIs = (change: string) => db.write([`UPDATE servers SET ${change} WHERE id = 'nas'`]);
    await counting(db, "cpu", 91);
    await counting(db, "cpu", 91, { server_id: "pi", first_breach_at: testNow + 1 });
    expect(await pending()).toEqual(["nas", "pi"]);
    await nasIs("paused_at = 1");
    expect(await pending()).toEqual(["pi"]);
    await nasIs("paused_at = NULL, status = 'offline'");
    expect(await pending()).toEqual(["pi"]);
    await nasIs("status = 'online'");
    expect(await pending()).toEqual(["nas", "pi"]);

    await window({ server_id: "nas" });
    expect(await pending()).toEqual(["pi"]);
    await db.write(["INSERT INTO server_tags (server_id, tag) VALUES ('pi', 'lab')"]);
    await window({ tag: "lab" });
    expect(await pending()).toEqual([]);
    expect(await pending(testNow - 1)).toEqual(["nas", "pi"]);
    expect(await pending(testNow + hour)).toEqual(["nas", "pi"]);
    await window({ starts_at: testNow + hour, ends_at: testNow + 2 * hour });
    expect(await pending(testNow + hour)).toEqual([]);
  });

  test("is empty in an empty hub, and without settings the defaults hold", async () => {
    const db = await hub();
    await db.write(["DELETE FROM config"]);
    expect(await listPending(db, testNow)).toEqual([]);
    await counting(db, "memory", 86, { first_breach_at: null });
    expect(await listPending(db, testNow)).toMatchObject([
      { breachesDue: 3, firstBreachAt: null, dueAt: null },
    ]);
  });
});
