import { expect, onTestFinished, test } from "vitest";
import { database } from "@/db/client";
import { rollUpSamples } from "@/hub/metrics/roll-up-samples";
import { POST as postMany } from "../../../../agents/heartbeats/route";
import { ask, errorOf, heartbeat, stopClock, testHub, withId } from "../../../../testing";
import { GET as readMetrics } from "../route";
import { GET } from "./route";

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 21, 9, 30);
const iso = (at: number) => new Date(at).toISOString();

/** Three days of samples, one in ten minutes, from a machine that somebody named like a formula. */
async function hubWithThreeDays(): Promise<void> {
  await testHub();
  stopClock(now);
  const json = Array.from({ length: 432 }, (_, n) =>
    heartbeat({ timestamp: iso(now - (432 - n) * 10 * minute), metrics: { cpu_percent: n % 100 } }),
  );
  const response = await postMany(ask("/agents/heartbeats", { json }), {});
  expect(await response.json()).toMatchObject({ rejected: [] });
  await database().write([
    { sql: "UPDATE servers SET display_name = ? WHERE id = 'nas'", args: ['=1+1, "x"'] },
  ]);
}

const get = (query: string) => GET(ask(`/servers/nas/metrics/export?${query}`), withId("nas"));

test("a span is a CSV file of every sample that is kept, with a name that says what it is", async () => {
  await hubWithThreeDays();
  const response = await get("range=7d&format=csv");
  expect(response.headers.get("content-disposition")).toBe(
    'attachment; filename="nas-metrics-7d-2026-11-21.csv"',
  );
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const lines = (await response.text()).split("\r\n");
  expect(lines).toHaveLength(432 + 2);
  expect(lines[0]).toMatch(/^server_id,server,timestamp,cpu_percent,memory_percent,/);
  expect(lines[1]).toMatch(/^nas,"'=1\+1, ""x""",2026-11-18T09:30:00.000Z,0,,/);
  expect(lines.at(-1)).toBe("");
});

test("as JSON it has the points that the metrics answer has", async () => {
  await hubWithThreeDays();
  const span = `from=${iso(now - 30 * hour)}&to=${iso(now - hour)}`;
  const file = await (await get(`${span}&format=json`)).json();
  const answer = await (
    await readMetrics(ask(`/servers/nas/metrics?${span}&points=2000`), withId("nas"))
  ).json();
  expect(file).toMatchObject({ server_id: "nas", range: "custom", resolution: "raw" });
  expect(file.data_points).toHaveLength(175);
  const shared = answer.data_points.map(({ timestamp }: { timestamp: string }) => timestamp);
  expect(file.data_points.map(({ timestamp }: { timestamp: string }) => timestamp)).toEqual(shared);
});

test("what is only kept in buckets is exported in buckets, with every column of a bucket", async () => {
  await hubWithThreeDays();
  await rollUpSamples(database(), { now, runMsMax: Number.POSITIVE_INFINITY });
  await database().write([
    { sql: "UPDATE rollup_progress SET raw_from = ?", args: [now - hour] },
    { sql: "DELETE FROM metrics WHERE timestamp < CAST(? AS INTEGER)", args: [now - hour] },
  ]);
  const file = await (await get("range=all&format=json")).json();
  expect(file.resolution).toBe("5m");
  expect(file.data_points).toHaveLength(432);
  const [header = "", first = ""] = (await (await get("range=all")).text()).split("\r\n");
  const columns = header.split(",").slice(2);
  expect(columns).toEqual(Object.keys(file.data_points[0]));
  expect(first).toContain("2026-11-18T09:30:00.000Z,1,0,0,0,");
});

test("the head says what was asked for, also where nothing is known of it", async () => {
  await hubWithThreeDays();
  for (const [from, to] of [
    [now - 30 * hour, now + hour],
    [now - 300 * hour, now - 200 * hour],
  ]) {
    const file = await (await get(`from=${iso(from ?? 0)}&to=${iso(to ?? 0)}&format=json`)).json();
    expect(file).toMatchObject({ from: iso(from ?? 0), to: iso(to ?? 0) });
  }
});

test("years without a sample are walked through while others have their turn", async () => {
  await hubWithThreeDays();
  const first = Date.UTC(2019, 0, 1);
  await database().write([
    { sql: "INSERT INTO metrics (server_id, timestamp) VALUES ('nas', CAST(? AS INTEGER))", args: [first] },
  ]);
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  onTestFinished(() => clearInterval(timer));
  expect((await (await get("range=all")).text()).split("\r\n")).toHaveLength(1 + 432 + 2);
  expect(turns).toBeGreaterThan(10);
});

test("a server without samples is a file without rows, and an unknown one is not found", async () => {
  await testHub();
  stopClock(now);
  await database().write([{ sql: "INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')", args: [] }]);
  expect((await (await get("range=all")).text()).split("\r\n")).toHaveLength(2);
  expect(await (await get("format=json")).json()).toMatchObject({ server_id: "nas", data_points: [] });
  const nobody = await GET(ask("/servers/nobody/metrics/export"), withId("nobody"));
  expect(await errorOf(nobody)).toMatchObject({ code: "NOT_FOUND" });
});

test.each(["format=xml", "range=5y", "from=2026-11-21T09:00:00Z&range=1h", "to=2026-11-21T09:00:00Z"])(
  "%s is refused",
  async (query) => {
    await hubWithThreeDays();
    const response = await get(query);
    expect(response.status).toBe(422);
  },
);
