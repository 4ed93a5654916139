import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { listNamedSeries } from "../../db/queries/lists";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { seriesKinds } from "../../domain/metrics/measures";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { testArrival } from "../testing";
import { rollUpSamples } from "./roll-up-samples";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.UTC(2026, 10, 20, 21, 40);

/** A span begins and ends in the middle of buckets. */
type AskedSpan = { from: number; to: number };
const askedSpan: fc.Arbitrary<AskedSpan> = fc
  .tuple(fc.integer({ min: -90, max: 300 }), fc.integer({ min: 1, max: 330 }))
  .map(([first, length]) => ({ from: start + first * minute, to: start + (first + length) * minute }));

type Draw = { minute: number; used: number | null; rx: number | null; celsius: number | null };
type Step = { kind: "samples"; draws: Draw[] } | { kind: "roll-up"; minute: number };

const draw: fc.Arbitrary<Draw> = fc.record({
  minute: fc.oneof(fc.integer({ min: 0, max: 330 }), fc.integer({ min: 60, max: 140 })),
  used: fc.option(fc.integer({ min: 0, max: 4 }).map((n) => n * 1_000_000_000)),
  rx: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
  celsius: fc.option(fc.integer({ min: 30, max: 33 })),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("samples" as const),
      draws: fc.array(draw, { minLength: 1, maxLength: 30 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("roll-up" as const), minute: fc.integer({ min: 0, max: 400 }) }),
  },
);

const arrivalOf = ({ minute: m, used, rx, celsius }: Draw) =>
  testArrival(
    {
      timestamp: new Date(start + m * minute).toISOString(),
      metrics: { uptime_seconds: 100_000 + m * 60 },
      filesystems: [
        { mount_point: "/", total_bytes: 9e9, used_bytes: used, available_bytes: m % 2 ? null : 5e9 },
      ],
      network_interfaces: [{ name: "eth0", rx_bytes: rx, tx_bytes: m * 6000 }],
      sensors: [{ name: "cpu", label: "package", temperature_celsius: celsius }],
    },
    { receivedAt: start + 400 * minute },
  );

const at = (m: number, rx: number | null): Draw => ({ minute: m, used: null, rx, celsius: null });

/** The last list to come takes the place of one whose counter was known, and so takes a rate away. */
const listThatLosesARate: Step[] = [
  { kind: "samples", draws: [at(65, 0), at(0, null)] },
  { kind: "samples", draws: [at(60, 0)] },
  { kind: "roll-up", minute: 81 },
  { kind: "samples", draws: [at(61, null)] },
];

/** The newest of each five minutes, the first of what has one time. */
function keptOf(draws: Draw[]): Draw[] {
  const newest = new Map<number, Draw>();
  for (const each of draws) {
    const slot = Math.floor((start + each.minute * minute) / (5 * minute));
    const known = newest.get(slot);
    if (known === undefined || each.minute > known.minute) newest.set(slot, each);
  }
  return [...newest.values()].sort((a, b) => a.minute - b.minute);
}

type Value = { at: number; value: number; amount: number; weight: number; capacity: number | null };

function valuesOf(kept: Draw[]): Record<string, Value[]> {
  const timeOf = (each: Draw) => start + each.minute * minute;
  const plain = (value: number | null, each: Draw, capacity: number | null = null): Value[] =>
    value === null ? [] : [{ at: timeOf(each), value, amount: value, weight: 1, capacity }];
  const rates = (read: (each: Draw) => number | null) =>
    kept.flatMap((each, index): Value[] => {
      const before = kept[index - 1];
      const [a, b] = [before === undefined ? null : read(before), read(each)];
      if (before === undefined || a === null || b === null || b < a || each.minute - before.minute > 15)
        return [];
      const seconds = (each.minute - before.minute) * 60;
      return [
        {
          at: timeOf(each),
          value: Math.round((b - a) / seconds),
          amount: b - a,
          weight: seconds,
          capacity: null,
        },
      ];
    });
  return {
    "filesystem /": kept.flatMap((each) =>
      plain(each.used, each, each.minute % 2 ? 9e9 : (each.used ?? 0) + 5e9),
    ),
    "interface_rx eth0": rates(({ rx }) => rx),
    "interface_tx eth0": rates((each) => each.minute * 6000),
    "temperature cpu package": kept.flatMap((each) => plain(each.celsius, each)),
  };
}

/** Every bucket that the span touches, whole. */
function bruteForce(draws: Draw[], stepMs: number, { from, to }: AskedSpan) {
  const found: Record<string, unknown[]> = {};
  for (const [name, values] of Object.entries(valuesOf(keptOf(draws)))) {
    const buckets = new Map<number, Value[]>();
    for (const value of values) {
      const bucket = Math.floor(value.at / stepMs) * stepMs;
      if (bucket + stepMs <= from || bucket >= to) continue;
      buckets.set(bucket, [...(buckets.get(bucket) ?? []), value]);
    }
    const points = [...buckets].map(([at, of]) => ({
      at,
      min: Math.min(...of.map(({ value }) => value)),
      max: Math.max(...of.map(({ value }) => value)),
      mean: thousandths(
        of.reduce((sum, { amount }) => sum + amount, 0) / of.reduce((sum, { weight }) => sum + weight, 0),
      ),
      last: of.at(-1)?.value,
      capacity: of.at(-1)?.capacity,
    }));
    if (points.length > 0) found[name] = points;
  }
  return found;
}

const thousandths = (value: number) => Math.round(value * 1000) / 1000;

async function answered(db: Database, stepMs: number, span: AskedSpan) {
  const series = await listNamedSeries(db, { serverId: "nas", kinds: seriesKinds, stepMs, ...span });
  return Object.fromEntries(series.map(({ kind, name, points }) => [`${kind} ${name}`, points]));
}

await describeEachDatabase("series", (kind) => {
  test("of filesystems, interfaces and sensors equal brute force over the lists that are kept, at every length of bucket and in any span", async () => {
    const db = await openTestDatabase(kind);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), askedSpan, async (steps, asked) => {
        await db.write([{ sql: "DELETE FROM servers", args: [] }]);
        const draws: Draw[] = [];
        for (const each of steps) {
          if (each.kind === "roll-up") {
            await rollUpSamples(db, {
              now: start + each.minute * minute,
              runMsMax: Number.POSITIVE_INFINITY,
            });
            continue;
          }
          await recordHeartbeats(db, each.draws.map(arrivalOf));
          draws.push(...each.draws.filter((one) => !draws.some((known) => known.minute === one.minute)));
        }
        for (const stepMs of [5 * minute, hour, 3 * hour, day]) {
          for (const span of [{ from: start - day, to: start + day }, asked])
            expect(await answered(db, stepMs, span), `${stepMs}`).toEqual(bruteForce(draws, stepMs, span));
        }
      }),
      {
        examples: [[listThatLosesARate, { from: start - day, to: start + day }]],
        numRuns: kind === "file" ? 50 : 4,
      },
    );
  }, 120_000);
});
