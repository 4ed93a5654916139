import type { InStatement } from "@libsql/client";
import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { weekNamed } from "../../domain/summary/week";
import { insertAlert, insertRow, insertServer } from "../alerts/testing-alerts";
import { byHub } from "../audit/record";
import { filesystemDays, line, TEST_DISK_BYTES } from "../capacity/testing-capacity";
import { pauseServer } from "../servers/pause-server";
import { readWeek } from "./read-week";

const hour = 3_600_000;
const day = 24 * hour;

let db: Database;
beforeEach(async () => {
  db = await temporaryDatabase();
});

/** Hours of a server, one after another from `from` on, each with so many of its 60 samples; -1 = no bucket at all. */
function hours(serverId: string, from: number, samples: readonly number[], cpu = 50): InStatement[] {
  return samples.flatMap((count, index) =>
    count < 0
      ? []
      : [
          insertRow("metrics_1h", {
            ...{ server_id: serverId, bucket_start: from + index * hour, sample_count: count, due_count: 60 },
            cpu_percent_min: cpu,
          }),
        ],
  );
}

const full = (count: number) => Array.from({ length: count }, () => 60);
const none = (count: number) => Array.from({ length: count }, () => -1);

async function read(name: string, options: { timeZone?: string; now?: number } = {}) {
  const { timeZone = "UTC", now = Date.UTC(2027, 0, 1) } = options;
  const week = weekNamed(name, timeZone);
  if (week === null) throw new Error(`${name} is no day`);
  return readWeek(db, { week, timeZone, now });
}

test("availability is by hours heard against hours due, in the zone's own week of 169 hours", async () => {
  const from = Date.UTC(2026, 9, 18, 23);
  for (const id of ["all", "gap", "half", "lags"])
    await insertServer(db, id, { created_at: from - 10 * hour });
  await db.write([
    ...hours("all", from - 10 * hour, full(190)),
    // 13 hours of nothing, and one at either side that lies outside the week.
    ...hours("gap", from - hour, [60, ...full(100), ...none(13), ...full(56), -1]),
    ...hours("half", from - hour, [60, 29, 29, ...full(167)]),
    // A timer that lags loses a sample to the next hour now and then, and nothing is missing.
    ...hours("lags", from - hour, [60, ...Array.from({ length: 169 }, (_, at) => (at % 3 === 0 ? 59 : 60))]),
  ]);
  const { availability } = await read("2026-10-19", { timeZone: "Europe/London" });
  expect(availability.missed).toEqual([
    { serverId: "gap", serverName: "gap", percent: (100 * 156) / 169, missedMs: 13 * hour },
    { serverId: "half", serverName: "half", percent: (100 * 168) / 169, missedMs: hour },
  ]);
  expect(availability.percent).toBeCloseTo((100 * (4 * 169 - 14)) / (4 * 169), 9);
});

test("a server is due from its first hour on, until it was paused, and not in the hour that is not over", async () => {
  const monday = Date.UTC(2026, 10, 16);
  const known = { created_at: monday - hour };
  await insertServer(db, "new", known);
  await insertServer(db, "paused", { ...known, paused_at: monday + 20.5 * hour });
  await insertServer(db, "silent", known);
  await insertServer(db, "laptop", { ...known, machine_type: "workstation" });
  await db.write([
    ...hours("new", monday + 40 * hour, [3, ...full(9), 12]),
    ...hours("paused", monday - hour, [...full(21), 30, ...none(29)]),
    ...hours("silent", monday - hour, full(20)),
    ...hours("laptop", monday - hour, full(20)),
  ]);
  const { availability, isOver } = await read("2026-11-16", { now: monday + 50.2 * hour });
  expect(isOver).toBe(false);
  expect(availability).toMatchObject({
    serverCount: 3,
    missed: [{ serverId: "silent", missedMs: 31 * hour }],
    notCounted: { workstations: 1, paused: 0, neverHeard: 0 },
  });
  // 10 + 20 + 19 heard of 10 + 20 + 50.
  expect(availability.percent).toBeCloseTo((100 * 49) / 80, 9);
});

