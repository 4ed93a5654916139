import { beginningOf, dueFromOf, type FirstBucket } from "../../domain/metrics/due";
import type { Database } from "../client";
import { bucketTiers } from "./rollup-figures";

/** `first`: no sample of the server is before it. `dueFrom`: from when on samples of it are due, see domain/metrics/due.ts. */
export type ServerBeginning = { first: number; dueFrom: number };

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Where the history of a server begins, or of every server where none is named; by id, without those of which there is nothing. A few
 * look-ups in indexes; where a server has a history from before the hub knew it, its hours until then are counted as well.
 */
export async function listBeginnings(
  db: Database,
  serverId: string | null,
): Promise<Map<string, ServerBeginning>> {
  const rows = await listFirsts(db, serverId === null ? EVERY_SERVER : ONE_SERVER, serverId);
  const known = rows.flatMap((row) => {
    const first = rowBeginning(row);
    return first === null ? [] : [{ ...row, first }];
  });
  // Within the hour a clock may lag, and a spool may have waited.
  const early = known.filter(({ first, created_at }) => first.at < hourOf(created_at));
  const wanted = JSON.stringify(early.map(({ id }) => id));
  const [sums, since] =
    early.length === 0
      ? [[], []]
      : await Promise.all([
          db.query<{ id: string; until: number; hours: number }>(HOURS_BEFORE, [wanted]),
          listFirsts(db, SINCE_CREATED, wanted),
        ]);
  const before = new Map(sums.map((sum) => [sum.id, sum]));
  const later = new Map(since.map((row) => [row.id, rowBeginning(row)]));
  return new Map(
    known.map(({ id, created_at, first }) => [
      id,
      {
        first: first.start,
        dueFrom: dueFromOf({
          ...{ createdAt: created_at, first },
          ...{ before: before.get(id) ?? null, since: later.get(id) ?? null },
        }),
      },
    ]),
  );
}

type FirstRow = {
  id: string;
  created_at: number;
  seconds: number;
  raw_from: number | null;
  first_sample_at: number | null;
  first_1d: string | null;
  first_1h: string | null;
  first_5m: string | null;
};

const EVERY_SERVER = "SELECT id, 0 AS since FROM servers WHERE ?1 IS NULL";
const ONE_SERVER = "SELECT id, 0 AS since FROM servers WHERE id = ?1";
/** Parameter: a JSON array of ids. */
const SINCE_CREATED =
  "SELECT id, created_at AS since FROM servers WHERE id IN (SELECT value FROM json_each(?1))";

/** Of the servers in `wanted (id, since)` the first sample, and the first bucket of each tier that may hold one since then. */
function listFirsts(db: Database, wanted: string, parameter: string | null): Promise<FirstRow[]> {
  const firsts = bucketTiers.map(
    ({ tier, table, bucketMs }) => `
    (SELECT json_array(bucket_start, sample_count, last_at, due_count) FROM ${table}
     WHERE server_id = s.id AND bucket_start >= w.since / ${bucketMs} * ${bucketMs} ORDER BY bucket_start LIMIT 1) AS first_${tier}`,
  );
  return db.query<FirstRow>(
    `SELECT s.id, s.created_at, s.heartbeat_interval_seconds AS seconds, p.raw_from,
       (SELECT min(timestamp) FROM metrics WHERE server_id = s.id AND timestamp >= w.since) AS first_sample_at, ${firsts.join(",")}
     FROM (${wanted}) AS w JOIN servers AS s ON s.id = w.id LEFT JOIN rollup_progress AS p ON p.server_id = s.id`,
    [parameter],
  );
}

function rowBeginning(row: FirstRow) {
  const bucketOf = (json: string | null, bucketMs: number): FirstBucket | null => {
    if (json === null) return null;
    const [start, samples, lastAt, due] = JSON.parse(json) as [number, number, number | null, number | null];
    return { bucketMs, start, samples, lastAt: lastAt ?? start, due };
  };
  return beginningOf(
    [bucketOf(row.first_1d, DAY_MS), bucketOf(row.first_1h, HOUR_MS), bucketOf(row.first_5m, 300_000)],
    { firstSampleAt: row.first_sample_at, rawFrom: row.raw_from ?? 0, intervalMs: row.seconds * 1000 },
  );
}

const hourOf = (at: number) => Math.floor(at / HOUR_MS) * HOUR_MS;

/**
 * Parameter: a JSON array of ids. In how many hours before the one in which it was made there are samples of each server: where hours are
 * not kept, all of each day that has any; and what is not rolled up yet.
 */
const HOURS_BEFORE = `
  SELECT id, until,
    (SELECT count(*) FROM metrics_1h WHERE server_id = e.id AND bucket_start < until)
    + 24 * (SELECT count(*) FROM metrics_1d WHERE server_id = e.id AND bucket_start < hours_from AND bucket_start + ${DAY_MS} <= until)
    + (SELECT count(DISTINCT timestamp / ${HOUR_MS}) FROM metrics
       WHERE server_id = e.id AND timestamp >= rolled_up_until AND timestamp < until) AS hours
  FROM (
    SELECT s.id, s.created_at / ${HOUR_MS} * ${HOUR_MS} AS until, coalesce(p.rolled_up_until, 0) AS rolled_up_until,
      coalesce(p.buckets_1h_from, 0) AS hours_from
    FROM servers AS s LEFT JOIN rollup_progress AS p ON p.server_id = s.id WHERE s.id IN (SELECT value FROM json_each(?1))
  ) AS e`;
