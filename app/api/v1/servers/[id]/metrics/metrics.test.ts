import { expect, test } from "vitest";
import { database } from "@/db/client";
import { metricsAnswerSchema } from "@/domain/metrics/metrics-answer";
import { rollUpSamples } from "@/hub/metrics/roll-up-samples";
import { POST as postMany } from "../../../agents/heartbeats/route";
import { ask, bodyOf, errorOf, heartbeat, stopClock, testHub, withId } from "../../../testing";
import { GET } from "./route";

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 21, 9, 30);
const iso = (at: number) => new Date(at).toISOString();

async function hubWith(samples: { at: number; metrics: Record<string, number | null> }[]): Promise<void> {
  await testHub();
  stopClock(now);
  const json = samples.map(({ at, metrics }) => heartbeat({ timestamp: iso(at), metrics }));
  for (let start = 0; start < json.length; start += 1000) {
    const response = await postMany(ask("/agents/heartbeats", { json: json.slice(start, start + 1000) }), {});
    expect(await response.json()).toMatchObject({ rejected: [] });
  }
}

const read = async (query: string) =>
  bodyOf(await GET(ask(`/servers/nas/metrics?${query}`), withId("nas")), metricsAnswerSchema);
const minutes = (count: number) =>
  Array.from({ length: count }, (_, index) => now - (count - index) * minute);

test("an hour is answered sample by sample", async () => {
  await hubWith(minutes(90).map((at, index) => ({ at: at + minute / 2, metrics: { cpu_percent: index } })));
  const answer = await read("range=1h");
  expect(answer).toMatchObject({ server_id: "nas", range: "1h", resolution: "raw", total_points: 60 });
  expect(answer.data_points.map((point) => point.cpu_percent)).toEqual(
    Array.from({ length: 60 }, (_, index) => index + 30),
  );
  expect(answer.data_points[0]).not.toHaveProperty("cpu_percent_min");
  expect(answer.coverage).toBeGreaterThan(0.98);
});

test("a longer span is answered in buckets that hold mean, least and greatest", async () => {
  await hubWith(minutes(600).map((at, index) => ({ at, metrics: { cpu_percent: index % 5 } })));
  const answer = await read(`from=${iso(now - 10 * hour)}&to=${iso(now)}&points=120`);
  expect(answer).toMatchObject({ range: "custom", resolution: "5m", total_points: 120 });
  expect(answer.data_points[1]).toMatchObject({
    timestamp: iso(now - 10 * hour + 5 * minute),
    sample_count: 5,
    cpu_percent: 2,
    cpu_percent_min: 0,
    cpu_percent_max: 4,
    memory_percent: null,
    memory_percent_min: null,
  });
});

test("a gap stays a gap, and what was not measured is null", async () => {
  const before = [5, 4].map((hours) => now - hours * hour);
  await hubWith([
    ...before.map((at) => ({ at, metrics: { cpu_percent: 10 } })),
    { at: now - hour, metrics: { memory_percent: 50 } },
  ]);
  const raw = await read("range=6h&points=2000");
  expect(raw.data_points.map(({ timestamp, cpu_percent }) => [timestamp, cpu_percent])).toEqual([
    [iso(now - 5 * hour), 10],
    [iso(now - 4 * hour), 10],
    [iso(now - hour), null],
  ]);
  expect((await read("range=24h")).data_points).toHaveLength(3);
  expect(raw.coverage).toBeLessThan(0.02);
});

test("of what is yet to come nothing was due", async () => {
  await hubWith(minutes(90).map((at) => ({ at, metrics: { cpu_percent: 1 } })));
  const span = (until: number) => `from=${iso(now - hour)}&to=${iso(until)}&points=60`;
  expect(await read(span(now + 24 * hour))).toMatchObject({ coverage: 1 });
});

test.each([
  ["1d", 4, [1440, 1440, 570]],
  ["6h", 16, [...new Array(9).fill(360), 210]],
])(
  "nothing is missing of a span that ends inside a bucket of %s, rolled up or not",
  async (resolution, points, counts) => {
    const dayStart = Date.UTC(2026, 10, 19);
    await hubWith(minutes(5 * 1440).map((at) => ({ at, metrics: { cpu_percent: 1 } })));
    const to = now - 2 * hour + 1000;
    for (const isRolledUp of [false, true]) {
      if (isRolledUp) await rollUpSamples(database(), { now, runMsMax: Number.POSITIVE_INFINITY });
      const answer = await read(`from=${iso(dayStart)}&to=${iso(to)}&points=${points}`);
      expect(answer).toMatchObject({ resolution, coverage: 1 });
      expect(answer.data_points.map((point) => point.sample_count)).toEqual(counts);
    }
    const finely = await read(`from=${iso(dayStart)}&to=${iso(to)}&points=300`);
    expect(finely).toMatchObject({ resolution: "15m", coverage: 1 });
  },
);

