import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { bucketTiers, meantColumns } from "../../db/queries/rollup-figures";
import { listSeries } from "../../db/queries/series";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { rolledUpMeasures } from "../../domain/metrics/measures";
import { writeDefaultConfig } from "../config/write-default-config";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { testArrival } from "../testing";
import { hasSamplesToRollUp, rollUpSamples } from "./roll-up-samples";
import { bruteForceBuckets, type KnownBucket, type KnownSample } from "./testing-brute-force";

const minute = 60_000;
const day = 86_400_000;
const GAP_MS = 5 * minute;
/** Close to midnight UTC, so that days and hours are crossed. */
const start = Date.UTC(2026, 10, 20, 22, 40);

type Draw = {
  minute: number;
  jitterMs: number;
  values: (number | null)[];
  rx: number | null;
  bootMinute: number | null;
};
type Step = { kind: "samples"; server: string; draws: Draw[] } | { kind: "roll-up"; minute: number };

/** Begins and ends in the middle of buckets, in and around the six hours of the samples. */
type AskedSpan = { from: number; to: number };
const askedSpan: fc.Arbitrary<AskedSpan> = fc
  .tuple(fc.integer({ min: -90, max: 330 }), fc.integer({ min: 1, max: 330 }), fc.constantFrom(0, 1, 31_000))
  .map(([first, length, ms]) => ({
    from: start + first * minute + ms,
    to: start + (first + length) * minute + ms,
  }));