test("a pause that ended counts neither for a server nor against it, and one of an earlier server of its name not at all", async () => {
  const monday = Date.UTC(2026, 10, 16);
  for (const id of ["nas", "again"]) await insertServer(db, id, { created_at: monday - day });
  await insertServer(db, "pi", { created_at: monday + 90 * hour });
  await db.write([
    // Silent in hours 30 to 49, for which it was paused but for the first of them; heard in the pause's last.
    ...hours("nas", monday - hour, [...full(31), ...none(20), ...full(118)]),
    ...hours("again", monday - hour, full(169)),
    ...hours("pi", monday + 90 * hour, full(78)),
  ]);
  await pauseServer(db, "nas", { isPaused: true }, byHub(monday + 31 * hour));
  await pauseServer(db, "nas", { isPaused: false }, byHub(monday + 51 * hour));
  await pauseServer(db, "again", { isPaused: true }, byHub(monday + 10 * hour));
  await pauseServer(db, "again", { isPaused: false }, byHub(monday + 20 * hour));
  await pauseServer(db, "again", { isPaused: true }, byHub(monday + 160 * hour));
  await pauseServer(db, "pi", { isPaused: true }, byHub(monday + 80 * hour));
  await pauseServer(db, "pi", { isPaused: false }, byHub(monday + 100 * hour));
  const { availability } = await read("2026-11-16");
  expect(availability).toMatchObject({
    serverCount: 3,
    missed: [{ serverId: "nas", missedMs: hour }],
  });
  // 147 heard of 148, 150 of 150, and all 78, as that pause was of another "pi".
  expect(availability.percent).toBeCloseTo((100 * 375) / 376, 9);
});

test("a server is due since the hub heard of it, where a sample from before is one of a wrong clock, and since its first where it brought its history", async () => {
  const monday = Date.UTC(2026, 10, 16);
  const created_at = monday + 100.5 * hour;
  for (const id of ["stray", "import"]) await insertServer(db, id, { created_at });
  await db.write([
    ...hours("stray", monday - 400 * hour, [1]),
    ...hours("stray", monday + 100 * hour, [30, ...full(67)]),
    ...hours("import", monday - 400 * hour, full(480)),
    ...hours("import", monday + 90 * hour, full(78)),
  ]);
  const { availability } = await read("2026-11-16");
  expect(availability.missed).toEqual([
    { serverId: "import", serverName: "import", percent: (100 * 158) / 168, missedMs: 10 * hour },
  ]);
  expect(availability.percent).toBeCloseTo((100 * (68 + 158)) / (68 + 168), 9);
  const before = (await read("2026-11-09")).availability;
  expect(before).toMatchObject({ percent: 100, serverCount: 1, missed: [], notCounted: { neverHeard: 1 } });
});

test("hours that are not rolled up yet are counted by their samples", async () => {
  const monday = Date.UTC(2026, 10, 16);
  const samples = (serverId: string, from: number, count: number) =>
    Array.from({ length: count }, (_, n) =>
      insertRow("metrics", { server_id: serverId, timestamp: from + n * 60_000 }),
    );
  for (const id of ["steady", "fresh", "gone"]) await insertServer(db, id, { created_at: monday - hour });
  const rolledUp = (serverId: string, until: number) =>
    insertRow("rollup_progress", { server_id: serverId, rolled_up_until: until });
  await db.write([
    // The last hour is half in a bucket, whose samples are still there as well, and half not.
    ...hours("steady", monday - hour, [...full(168), 30]),
    rolledUp("steady", monday + 167.5 * hour),
    ...samples("steady", monday + 167 * hour, 60),
    // Of two hours, half of the second is missing, and nothing is rolled up.
    ...samples("fresh", monday + 166 * hour, 60),
    ...samples("fresh", monday + 167 * hour, 29),
    ...hours("gone", monday - hour, full(168)),
    rolledUp("gone", monday + 167.5 * hour),
  ]);
  const { availability } = await read("2026-11-16", { now: monday + 168 * hour + 30_000 });
  expect(availability.missed).toEqual([
    { serverId: "fresh", serverName: "fresh", percent: 75, missedMs: hour / 2 },
    { serverId: "gone", serverName: "gone", percent: (100 * 167) / 168, missedMs: hour },
  ]);
});

test("services are judged by what is known of them in the week, and those that are not expected any more not at all", async () => {
  const monday = Date.UTC(2026, 10, 16);
  await insertServer(db, "web", { display_name: "Web", services_stored_at: monday + 8 * day });
  const run = (name: string, from: number, to: number, status: string) =>
    insertRow("service_status", {
      ...{ server_id: "web", service_name: name, status, timestamp: monday + from * hour },
      ...{ last_seen_at: monday + to * hour, known_until: monday + to * hour },
    });
  const expected = (name: string, change = {}) =>
    insertRow("expected_services", {
      server_id: "web",
      service_name: name,
      created_at: monday - day,
      ...change,
    });
  await db.write([
    ...[expected("nginx.service", { display_name: "nginx" }), expected("cron.service")],
    expected("off.service", { enabled: 0 }),
    run("nginx.service", -5, 10, "running"),
    run("nginx.service", 10, 14, "failed"),
    run("nginx.service", 14, 114, "running"),
    run("nginx.service", 170, 180, "failed"),
    run("cron.service", -5, 168, "running"),
    run("off.service", -5, 168, "failed"),
  ]);
  const { services } = await read("2026-11-16");
  expect(services).toEqual({
    count: 2,
    down: [
      { serverId: "web", serverName: "Web", name: "nginx", percent: (100 * 110) / 114, downMs: 4 * hour },
    ],
  });
});

