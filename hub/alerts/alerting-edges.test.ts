import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { thresholdsDefault } from "../../domain/alerts/thresholds";
import type { Arrival } from "../heartbeats/arrival";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { sweepOfflineServers } from "../servers/sweep-offline-servers";
import { testArrival, testBy, testNow } from "../testing";
import { resolveAlerts } from "./resolve-alert";

const minute = 60_000;

const arrival = (
  minutes: number,
  metrics: Record<string, number>,
  { id = "nas", ...given }: Partial<Arrival> & { id?: string } = {},
) => {
  const at = testNow + minutes * minute;
  const sample = { server_id: id, timestamp: new Date(at).toISOString(), metrics };
  return testArrival(sample, { receivedAt: at, ...given });
};
const post = async (db: Database, ...args: Parameters<typeof arrival>) => {
  expect(await recordHeartbeats(db, [arrival(...args)])).toMatchObject([{ kind: "accepted" }]);
};
/** `since`: when the hub began to listen; long before everything where nothing is said. */
const sweep = (db: Database, minutes: number, since = -1e6) =>
  sweepOfflineServers(db, {
    now: testNow + minutes * minute,
    watchingSince: testNow + since * minute,
  });

const withChannel = async () => {
  const db = await temporaryDatabase();
  await db.write([
    "INSERT INTO notification_channels (name, type, settings) VALUES ('phone', 'webhook', '{}')",
  ]);
  return db;
};
const column = async (db: Database, sql: string) =>
  (await db.query<Record<string, unknown>>(sql)).map((row) => Object.values(row).join(" "));
const alerts = (db: Database) => column(db, "SELECT alert_type, severity, status FROM alerts ORDER BY id");
const timeline = (db: Database) => column(db, "SELECT kind FROM alert_events ORDER BY id");
const outbox = (db: Database) => column(db, "SELECT event FROM notifications ORDER BY id");

test("worse and better again within one commit is written down, though it ends as it began", async () => {
  const db = await withChannel();
  for (const [minutes, disk_percent] of [97, 90].entries()) await post(db, minutes, { disk_percent });
  await db.write(["UPDATE alerts SET status = 'acknowledged', acknowledged_at = 1, acknowledged_by = 'ada'"]);
  const late = { receivedAt: testNow + 3 * minute };
  await recordHeartbeats(db, [
    arrival(2, { disk_percent: 97 }, late),
    arrival(3, { disk_percent: 90 }, late),
  ]);
  expect((await timeline(db)).slice(-2)).toEqual(["escalated", "deescalated"]);
  expect(await column(db, "SELECT status, severity FROM alerts")).toEqual(["open high"]);
});

test("an end and a new beginning within one commit are two alerts, told in their order", async () => {
  const db = await withChannel();
  await post(db, 0, { disk_percent: 90 });
  const late = { receivedAt: testNow + 3 * minute };
  const values = [99, 10, 85].map((disk_percent, index) => arrival(index + 1, { disk_percent }, late));
  let commits = 0;
  const { transact } = db;
  db.transact = (work) => {
    commits += 1;
    return transact.call(db, work) as ReturnType<typeof work>;
  };
  expect(await recordHeartbeats(db, values)).toMatchObject(values.map(() => ({ kind: "accepted" })));
  expect(commits).toBe(1);
  expect(await alerts(db)).toEqual(["disk critical resolved", "disk high open"]);
  expect(await timeline(db)).toEqual(["opened", "escalated", "resolved", "opened"]);
  expect(await column(db, "SELECT peak_value FROM alerts ORDER BY id")).toEqual(["99", "85"]);
});

test("flapping that ended while nothing was open is forgotten, so that the next alert is told at once", async () => {
  const db = await withChannel();
  for (const [minutes, disk_percent] of [90, 10, 90, 10, 90].entries())
    await post(db, minutes, { disk_percent });
  await resolveAlerts(db, { ids: [3], ...testBy({ now: testNow + 5 * minute }) });
  for (let minutes = 6; minutes < 20; minutes++) await post(db, minutes, { disk_percent: 10 });
  await sweep(db, 19);
  expect(await column(db, "SELECT flapping_since IS NULL FROM alert_states")).toEqual(["1"]);
  await post(db, 20, { disk_percent: 90 });
  expect((await outbox(db)).at(-1)).toBe("opened");
});

test("what flapped and is still wrong in a maintenance is told when that ends", async () => {
  const db = await withChannel();
  for (const [minutes, disk_percent] of [90, 10, 90, 10, 90].entries())
    await post(db, minutes, { disk_percent });
  await db.write([
    `INSERT INTO maintenance_windows (name, server_id, starts_at, ends_at) VALUES ('m', 'nas', 1, ${testNow + 20 * minute})`,
  ]);
  for (let minutes = 5; minutes < 22; minutes++) {
    await post(db, minutes, { disk_percent: 90 });
    await sweep(db, minutes);
    if (minutes === 19) expect((await outbox(db)).at(-1)).toBe("flapping");
  }
  expect((await outbox(db)).slice(-2)).toEqual(["flapping", "opened"]);
});

