import type { Database } from "../db/client";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The default retention, in days; that of days is two years here, as old as these databases pretend to be. */
export const KEPT_DAYS = { raw: 14, "5m": 90, "1h": 730, "1d": 730, series_1h: 90 };

const tiers = [
  { table: "metrics_5m", bucketMs: 5 * MINUTE_MS, days: KEPT_DAYS["5m"] },
  { table: "metrics_1h", bucketMs: HOUR_MS, days: KEPT_DAYS["1h"] },
  { table: "metrics_1d", bucketMs: DAY_MS, days: KEPT_DAYS["1d"] },
  { table: "series_1h", bucketMs: HOUR_MS, days: KEPT_DAYS.series_1h },
  { table: "series_1d", bucketMs: DAY_MS, days: KEPT_DAYS["1d"] },
];

/** The buckets of the last fortnight, repeated back through the years as far as each tier is kept. */
export async function reachBack(db: Database): Promise<void> {
  const now = Date.now();
  const spanMs = KEPT_DAYS.raw * DAY_MS;
  for (const { table, bucketMs, days } of tiers) {
    const columns = await db.query<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`);
    const names = columns.map(({ name }) => name);
    const [first] = await db.query<{ at: number | null }>(`SELECT min(bucket_start) AS at FROM ${table}`);
    const start = Math.ceil((first?.at ?? now) / DAY_MS) * DAY_MS;
    for (let copy = 1; copy * KEPT_DAYS.raw < days; copy++) {
      const values = names.map((name) =>
        name === "bucket_start" || name === "last_at" ? `${name} - ${copy * spanMs}` : name,
      );
      await db.write([
        `INSERT OR IGNORE INTO ${table} (${names}) SELECT ${values} FROM ${table}
         WHERE bucket_start >= ${start} AND bucket_start < ${start + spanMs} AND bucket_start % ${bucketMs} = 0
           AND bucket_start - ${copy * spanMs} >= ${now - days * DAY_MS}`,
      ]);
    }
  }
  await db.write([
    `UPDATE rollup_progress SET raw_from = ${now - KEPT_DAYS.raw * DAY_MS},
       buckets_5m_from = ${now - KEPT_DAYS["5m"] * DAY_MS}, buckets_1h_from = ${now - KEPT_DAYS["1h"] * DAY_MS}`,
    // The hub has known them all the while: this history was not brought from elsewhere.
    `UPDATE servers SET created_at = ${now - KEPT_DAYS["1d"] * DAY_MS}`,
  ]);
}
