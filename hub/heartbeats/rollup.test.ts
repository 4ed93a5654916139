import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { testArrival, testNow } from "../testing";
import { recordHeartbeats } from "./record-heartbeats";

const hour = 3_600_000;
const measures = ["cpu_percent", "memory_percent", "disk_percent"] as const;

type Sample = { server: string; minute: number; values: (number | null)[] };

const percent = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { freq: 4 });
const sample: fc.Arbitrary<Sample> = fc.record({
  server: fc.constantFrom("a", "b"),
  // Five hours in few enough minutes that times repeat.
  minute: fc.integer({ min: 0, max: 299 }).map((minute) => minute - (minute % 7)),
  values: fc.tuple(percent, percent, percent),
});

const arrivalOf = ({ server, minute, values }: Sample) =>
  testArrival({
    server_id: server,
    timestamp: new Date(testNow - minute * 60_000).toISOString(),
    metrics: Object.fromEntries(measures.map((name, index) => [name, values[index]])),
  });

test("hours equal the aggregate of their samples, whatever repeats, comes late or shares a commit", async () => {
  const db = await temporaryDatabase();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(sample, { maxLength: 25 }), { maxLength: 5 }), async (batches) => {
      await db.write([{ sql: "DELETE FROM servers", args: [] }]);
      for (const batch of batches) await recordHeartbeats(db, batch.map(arrivalOf));
      const hours = await hoursOf(db);
      expect(hours).toEqual(bruteForce(batches.flat()));
    }),
    { numRuns: 60 },
  );
});

type Hour = Record<string, number | string | null>;

async function hoursOf(db: Database): Promise<Hour[]> {
  const rows = await db.query<Hour>("SELECT * FROM metrics_1h ORDER BY server_id, bucket_start");
  return rows.map((row) => ({
    server_id: row.server_id ?? null,
    bucket_start: row.bucket_start ?? null,
    sample_count: row.sample_count ?? null,
    ...Object.fromEntries(
      measures.flatMap((name) =>
        ["min", "max", "sum", "count"].map((figure) => {
          const value = row[`${name}_${figure}`] ?? null;
          // Sums of one set in different orders differ in the last bits.
          return [`${name}_${figure}`, typeof value === "number" ? Number(value.toFixed(6)) : value];
        }),
      ),
    ),
  }));
}

function bruteForce(samples: Sample[]): Hour[] {
  const first = new Map<string, Sample>();
  for (const each of samples) {
    const key = `${each.server} ${each.minute}`;
    if (!first.has(key)) first.set(key, each);
  }
  const buckets = new Map<string, Sample[]>();
  for (const each of first.values()) {
    const start = Math.floor((testNow - each.minute * 60_000) / hour) * hour;
    const key = `${each.server} ${start}`;
    buckets.set(key, [...(buckets.get(key) ?? []), each]);
  }
  return [...buckets]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, bucket]) => ({
      server_id: key.split(" ")[0] ?? null,
      bucket_start: Number(key.split(" ")[1]),
      sample_count: bucket.length,
      ...Object.fromEntries(
        measures.flatMap((name, index) => {
          const values = bucket.flatMap(({ values: all }) => all[index] ?? []);
          const figures = {
            min: values.length > 0 ? Math.min(...values) : null,
            max: values.length > 0 ? Math.max(...values) : null,
            sum: values.length > 0 ? values.reduce((sum, value) => sum + value, 0) : null,
            count: values.length,
          };
          return Object.entries(figures).map(([figure, value]) => [
            `${name}_${figure}`,
            value === null ? null : Number(value.toFixed(6)),
          ]);
        }),
      ),
    }));
}
