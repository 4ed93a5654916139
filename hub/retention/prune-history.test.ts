import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { listNamedSeries } from "../../db/queries/lists";
import { findHistoryUsage } from "../../db/queries/retention";
import { findSampleSpan } from "../../db/queries/samples";
import { listSeries } from "../../db/queries/series";
import { temporaryDatabase } from "../../db/testing";
import { writeDefaultConfig } from "../config/write-default-config";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { rollUpSamples } from "../metrics/roll-up-samples";
import { bruteForceBuckets, type KnownSample } from "../metrics/testing-brute-force";
import { testArrival, testBy } from "../testing";
import { pruneHistory } from "./prune-history";
import { updateRetention } from "./update-retention";

const minute = 60_000;
const day = 86_400_000;
const start = Date.UTC(2025, 9, 1);
const INTERVAL = 20 * minute;
const GAP_MS = 50 * minute;

function sampleAt(at: number): KnownSample {
  const n = Math.round((at - start) / INTERVAL);
  return {
    at,
    values: {
      cpu_percent: (n * 37) % 101,
      memory_percent: n % 11 === 0 ? null : 50,
      // It boots every nine days.
      network_rx_bytes: (n % 648) * 1000,
      uptime_seconds: (n % 648) * 1200 + 60,
    },
  };
}

const arrivalOf = ({ at, values }: KnownSample, receivedAt: number) =>
  testArrival(
    { timestamp: new Date(at).toISOString(), interval_seconds: INTERVAL / 1000, metrics: values },
    { receivedAt },
  );

const totals = (db: Database) =>
  db.query<Record<string, number | null>>(
    `SELECT (SELECT coalesce(sum(sample_count), 0) FROM metrics_1d)
        + (SELECT count(*) FROM metrics WHERE timestamp >= (SELECT rolled_up_until FROM rollup_progress)) AS known,
      (SELECT min(timestamp) FROM metrics) AS raw, (SELECT min(bucket_start) FROM metrics_5m) AS minutes,
      (SELECT min(bucket_start) FROM metrics_1h) AS hours, (SELECT min(bucket_start) FROM metrics_1d) AS days`,
  );

test("over 400 days nothing goes before the tier above holds it, and days equal brute force", {
  timeout: 120_000,
}, async () => {
  const db = await temporaryDatabase();
  await writeDefaultConfig(db);
  await updateRetention(db, { "1h": { retention_days: 200 } }, testBy());
  const accepted: KnownSample[] = [];
  const post = async (samples: KnownSample[], now: number) => {
    const outcomes = await recordHeartbeats(
      db,
      samples.map((sample) => arrivalOf(sample, now)),
    );
    outcomes.forEach(({ kind }, n) => {
      const sample = samples[n];
      if (kind === "accepted" && sample !== undefined) accepted.push(sample);
    });
    return outcomes.map(({ kind }) => kind);
  };
  for (let n = 0; n < 400; n++) {
    const from = start + n * day;
    const now = from + day;
    const times = Array.from({ length: day / INTERVAL }, (_, i) => from + i * INTERVAL);
    // Every seventh day is kept back and comes two days late; the 40th is silent and comes when raw samples of it are gone.
    if (n !== 40 && n % 7 !== 3) await post(times.map(sampleAt), now);
    if (n % 7 === 5)
      await post(
        times.map((at) => sampleAt(at - 2 * day)),
        now,
      );
    if (n === 80) {
      const old = Array.from({ length: day / INTERVAL }, (_, i) => sampleAt(start + 40 * day + i * INTERVAL));
      expect(new Set(await post(old, now))).toEqual(new Set(["accepted"]));
      expect(new Set(await post(old, now))).toEqual(new Set(["duplicate"]));
      expect(await db.query("SELECT 1 FROM metrics WHERE timestamp < ?", [start + 41 * day])).toEqual([]);
    }
    // A run that comes before the buckets are made must leave what they need.
    if (n % 5 === 0) await pruneHistory(db, { startedAt: now });
    await rollUpSamples(db, { now, runMsMax: Number.POSITIVE_INFINITY });
    await pruneHistory(db, { startedAt: now });
    const [found] = await totals(db);
    expect(found?.known, `day ${n}`).toBe(accepted.length);
    expect(found?.days).toBe(start);
    if (n >= 20) expect(found?.raw).toBeGreaterThanOrEqual(now - 14 * day);
    if (n >= 100) expect(found?.minutes).toBeGreaterThanOrEqual(now - 90 * day - 60 * minute);
    if (n >= 220) expect(found?.hours).toBeGreaterThanOrEqual(now - 201 * day);
  }
  expect(accepted.length).toBeGreaterThan(395 * 72);
  await expectDays(db, accepted);
});