test("the cooldown runs from the moment that people are told, not from a cause that is long past", async () => {
  const db = await withChannel();
  await post(db, 0, { cpu_percent: 5 });
  await db.write([
    `INSERT INTO maintenance_windows (name, server_id, starts_at, ends_at) VALUES ('m', 'nas', 1, ${testNow + 120 * minute})`,
  ]);
  for (const minutes of [10, 120, 121, 149]) await sweep(db, minutes);
  expect(await outbox(db)).toEqual(["opened"]);
  await sweep(db, 151);
  expect(await outbox(db)).toEqual(["opened", "reminder"]);
});

test("a heartbeat that was long on its way ends the silence no earlier than it began", async () => {
  const db = await withChannel();
  await post(db, 0, { cpu_percent: 5 });
  await sweep(db, 4);
  await post(db, 2.5, { cpu_percent: 5 }, { receivedAt: testNow + 4.5 * minute });
  expect(await column(db, "SELECT created_at, resolved_at FROM alerts")).toEqual([
    `${testNow + 3 * minute} ${testNow + 3 * minute}`,
  ]);
});

test("a machine whose clock was set back is back online: its silence ends though its samples count nothing", async () => {
  const db = await withChannel();
  await post(db, 0, { cpu_percent: 5 });
  await sweep(db, 4);
  const heard = { receivedAt: testNow + 5 * minute, sentAt: testNow - 55 * minute };
  await post(db, -55, { cpu_percent: 5 }, heard);
  await sweep(db, 5);
  expect(await alerts(db)).toEqual(["offline critical resolved"]);
  expect(await column(db, "SELECT resolved_at FROM alerts")).toEqual([String(testNow + 5 * minute)]);
});

test("servers that fall silent together, seconds apart, are one alert from the first deadline to the last", async () => {
  const db = await withChannel();
  const fleet = ["a", "b", "c", "d", "e"];
  for (const [index, id] of fleet.entries()) await post(db, index / 6, { cpu_percent: 5 }, { id });
  for (let minutes = 0; minutes < 8; minutes += 1 / 6) await sweep(db, minutes);
  expect(await alerts(db)).toEqual(["network critical open"]);
  expect(await outbox(db)).toEqual(["opened"]);
});

test.each([6, 30, 600])(
  "a fleet that nobody reports of after a break of %i minutes is one alert, whatever the grace of each",
  async (away) => {
    const db = await withChannel();
    const fleet = ["nas", "pi", "router", "tv", "backup-host"];
    await post(db, -120, { cpu_percent: 5 }, { id: "long-gone" });
    for (const [index, id] of fleet.entries()) await post(db, index / 6, { cpu_percent: 5 }, { id });
    await sweep(db, 1);
    expect(await alerts(db)).toEqual(["offline critical open"]);
    for (let seconds = 0; seconds <= 90; seconds += 10) await sweep(db, away + seconds / 60, away);
    expect(await alerts(db)).toEqual(["offline critical open", "network critical open"]);
    expect((await outbox(db)).filter((event) => event === "opened")).toHaveLength(2);
    // Dated at the first deadline, and about everybody that is silent since.
    const [opened] = await db.query<{ created_at: number; message: string }>(
      "SELECT created_at, message FROM alerts WHERE alert_type = 'network'",
    );
    expect(opened?.created_at).toBe(testNow + 3 * minute);
    for (const id of fleet) expect(opened?.message).toContain(id);
    expect(opened?.message).not.toContain("long-gone");
  },
);

test("one that does not report after a break is told of alone, as soon as its own grace is over", async () => {
  const db = await withChannel();
  const fleet = ["nas", "pi", "router", "tv", "backup-host"];
  for (const id of fleet) await post(db, 0, { cpu_percent: 5 }, { id });
  await sweep(db, 1);
  for (const id of fleet.slice(1)) await post(db, 30.5, { cpu_percent: 5 }, { id });
  await sweep(db, 31.4, 30);
  expect(await alerts(db)).toEqual([]);
  await sweep(db, 31.42, 30);
  expect(await alerts(db)).toEqual(["offline critical open"]);
});

test("a suspicion that ends is not reminded of in the same breath", async () => {
  const db = await withChannel();
  const fleet = ["a", "b", "c"];
  for (const id of fleet) await post(db, 0, { cpu_percent: 5 }, { id });
  await sweep(db, 4);
  for (const id of fleet) await post(db, 34, { cpu_percent: 5 }, { id });
  await sweep(db, 34);
  expect(await timeline(db)).toEqual(["opened", "resolved"]);
});

test("silence that flapped and settled opens once more, and stays one alert", async () => {
  const db = await withChannel();
  await post(db, 0, { cpu_percent: 5 });
  await sweep(db, 4);
  await post(db, 5, { cpu_percent: 5 });
  await db.write([
    `UPDATE alert_states SET flapping_since = ${testNow - 60 * minute}, changes = '[${testNow - 60 * minute}]'`,
  ]);
  await sweep(db, 9);
  await sweep(db, 10);
  expect(await alerts(db)).toEqual(["offline critical resolved", "offline critical open"]);
  expect(await outbox(db)).toEqual(["opened", "resolved", "opened"]);
});