const figure = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { freq: 4 });
const draw: fc.Arbitrary<Draw> = fc.record({
  // Six hours in few enough times that some repeat, and close enough that neighbours are compared.
  minute: fc.oneof(fc.integer({ min: 0, max: 360 }), fc.integer({ min: 60, max: 110 })),
  jitterMs: fc.constantFrom(0, 0, 0, 1, 29_999),
  values: fc.array(figure, { minLength: 11, maxLength: 11 }),
  rx: fc.option(fc.oneof(fc.integer({ min: 0, max: 10_000_000 }), fc.constant(2 ** 53)), { freq: 6 }),
  bootMinute: fc.option(fc.constantFrom(-1000, 70, 95, 200), { freq: 5 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("samples" as const),
      server: fc.constantFrom("a", "b"),
      draws: fc.array(draw, { minLength: 1, maxLength: 20 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("roll-up" as const), minute: fc.integer({ min: 0, max: 400 }) }),
  },
);

/** What is posted, and what a reader of the database must find of it. */
function sampleOf({ minute: m, jitterMs, values, rx, bootMinute }: Draw): KnownSample {
  const at = start + m * minute + jitterMs;
  const uptime = bootMinute === null || bootMinute > m ? null : (m - bootMinute) * 60;
  const wholes = new Set(["memory_used_mb", "swap_used_mb"]);
  const figures = rolledUpMeasures.map((name, n) => {
    const value = values[n] ?? null;
    return [name, value !== null && wholes.has(name) ? Math.round(value) : value] as const;
  });
  return {
    at,
    values: {
      ...Object.fromEntries(figures),
      network_rx_bytes: rx,
      network_tx_bytes: rx === null ? null : m * 1000,
      uptime_seconds: uptime,
      memory_total_mb: m,
      swap_total_mb: 5,
      disk_total_gb: m / 2,
    },
  };
}

function arrivalOf(server: string, { at, values }: KnownSample, receivedAt: number) {
  const { swap_used_mb, swap_total_mb, temperature_celsius, disk_worst_percent, ...metrics } = values;
  return testArrival(
    {
      server_id: server,
      timestamp: new Date(at).toISOString(),
      metrics,
      memory: { swap_used_mb, swap_total_mb },
      sensors: temperature_celsius == null ? [] : [{ name: "cpu", temperature_celsius }],
      filesystems: disk_worst_percent == null ? [] : [{ mount_point: "/", percent: disk_worst_percent }],
    },
    { receivedAt },
  );
}

/** Sums of one set in different orders differ in the last bits: the same to nine digits, on whichever side of a half they lie. */
const near = (bucket: KnownBucket) =>
  Object.fromEntries(
    Object.entries(bucket).map(([name, value]) => [
      name,
      value === null
        ? null
        : expect.closeTo(value, Math.min(15, 8 - Math.floor(Math.log10(Math.abs(value))))),
    ]),
  );

async function storedBuckets(db: Database, table: string, server: string): Promise<Map<number, KnownBucket>> {
  const columns = meantColumns.map(([name, meant]) => `${meant} AS ${name}`).join(", ");
  const rows = await db.query<KnownBucket>(
    `SELECT bucket_start, sample_count, last_at, ${columns} FROM ${table} WHERE server_id = ? ORDER BY bucket_start`,
    [server],
  );
  return new Map(rows.map(({ bucket_start, ...bucket }) => [bucket_start ?? 0, { ...bucket }]));
}

await describeEachDatabase("buckets", (kind) => {
  test("of every tier equal brute force, whatever repeats, comes late, boots or shares a commit; and so does what is read of any span", async () => {
    const db = await openTestDatabase(kind);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), askedSpan, async (steps, span) => {
        await db.write([{ sql: "DELETE FROM servers", args: [] }]);
        const accepted: Record<string, KnownSample[]> = { a: [], b: [] };
        for (const each of steps) {
          if (each.kind === "roll-up") {
            await rollUpSamples(db, {
              now: start + each.minute * minute,
              runMsMax: Number.POSITIVE_INFINITY,
            });
            continue;
          }
          const samples = each.draws.map(sampleOf);
          await recordHeartbeats(
            db,
            samples.map((sample) => arrivalOf(each.server, sample, start + 400 * minute)),
          );
          accepted[each.server]?.push(...samples);
        }
        for (const [server, samples] of Object.entries(accepted)) {
          await expectBuckets(db, server, samples);
          await expectAnswers(db, server, samples, { from: start - day, to: start + day });
          await expectAnswers(db, server, samples, span);
        }
      }),
      { numRuns: kind === "file" ? 60 : 5 },
    );
  }, 120_000);

  test("are made in rounds of half an hour, a minute after each, and wait for nobody who is away", async () => {
    const db = await openTestDatabase(kind);
    const round = Date.UTC(2026, 10, 20, 22, 30);
    const timestamp = new Date(round + 3 * minute).toISOString();
    await recordHeartbeats(db, [testArrival({ timestamp }, { receivedAt: round + 3 * minute })]);
    const bucketCount = async () =>
      (await db.query<{ n: number }>("SELECT count(*) AS n FROM metrics_5m"))[0]?.n;
    expect(await hasSamplesToRollUp(db, round + 31 * minute - 1)).toBe(false);
    await rollUpSamples(db, { now: round + 31 * minute - 1 });
    expect(await bucketCount()).toBe(0);
    expect(await hasSamplesToRollUp(db, round + 31 * minute)).toBe(true);
    await rollUpSamples(db, { now: round + 31 * minute });
    expect(await bucketCount()).toBe(1);
    expect(await hasSamplesToRollUp(db, round + 31 * minute)).toBe(false);
  });

  test("of history that is imported are due by the interval that it says, also in the commit that registers the server", async () => {
    const db = await openTestDatabase(kind);
    await writeDefaultConfig(db);
    const hour = 60 * minute;
    const now = Date.UTC(2026, 10, 21);
    const from = now - 40 * day;
    const dayOf = (server: string, n: number, intervalSeconds: number | undefined) =>
      Array.from({ length: 24 }, (_, h) => from + n * day + h * hour).map((at) =>
        testArrival(
          {
            server_id: server,
            timestamp: new Date(at).toISOString(),
            interval_seconds: intervalSeconds,
            metrics: { cpu_percent: 50, network_rx_bytes: ((at - from) / hour) * 1000 },
          },
          { receivedAt: now },
        ),
      );
    // What the newest says counts, in whatever order they come; another server of the same commit has its own.
    await recordHeartbeats(db, [
      ...dayOf("hourly", 1, 3600),
      ...dayOf("often", 0, undefined),
      ...dayOf("hourly", 0, 60),
    ]);
    await recordHeartbeats(db, [...dayOf("hourly", 2, 3600), ...dayOf("often", 1, 3600)]);
    const due = async (table: string) =>
      (
        await db.query<{ server_id: string; due_count: number; moved: number | null; n: number }>(
          `SELECT server_id, due_count, sum(network_rx_moved_bytes) AS moved, count(*) AS n FROM ${table}
           GROUP BY server_id, due_count ORDER BY server_id, due_count`,
        )
      ).map((row) => ({ ...row }));
    const hourly = { server_id: "hourly", moved: 71_000 };
    const often = { server_id: "often", moved: null };
    expect(await due("metrics_5m")).toEqual([
      { ...hourly, due_count: 1, n: 72 },
      { ...often, due_count: 5, n: 48 },
    ]);
    expect(await due("metrics_1h")).toEqual([
      { ...hourly, due_count: 1, n: 72 },
      { ...often, due_count: 60, n: 48 },
    ]);
    expect(await due("metrics_1d")).toEqual([
      { ...hourly, due_count: 24, n: 3 },
      { ...often, due_count: 1440, n: 2 },
    ]);
  });
});