async function expectDays(db: Database, accepted: KnownSample[]): Promise<void> {
  const end = start + 400 * day;
  const points = await listSeries(db, { serverId: "nas", from: start, to: end, stepMs: day });
  const expected = bruteForceBuckets(accepted, day, GAP_MS);
  expect(points).toHaveLength(expected.size);
  for (const { at, samples, values, traffic } of points) {
    const bucket = expected.get(at) ?? {};
    const {
      cpu_percent_min: min,
      cpu_percent_max: max,
      cpu_percent_sum: sum,
      cpu_percent_count: count,
    } = bucket;
    expect(samples).toBe(bucket.sample_count);
    expect(values.cpu_percent).toMatchObject({ min, max });
    expect(values.cpu_percent.mean).toBeCloseTo((sum ?? 0) / (count ?? 1), 2);
    expect(values.memory_percent).toEqual({ min: 50, max: 50, mean: 50 });
    // What came after the day that was silent was never compared with it: its neighbour was gone when the day came.
    const missed = at === start + 41 * day ? 1000 : 0;
    expect(traffic.rx.bytes, new Date(at).toISOString()).toBe((bucket.network_rx_moved_bytes ?? 0) - missed);
  }
}

test("what is known of a server and of its services stays, however old it is", async () => {
  const db = await temporaryDatabase();
  await writeDefaultConfig(db);
  const lists = { packages: [{ name: "openssl" }], sensors: [{ name: "cpu", temperature_celsius: 40 }] };
  for (const offset of [0, 10]) {
    await recordHeartbeats(db, [
      testArrival(
        { timestamp: new Date(start + offset * minute).toISOString(), ...lists },
        { receivedAt: start + offset * minute },
      ),
    ]);
  }
  await db.write([
    `INSERT INTO service_status (server_id, service_name, status, timestamp, last_seen_at) VALUES
       ('nas', 'a.service', 'running', 1000, 2000), ('nas', 'a.service', 'failed', 3000, 4000), ('nas', 'b.service', 'running', 1000, ${start + 300 * day})`,
    `INSERT INTO alerts (server_id, alert_type, severity, status, title, created_at, resolved_at) VALUES
       ('nas', 'cpu', 'high', 'resolved', 'old', 1000, 2000), ('nas', 'disk', 'high', 'open', 'open', 1000, NULL)`,
  ]);
  const now = start + 300 * day;
  await rollUpSamples(db, { now, runMsMax: Number.POSITIVE_INFINITY });
  await pruneHistory(db, { startedAt: now });
  expect(await db.query("SELECT timestamp FROM metrics")).toEqual([{ timestamp: start + 10 * minute }]);
  expect(await db.query("SELECT metric_type FROM metrics_snapshot ORDER BY 1")).toEqual([
    { metric_type: "packages" },
    { metric_type: "sensors" },
  ]);
  expect(await db.query("SELECT service_name, status FROM service_status ORDER BY 1")).toEqual([
    { service_name: "a.service", status: "failed" },
    { service_name: "b.service", status: "running" },
  ]);
  // Alerts are kept for ever unless somebody says otherwise, and then only those that are over go.
  expect(await db.query("SELECT title FROM alerts ORDER BY id")).toEqual([
    { title: "old" },
    { title: "open" },
  ]);
  await updateRetention(db, { resolved_alerts: { retention_days: 30 } }, testBy());
  await pruneHistory(db, { startedAt: now });
  expect(await db.query("SELECT title FROM alerts")).toEqual([{ title: "open" }]);
});