test("growth and forecasts of a week that is long ago are as they were then", async () => {
  const sunday = Date.UTC(2026, 10, 22, 12);
  await insertServer(db, "nas");
  await db.write([
    // One per cent a day until the end of the week, when 20 % are free; then it is emptied.
    ...filesystemDays({
      ...{ seriesId: 1, serverId: "nas", mount: "/mnt/tank" },
      ...{ shares: [...line(40, 0.41, 0.01), ...line(10, 0.1, 0)], now: sunday + 10 * day },
    }),
    ...Array.from({ length: 50 }, (_, ago) =>
      insertRow("metrics_1d", {
        ...{ server_id: "nas", bucket_start: Math.floor(sunday / day + 10 - ago) * day },
        ...{ sample_count: 1440, due_count: 1440 },
      }),
    ),
  ]);
  const then = await read("2026-11-16");
  expect(then.growers).toEqual([
    {
      ...{ serverId: "nas", serverName: "nas", mount: "/mnt/tank" },
      grownBytes: expect.closeTo(0.07 * TEST_DISK_BYTES, 0),
      share: expect.closeTo(0.8, 9),
    },
  ]);
  expect(then.filling).toMatchObject([{ mount: "/mnt/tank", forecast: { kind: "filling" } }]);
  const later = await read("2026-11-23", { now: sunday + 10 * day });
  expect(later.growers).toEqual([]);
  expect(later.filling).toEqual([]);
});

test("alerts are found whether they opened in the week, are open since long, or ended in it", async () => {
  const monday = Date.UTC(2026, 10, 16);
  await insertServer(db, "nas");
  const alert = (subject: string, from: number, to: number | null) =>
    insertAlert(db, {
      ...{ alert_type: "disk", subject, created_at: monday + from * hour },
      ...{ status: to === null ? "open" : "resolved", resolved_at: to === null ? null : monday + to * hour },
      // As long ago as its end: the database's own clock is the test's machine's.
      updated_at: monday + (to ?? from) * hour,
    });
  await alert("/open", -5000, null);
  await alert("/ended", -400, 5);
  await alert("/twice", 10, 11);
  await alert("/twice", 20, 22);
  await alert("/before", -100, -90);
  await alert("/long-ago", -900, -800);
  await alert("/next", 170, 171);
  const { alerts } = await read("2026-11-16");
  expect(alerts).toMatchObject({ opened: 2, openedBefore: 1, stillOpen: 1 });
  expect(alerts.loudest.map(({ subject, openings, openMs }) => [subject, openings, openMs / hour])).toEqual([
    ["/twice", 2, 3],
    ["/open", 0, 168],
    ["/ended", 0, 5],
  ]);
});

test("energy is that of the hours it ran, beside as many of the week before", async () => {
  const monday = Date.UTC(2026, 10, 16);
  await insertServer(db, "nas", { tdp_watts: 100, idle_watts: 20 });
  await insertServer(db, "pi");
  await db.write([
    insertRow("config", {
      ...{ key: "cost" },
      value: JSON.stringify({ electricity_rate: 0.5, currency_symbol: "€", time_zone: "UTC" }),
    }),
    // Half busy: 60 W. Two whole days and ten hours of the week before, one day and ten hours of this one.
    ...[-7, -6, 0].map((at) =>
      insertRow("metrics_1d", {
        ...{ server_id: "nas", bucket_start: monday + at * day, sample_count: 1440, due_count: 1440 },
        cpu_percent_min: 50,
      }),
    ),
    ...hours("nas", monday - 6 * day, full(20)),
    ...hours("nas", monday + day, full(10)),
  ]);
  const { energy } = await read("2026-11-16", { now: monday + 34 * hour });
  expect(energy).toEqual({
    kilowattHours: expect.closeTo(0.06 * 34, 9),
    kilowattHoursBefore: expect.closeTo(0.06 * 34, 9),
    ...{ rate: 0.5, currencySymbol: "€", unknownCount: 1 },
  });
});
