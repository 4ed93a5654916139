import { expect, test } from "vitest";
import type { Database } from "../client";
import { describeEachDatabase, openTestDatabase } from "../testing-sqld";
import { listDailySeries, listRunningTimes } from "./capacity";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const day = 20_000;

type Values = Record<string, string | number | null>;

async function insert(db: Database, table: string, rows: Values[]): Promise<void> {
  await db.write(
    rows.map((row) => ({
      sql: `INSERT INTO ${table} (${Object.keys(row)}) VALUES (${Object.keys(row).map(() => "?")})`,
      args: Object.values(row),
    })),
  );
}

const bucket = (start: number, change: Values): Values => ({
  ...{ server_id: "nas", bucket_start: start, sample_count: 1440, due_count: 1440, ...change },
});

await describeEachDatabase("what fills up", (kind) => {
  const hub = async () => {
    const db = await openTestDatabase(kind);
    await insert(db, "servers", [
      { id: "nas", hostname: "nas", cpu_cores: 4 },
      { id: "pi", hostname: "pi", heartbeat_interval_seconds: 120 },
    ]);
    return db;
  };

  test("filesystems by day, in their order, with the newest capacity and the coverage of the server's day", async () => {
    const db = await hub();
    await insert(db, "series", [
      { id: 1, server_id: "nas", kind: "filesystem", name: "/mnt/tank" },
      { id: 2, server_id: "nas", kind: "temperature", name: "cpu" },
    ]);
    const of = (offset: number, change: Values) => ({
      ...{
        series_id: 1,
        bucket_start: (day + offset) * DAY_MS,
        value_count: 4,
        capacity_last: 1000,
        ...change,
      },
    });
    await insert(db, "series_1d", [
      of(2, { value_min: 300, value_max: 400, value_sum: 1400, capacity_last: 2000 }),
      of(0, { value_min: 100 }),
      of(1, { value_min: 200, value_max: 300, value_sum: 1000 }),
      of(-1, { value_min: 1 }),
      { ...of(0, { value_min: 50 }), series_id: 2 },
    ]);
    await insert(db, "metrics_1d", [
      bucket(day * DAY_MS, { sample_count: 720 }),
      bucket((day + 1) * DAY_MS, { sample_count: 1500 }),
    ]);
    const found = await listDailySeries(db, { serverIds: ["nas", "pi"], fromDay: day });
    expect(found).toEqual([
      {
        ...{ serverId: "nas", kind: "filesystem", subject: "/mnt/tank", capacity: 2000 },
        values: [
          { day, value: 100, coverage: 0.5 },
          { day: day + 1, value: 250, coverage: 1 },
          { day: day + 2, value: 350, coverage: 0 },
        ],
      },
    ]);
    const earlier = await listDailySeries(db, { serverIds: ["nas"], fromDay: day, beforeDay: day + 2 });
    expect(earlier).toMatchObject([{ capacity: 1000, values: [{ day }, { day: day + 1 }] }]);
    expect(earlier[0]?.values).toHaveLength(2);
  });

  test("memory and load, whatever a bucket leaves unsaid", async () => {
    const db = await hub();
    await insert(db, "metrics_1d", [
      bucket(day * DAY_MS, { memory_percent_min: 40, load_5m_min: 1, load_5m_max: 3, load_5m_sum: 2880 }),
      bucket((day + 1) * DAY_MS, {
        ...{
          memory_percent_min: 40,
          memory_percent_max: 80,
          memory_percent_sum: 60_000,
          memory_percent_count: 1000,
        },
      }),
      bucket(day * DAY_MS, { server_id: "pi", sample_count: 360, due_count: null, load_5m_min: 0.5 }),
    ]);
    const found = await listDailySeries(db, { serverIds: ["nas", "pi"], fromDay: day });
    expect(
      found.map(({ serverId, kind: what, capacity, values }) => [serverId, what, capacity, values]),
    ).toEqual([
      [
        ...["nas", "memory", 100],
        [
          { day, value: 40, coverage: 1 },
          { day: day + 1, value: 60, coverage: 1 },
        ],
      ],
      ["nas", "load", 4, [{ day, value: 2, coverage: 1 }]],
      ["pi", "load", null, [{ day, value: 0.5, coverage: 0.5 }]],
    ]);
  });

  test("running time: whole days where they lie in a span, hours at its edges, nothing for silence", async () => {
    const db = await hub();
    const hour = (start: number, change: Values = {}) =>
      bucket(start, { sample_count: 60, due_count: 60, cpu_percent_min: 50, ...change });
    await insert(db, "metrics_1d", [
      // Partly in the first span, wholly in the second, partly after it.
      bucket(day * DAY_MS, { cpu_percent_min: 50 }),
      bucket((day + 1) * DAY_MS, {
        sample_count: 720,
        cpu_percent_min: 0,
        cpu_percent_max: 100,
        cpu_percent_sum: 180_00,
      }),
      bucket((day + 2) * DAY_MS, { cpu_percent_min: 50 }),
    ]);
    await insert(db, "metrics_1h", [
      hour(day * DAY_MS + 21 * HOUR_MS),
      hour(day * DAY_MS + 22 * HOUR_MS),
      hour(day * DAY_MS + 23 * HOUR_MS, { cpu_percent_min: null }),
      hour((day + 1) * DAY_MS),
      hour((day + 2) * DAY_MS),
      hour((day + 2) * DAY_MS + HOUR_MS, { sample_count: 30 }),
      hour((day + 2) * DAY_MS + 22 * HOUR_MS),
    ]);
    const edge = day * DAY_MS + 22 * HOUR_MS;
    const rows = await listRunningTimes(db, [
      { from: edge, to: edge + 2 * DAY_MS },
      { from: edge - 2 * HOUR_MS, to: edge },
    ]);
    expect(rows).toEqual([
      // 22:00 and 23:00 (CPU unknown: idle), half a day at a quarter, then two hours, one of them half heard.
      { serverId: "nas", span: 0, hours: 2 + 12 + 1.5, busyHours: 0.5 + 3 + 0.75 },
      { serverId: "nas", span: 1, hours: 1, busyHours: 0.5 },
    ]);
  });
});