test("of lists that are two days old the last of each hour stays, and what they named is known as before", async () => {
  const db = await temporaryDatabase();
  await writeDefaultConfig(db);
  const hour = 60 * minute;
  const heat = (at: number) => ((at / minute) * 7) % 50;
  const post = (from: number, to: number) =>
    recordHeartbeats(
      db,
      Array.from({ length: (to - from) / (5 * minute) }, (_, n) => from + n * 5 * minute).map((at) =>
        testArrival(
          {
            timestamp: new Date(at).toISOString(),
            sensors: [{ name: "cpu", temperature_celsius: heat(at) }],
          },
          { receivedAt: at },
        ),
      ),
    );
  const now = start + 3 * day;
  for (let n = 0; n < 3; n++) await post(start + n * day, start + (n + 1) * day);
  await rollUpSamples(db, { now, runMsMax: Number.POSITIVE_INFINITY });
  const hours = () =>
    listNamedSeries(db, { serverId: "nas", kinds: ["temperature"], from: start, to: now - 1, stepMs: hour });
  const before = await hours();
  expect(before[0]?.points).toHaveLength(72);
  await pruneHistory(db, { startedAt: now });
  expect(await hours()).toEqual(before);
  const kept = await db.query<{ at: number }>("SELECT timestamp AS at FROM metrics_snapshot ORDER BY 1");
  const old = kept.filter(({ at }) => at < start + day).map(({ at }) => at - start);
  expect(old).toEqual(Array.from({ length: 24 }, (_, n) => n * hour + 55 * minute));
  expect(kept).toHaveLength(24 + 2 * 288);
  expect(await findSampleSpan(db, "nas")).toMatchObject({ listsFrom: start + day });

  // What comes later yet does not make an hour anew of the one list that is left of it.
  const late = start + 10 * hour + 2 * minute;
  await recordHeartbeats(db, [
    testArrival(
      { timestamp: new Date(late).toISOString(), sensors: [{ name: "cpu", temperature_celsius: 1 }] },
      { receivedAt: now },
    ),
  ]);
  expect(await hours()).toEqual(before);
});

test("a tier that is switched off loses nothing, and a run says what it deleted", async () => {
  const db = await temporaryDatabase();
  await writeDefaultConfig(db);
  const post = (at: number) =>
    recordHeartbeats(db, [testArrival({ timestamp: new Date(at).toISOString() }, { receivedAt: at })]);
  await post(start);
  await post(start + minute);
  const now = start + 30 * day;
  await rollUpSamples(db, { now, runMsMax: Number.POSITIVE_INFINITY });
  await db.write(["UPDATE archive_policy SET enabled = 0 WHERE tier = 'raw'"]);
  await pruneHistory(db, { startedAt: now });
  expect(await db.query("SELECT count(*) AS n FROM metrics")).toEqual([{ n: 2 }]);
  await db.write(["UPDATE archive_policy SET enabled = 1 WHERE tier = 'raw'"]);
  await pruneHistory(db, { startedAt: now });
  const policy = "SELECT last_run_at, last_deleted_count, last_note FROM archive_policy WHERE tier = 'raw'";
  expect(await db.query(policy)).toEqual([{ last_run_at: now, last_deleted_count: 1, last_note: null }]);
  expect(await db.query("SELECT count(*) AS n FROM database_sizes")).toEqual([{ n: 1 }]);
});

test("a run that has no more time says so and the next one goes on", async () => {
  const db = await temporaryDatabase();
  await writeDefaultConfig(db);
  for (const offset of [0, 1, 2]) {
    const at = start + offset * minute;
    await recordHeartbeats(db, [testArrival({ timestamp: new Date(at).toISOString() }, { receivedAt: at })]);
  }
  const now = start + 30 * day;
  await rollUpSamples(db, { now, runMsMax: Number.POSITIVE_INFINITY });
  await pruneHistory(db, { startedAt: now }, undefined, -1);
  expect(await db.query("SELECT last_note FROM archive_policy WHERE tier = 'raw'")).toEqual([
    { last_note: "goes on with the next run" },
  ]);
  expect(await db.query("SELECT count(*) AS n FROM metrics")).toEqual([{ n: 3 }]);
  await pruneHistory(db, { startedAt: now });
  expect(await db.query("SELECT count(*) AS n FROM metrics")).toEqual([{ n: 1 }]);
});