async function expectBuckets(db: Database, server: string, samples: KnownSample[]): Promise<void> {
  const [progress] = await db.query<{ until: number }>(
    "SELECT rolled_up_until AS until FROM rollup_progress WHERE server_id = ?",
    [server],
  );
  const until = progress?.until ?? 0;
  const rolledUp = samples.filter(({ at }) => at < until);
  for (const { table, bucketMs } of bucketTiers) {
    const stored = await storedBuckets(db, table, server);
    const expected = bruteForceBuckets(rolledUp, bucketMs, GAP_MS);
    expect([...stored.keys()], table).toEqual([...expected.keys()].sort((a, b) => a - b));
    for (const [bucket, figures] of expected) {
      expect(stored.get(bucket), `${table} ${new Date(bucket).toISOString()}`).toEqual(near(figures));
    }
  }
}

/** Every bucket that the span touches is whole, whether it begins before the span or ends after it. */
async function expectAnswers(
  db: Database,
  server: string,
  samples: KnownSample[],
  { from, to }: AskedSpan,
): Promise<void> {
  for (const stepMs of [2 * minute, 5 * minute, 15 * minute, 60 * minute, 3 * 60 * minute, day]) {
    const points = await listSeries(db, { serverId: server, from, to, stepMs });
    const expected = new Map(
      [...bruteForceBuckets(samples, stepMs, GAP_MS)].filter(([at]) => at + stepMs > from && at < to),
    );
    expect(points.map(({ at }) => at)).toEqual([...expected.keys()].sort((a, b) => a - b));
    for (const { at, samples: count, values, traffic, last } of points) {
      const bucket = expected.get(at) ?? {};
      expect(count).toBe(bucket.sample_count);
      for (const name of rolledUpMeasures) {
        const sum = bucket[`${name}_sum`] ?? null;
        const expectedOf = {
          min: bucket[`${name}_min`] ?? null,
          max: bucket[`${name}_max`] ?? null,
          mean: sum === null ? null : sum / (bucket[`${name}_count`] ?? 0),
        };
        for (const [part, value] of Object.entries(expectedOf)) {
          const found = values[name][part as "min" | "max" | "mean"];
          if (value === null) expect(found, `${name} ${part}`).toBeNull();
          else expect(found, `${name} ${part}`).toBeCloseTo(value, 2);
        }
      }
      const { bytes, rateMin, rateMax } = traffic.rx;
      const { network_rx_moved_bytes, network_rx_rate_min, network_rx_rate_max } = near(bucket);
      expect({ bytes, rateMin, rateMax }).toEqual({
        bytes: network_rx_moved_bytes,
        rateMin: network_rx_rate_min,
        rateMax: network_rx_rate_max,
      });
      expect(last).toMatchObject({ at: bucket.last_at, network_rx_bytes: bucket.network_rx_bytes_last });
    }
  }
}