test("a sample of a clock that was behind makes nothing due before the hub heard of the machine", async () => {
  await testHub();
  const enrolledAt = now - 2 * hour;
  const post = async (times: number[]) => {
    const json = times.map((at) => heartbeat({ timestamp: iso(at), metrics: { cpu_percent: 1 } }));
    expect(await (await postMany(ask("/agents/heartbeats", { json }), {})).json()).toMatchObject({
      rejected: [],
    });
  };
  stopClock(enrolledAt);
  await post([enrolledAt - 20 * 24 * hour]);
  stopClock(now);
  await post(minutes(119));
  const all = await read("range=all");
  expect(Date.parse(all.from)).toBeLessThanOrEqual(enrolledAt - 20 * 24 * hour);
  expect(all.data_points.reduce((sum, { sample_count: count = 0 }) => sum + count, 0)).toBe(120);
  expect(all.coverage).toBe(1);
  await rollUpSamples(database(), { now, runMsMax: Number.POSITIVE_INFINITY });
  expect(await read("range=all")).toMatchObject({ coverage: 1 });
  expect(await read("range=24h")).toMatchObject({ coverage: 1 });
});

test("coverage goes by the first sample, also where only the buckets of its time are kept", async () => {
  const first = now - 60 * hour - 23 * minute;
  const times = minutes(60 * 60 + 23).filter((at) => at < first + 5 * hour || at >= first + 7 * hour);
  await hubWith(times.map((at) => ({ at, metrics: { cpu_percent: 1 } })));
  const coverage = times.length / (60 * 60 + 23);
  const db = database();
  await rollUpSamples(db, { now, runMsMax: Number.POSITIVE_INFINITY });
  const today = Date.UTC(2026, 10, 21);
  const gone: [string, string, string][] = [
    ["metrics", "timestamp", "raw_from"],
    ["metrics_5m", "bucket_start", "buckets_5m_from"],
    ["metrics_1h", "bucket_start", "buckets_1h_from"],
  ];
  expect((await read("range=all")).coverage).toBeCloseTo(coverage, 3);
  for (const [table, at, from] of gone) {
    await db.write([
      `DELETE FROM ${table} WHERE ${at} < ${today}`,
      `UPDATE rollup_progress SET ${from} = ${today}`,
    ]);
    const all = await read("range=all");
    // Of the first day nothing says any more that its two hours are missing at its beginning or in its midst.
    if (table === "metrics_1h") expect(all.coverage).toBeGreaterThanOrEqual(coverage);
    else expect(all.coverage, `without ${table}`).toBeCloseTo(coverage, 3);
  }
});

test("rates are said between neighbours, and not across a gap or a boot", async () => {
  const counters = (rx: number, uptime: number) => ({ network_rx_bytes: rx, uptime_seconds: uptime });
  await hubWith([
    { at: now - 30 * minute, metrics: counters(1000, 5000) },
    { at: now - 29 * minute, metrics: counters(7000, 5060) },
    { at: now - 10 * minute, metrics: counters(9000, 6200) },
    { at: now - 9 * minute, metrics: counters(9500, 20) },
  ]);
  const { data_points: points } = await read("range=1h");
  expect(points.map((point) => point.network_rx_bytes_per_second)).toEqual([null, 100, null, null]);
  expect(points.map((point) => point.network_rx_bytes)).toEqual([1000, 7000, 9000, 9500]);
});

test("'all' begins with the first sample, and an offset in a time is understood", async () => {
  await hubWith([
    { at: now - 400 * 24 * hour, metrics: { cpu_percent: 1 } },
    { at: now - minute, metrics: { cpu_percent: 2 } },
  ]);
  const all = await read("range=all");
  expect(all.from).toBe(iso(now - 400 * 24 * hour));
  expect(all.data_points).toHaveLength(2);
  const offset = await read(`from=${encodeURIComponent("2026-11-21T10:00:00+01:00")}`);
  expect(offset).toMatchObject({ range: "custom", from: "2026-11-21T09:00:00.000Z", total_points: 1 });
});

test("a server without samples has an empty chart, and one that is not there is 404", async () => {
  await hubWith([{ at: now - minute, metrics: {} }]);
  expect(await read("range=24h")).toMatchObject({ total_points: 1 });
  expect(await read(`from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z`)).toMatchObject({
    total_points: 0,
    data_points: [],
    coverage: 0,
  });
  const response = await GET(ask("/servers/nobody/metrics"), withId("nobody"));
  expect(await errorOf(response)).toMatchObject({ status: 404, code: "NOT_FOUND" });
});

test.each([
  ["range=2h", "range"],
  ["range=", "range"],
  ["range=1h&from=2026-11-21T00:00:00Z", "range"],
  ["from=yesterday", "from"],
  ["from=1795250000", "from"],
  ["to=2026-11-21T00:00:00Z", "from"],
  ["from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z", "to"],
  ["from=2026-11-21T00:00:00Z&to=2026-11-21T00:00:00Z", "to"],
  ["from=1971-01-01T00:00:00Z&to=2026-11-20T00:00:00Z", "to"],
  ["from=0001-01-01T00:00:00Z", "from"],
  ["from=9990-01-01T00:00:00Z&to=9999-12-31T23:59:59-12:00", "to"],
  ["from=2100-01-01T00:00:00Z", "from"],
  ["points=0", "points"],
  ["points=2001", "points"],
  ["points=1.5", "points"],
  ["points=many", "points"],
])("a bad span is 422 and named: %s", async (query, path) => {
  await hubWith([{ at: now - minute, metrics: {} }]);
  const answer = await errorOf(await GET(ask(`/servers/nas/metrics?${query}`), withId("nas")));
  expect(answer).toMatchObject({ status: 422, code: "VALIDATION_ERROR", fields: [{ path }] });
});