test("an hour in the middle of which a server fell silent is whole when the rest of it comes much later", async () => {
  const db = await temporaryDatabase();
  await writeDefaultConfig(db);
  const post = (times: number[], receivedAt: number) =>
    recordHeartbeats(
      db,
      times.map((at) =>
        testArrival(
          {
            timestamp: new Date(at).toISOString(),
            metrics: { cpu_percent: 50 },
            sensors: [{ name: "cpu", temperature_celsius: 40 }],
          },
          { receivedAt },
        ),
      ),
    );
  const minutesFrom = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => from + n * minute);
  const rollUp = (now: number) => rollUpSamples(db, { now, runMsMax: Number.POSITIVE_INFINITY });
  await post(minutesFrom(start, 125), start + 125 * minute);
  await rollUp(start + 126 * minute);
  const now = start + 1000 * day;
  await pruneHistory(db, { startedAt: now });
  await post(minutesFrom(start + 126 * minute, 90), now);
  await rollUp(now);
  const samples = (table: string) =>
    db.query(`SELECT sample_count AS n FROM ${table} WHERE bucket_start < ? ORDER BY bucket_start`, [
      start + day,
    ]);
  expect((await samples("metrics_1h")).at(-2)).toEqual({ n: 59 });
  expect(await samples("metrics_1d")).toEqual([{ n: 215 }]);
  // Lists are stored once in five minutes.
  expect(await db.query("SELECT value_count AS n FROM series_1d")).toEqual([{ n: 44 }]);
});

test("what is to be kept for longer is not deleted by a run that began before somebody said so", async () => {
  const db = await temporaryDatabase();
  await writeDefaultConfig(db);
  const count = 4000;
  await recordHeartbeats(db, [
    testArrival({ timestamp: new Date(start).toISOString() }, { receivedAt: start }),
  ]);
  await db.write([
    {
      sql: `INSERT INTO metrics (server_id, timestamp) SELECT 'nas', ? + value * 60000 FROM json_each(?)`,
      args: [start, JSON.stringify(Array.from({ length: count }, (_, n) => n + 1))],
    },
  ]);
  const now = start + 30 * day;
  await rollUpSamples(db, { now, runMsMax: Number.POSITIVE_INFINITY });
  const left = async () => (await db.query<{ n: number }>("SELECT count(*) AS n FROM metrics"))[0]?.n ?? 0;
  const run = pruneHistory(db, { startedAt: now });
  while ((await left()) > count) await new Promise((resolve) => setImmediate(resolve));
  await updateRetention(db, { raw: { retention_days: 60 } }, testBy());
  const leftThen = await left();
  expect(leftThen).toBeGreaterThan(500);
  await run;
  expect(await left()).toBe(leftThen);
});

test("what a young hub holds is counted by each run, and what an old one holds every four hours", async () => {
  const db = await temporaryDatabase();
  await writeDefaultConfig(db);
  const rawRows = async () => (await findHistoryUsage(db))?.rows.raw;
  const insert = (first: number, count: number) =>
    db.write([
      {
        sql: `WITH RECURSIVE steps (n) AS (SELECT ? UNION ALL SELECT n + 1 FROM steps WHERE n < ?)
          INSERT INTO metrics (server_id, timestamp) SELECT 'nas', CAST(? AS INTEGER) + n * 1000 FROM steps`,
        args: [first, first + count - 1, start],
      },
    ]);
  const now = start + 2 * day;
  const runAt = (offset: number) => pruneHistory(db, { startedAt: now + offset });
  await runAt(0);
  expect(await rawRows()).toBe(0);
  await recordHeartbeats(db, [
    testArrival({ timestamp: new Date(start).toISOString() }, { receivedAt: start }),
  ]);
  await runAt(10 * minute);
  expect(await rawRows()).toBe(1);
  await insert(1, 60_000);
  await runAt(20 * minute);
  expect(await rawRows()).toBe(60_001);
  await insert(60_001, 10);
  await runAt(30 * minute);
  expect(await rawRows()).toBe(60_001);
  await runAt(259 * minute);
  expect(await rawRows()).toBe(60_001);
  await runAt(260 * minute);
  expect(await rawRows()).toBe(60_011);
});
