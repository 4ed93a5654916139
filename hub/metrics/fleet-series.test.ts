import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import {
  findFleetKept,
  findFleetStart,
  listFleetSeries,
  listTopServers,
} from "../../db/queries/fleet-series";
import { listSeries, type SeriesPoint } from "../../db/queries/series";
import { findWeekMeans } from "../../db/queries/trends";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { type FleetMetric, fleetMetrics } from "../../domain/metrics/fleet-metric";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { testArrival } from "../testing";
import { rollUpSamples } from "./roll-up-samples";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.UTC(2026, 10, 20, 0, 0);
const ids = ["anvil", "birch", "cedar"] as const;

/** Three hours of three machines: cedar peaks highest, birch has the highest mean, anvil lists no filesystem and reports no heat. */
function arrivalsOf(minuteOfDay: number) {
  return ids.map((id, nth) =>
    testArrival({
      server_id: id,
      timestamp: new Date(start + minuteOfDay * minute).toISOString(),
      metrics: {
        cpu_percent: [10, 60, minuteOfDay === 100 ? 99 : 20][nth] ?? 0,
        memory_percent: 30 + nth + (minuteOfDay % 7),
        disk_percent: 40 + nth,
        load_5m: nth / 2 + (minuteOfDay % 3),
        network_rx_bytes: 1000 * minuteOfDay * (nth + 1) + 17 * (minuteOfDay % 5),
        network_tx_bytes: 500 * minuteOfDay * (nth + 1),
        uptime_seconds: 60 * (minuteOfDay + 10),
      },
      ...(nth === 0
        ? {}
        : {
            filesystems: [
              { mount_point: "/", total_bytes: 1000, used_bytes: 700 + minuteOfDay, percent: 70 + nth },
            ],
            sensors: [{ name: "cpu", temperature_celsius: 40 + nth + (minuteOfDay % 4) }],
          }),
    }),
  );
}

async function fill(db: Database, rolledUpMinutes: number | null) {
  const minutes = Array.from({ length: 180 }, (_, n) => n).filter((n) => n < 60 || n >= 75);
  await recordHeartbeats(db, minutes.flatMap(arrivalsOf));
  if (rolledUpMinutes !== null)
    await rollUpSamples(db, { now: start + rolledUpMinutes * minute, runMsMax: Number.POSITIVE_INFINITY });
}

/** The same of one server, as its own page reads it. */
function expected(metric: FleetMetric, { values, traffic }: SeriesPoint) {
  const rate = ({ rate: mean, rateMin: min, rateMax: max }: SeriesPoint["traffic"]["rx"]) => ({
    mean,
    min,
    max,
  });
  switch (metric) {
    case "cpu":
      return values.cpu_percent;
    case "memory":
      return values.memory_percent;
    case "disk":
      return values.disk_worst_percent.mean === null ? values.disk_percent : values.disk_worst_percent;
    case "load":
      return values.load_5m;
    case "temperature":
      return values.temperature_celsius;
    case "received":
      return rate(traffic.rx);
    case "sent":
      return rate(traffic.tx);
  }
}

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 1000);

await describeEachDatabase("the charts of many servers", (kind) => {
  test.each([null, 100, 240])(
    "show of each server what its own page shows, %s minutes rolled up",
    async (until) => {
      const db = await openTestDatabase(kind);
      await fill(db, until);
      for (const metric of fleetMetrics) {
        const spans = [
          { from: start, to: start + 3 * hour },
          // Ends inside a bucket, where the buckets are made and where they are not.
          { from: start + 20.5 * minute, to: start + 74.5 * minute },
          { from: start + 62 * minute, to: start + 121.5 * minute },
        ];
        for (const [stepMs, span] of [minute, 5 * minute, hour].flatMap((each) =>
          spans.map((one) => [each, one] as const),
        )) {
          const series = await listFleetSeries(db, { metric, serverIds: [...ids], ...span, stepMs });
          expect(series.map(({ serverId }) => serverId)).toEqual(ids);
          for (const { serverId, points } of series) {
            const own = await listSeries(db, { serverId, ...span, stepMs });
            const wanted = own.map((point) => ({ at: point.at, ...expected(metric, point) }));
            expect(
              points.map((point) => ({ ...point, mean: rounded(point.mean) })),
              `${metric} of ${serverId} in ${stepMs} ms until ${span.to}`,
            ).toEqual(wanted);
          }
        }
      }
    },
  );

  test.each([240, 31, null])(
    "choose the highest by mean or by peak, of a tag or of all, and name servers without data last; %s minutes rolled up",
    async (until) => {
      const db = await openTestDatabase(kind);
      await fill(db, until);
      await db.write([
        { sql: "INSERT INTO servers (id, hostname) VALUES ('new', 'new')", args: [] },
        {
          sql: "INSERT INTO server_tags (server_id, tag) VALUES ('anvil', 'lab'), ('cedar', 'lab')",
          args: [],
        },
      ]);
      const top = (change: object) =>
        listTopServers(db, {
          ...{
            metric: "cpu",
            by: "mean",
            tag: null,
            from: start,
            to: start + 3 * hour,
            stepMs: 5 * minute,
            limit: 10,
          },
          ...change,
        });
      expect(await top({})).toEqual(["birch", "cedar", "anvil", "new"]);
      expect(await top({ by: "max" })).toEqual(["cedar", "birch", "anvil", "new"]);
      expect(await top({ by: "max", stepMs: day })).toEqual(["cedar", "birch", "anvil", "new"]);
      expect(await top({ tag: "lab" })).toEqual(["cedar", "anvil"]);
      expect(await top({ limit: 2 })).toEqual(["birch", "cedar"]);
      expect(await findFleetStart(db)).toBe(start);
      expect(await findFleetKept(db)).toEqual({ raw: 0, "5m": 0, "1h": 0 });
    },
  );

  test("sum a server up over its mean, least and greatest", async () => {
    const db = await openTestDatabase(kind);
    await fill(db, 240);
    const span = { from: start, to: start + 3 * hour, stepMs: 5 * minute };
    const [cedar] = await listFleetSeries(db, { metric: "cpu", serverIds: ["cedar"], ...span });
    expect(cedar).toMatchObject({ min: 20, max: 99 });
    expect(cedar?.mean).toBeCloseTo((164 * 20 + 99) / 165);
    expect(await listFleetSeries(db, { metric: "cpu", serverIds: [], ...span })).toEqual([]);
  });

  test("hold this week against the week before", async () => {
    const db = await openTestDatabase(kind);
    await fill(db, 240);
    const now = start + 3 * hour;
    const week = await findWeekMeans(db, { serverId: "birch", now });
    expect(week).toMatchObject({ thisWeek: { cpu: 60, disk: 71 }, weekBefore: null });
    const later = await findWeekMeans(db, { serverId: "birch", now: now + 7 * day });
    expect(later).toMatchObject({ thisWeek: null, weekBefore: { cpu: 60 } });
    expect(later.weekBefore?.tx).toBeCloseTo(1000 / 60, 0);
  });
});