test("equal values count one by one, however many a rule wants", async () => {
  const db = await withChannel();
  const disk = { ...thresholdsDefault.disk, breaches: 3, clears: 3 };
  const thresholds = JSON.stringify({ ...thresholdsDefault, disk });
  await db.write([{ sql: "INSERT INTO config (key, value) VALUES ('thresholds', ?)", args: [thresholds] }]);
  for (const minutes of [0, 1, 2]) await post(db, minutes, { disk_percent: 90 });
  expect(await alerts(db)).toEqual(["disk high open"]);
  for (const minutes of [3, 4, 5]) await post(db, minutes, { disk_percent: 10 });
  expect(await alerts(db)).toEqual(["disk high resolved"]);
});

test("a filesystem that one heartbeat names twice is judged once, by what is mounted on top", async () => {
  const db = await withChannel();
  const twice = [95, 90].map((percent) => ({ mount_point: "/mnt/tank", percent }));
  await recordHeartbeats(db, [testArrival({ filesystems: twice })]);
  expect(await column(db, "SELECT severity, actual_value, peak_value FROM alerts")).toEqual(["high 90 90"]);
});

test("an end is not told where the operator wants none, and stands in the history all the same", async () => {
  const db = await withChannel();
  await db.write([
    "INSERT INTO config (key, value) VALUES ('notifications', '{\"notify_on_resolve\":false}')",
  ]);
  await post(db, 0, { disk_percent: 90 });
  await post(db, 1, { disk_percent: 10 });
  expect(await timeline(db)).toEqual(["opened", "resolved"]);
  expect(await outbox(db)).toEqual(["opened"]);
});

test("what flapped and is over is told when it is stable, and its history stays as it was", async () => {
  const db = await withChannel();
  for (const [minutes, disk_percent] of [90, 10, 90, 10, 90, 10].entries())
    await post(db, minutes, { disk_percent });
  const history = () => column(db, "SELECT id, status, resolved_at, auto_resolved FROM alerts ORDER BY id");
  const before = await history();
  for (let minutes = 6; minutes < 17; minutes++) await post(db, minutes, { disk_percent: 10 });
  await sweep(db, 16);
  expect((await outbox(db)).slice(-2)).toEqual(["flapping", "resolved"]);
  expect(await history()).toEqual(before);
});

test("a channel that heard of the worst hears of the end as well, though it was less bad by then", async () => {
  const db = await withChannel();
  await db.write([
    "INSERT INTO notification_channels (name, type, min_severity, settings) VALUES ('worst', 'webhook', 'critical', '{}')",
  ]);
  const worst = () =>
    column(db, "SELECT event, severity FROM notifications WHERE channel_id = 2 ORDER BY id");
  for (const [minutes, disk_percent] of [85, 10, 97, 85, 10].entries())
    await post(db, minutes, { disk_percent });
  expect(await worst()).toEqual(["opened critical", "resolved high"]);
});

test("nobody who is not told of an end hears of the beginning after a resolve by hand", async () => {
  const db = await withChannel();
  await db.write([
    `INSERT INTO config (key, value) VALUES ('notifications', '{"notify_on_resolve": false}')`,
  ]);
  await post(db, 0, { disk_percent: 90 });
  await resolveAlerts(db, { ids: [1], ...testBy({ now: testNow + minute }) });
  expect(await column(db, "SELECT event, status FROM notifications")).toEqual(["opened dropped"]);
});

test("a hub that has just begun to listen takes nobody's silence for a silence of all", async () => {
  const db = await withChannel();
  for (const id of ["a", "b", "c", "d"]) await post(db, 0, {}, { id });
  const now = testNow + 4 * minute;
  // Called offline before the hub ended, and not yet told.
  await db.write(["UPDATE servers SET status = 'offline' WHERE id = 'a'"]);
  await sweepOfflineServers(db, { now, watchingSince: now - 1000 });
  expect(await alerts(db)).toEqual([]);
  for (const id of ["b", "c", "d"]) await post(db, 4.5, {}, { id });
  await sweep(db, 5, 4);
  expect(await alerts(db)).toEqual(["offline critical open"]);
});

test("nothing gets worse in maintenance, and what is still worse afterwards is told then", async () => {
  const db = await withChannel();
  await post(db, 0, { disk_percent: 85 });
  await db.write(["UPDATE servers SET paused_at = 1"]);
  await post(db, 1, { disk_percent: 97 });
  expect(await timeline(db)).toEqual(["opened"]);
  await db.write(["UPDATE servers SET paused_at = NULL"]);
  await post(db, 2, { disk_percent: 97 });
  expect(await timeline(db)).toEqual(["opened", "escalated"]);
});
