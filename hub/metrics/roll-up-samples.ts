import type { Database } from "../../db/client";
import { hasSeriesToRollUp, rollUpSeries } from "./roll-up-series";
import { MARK_ROLLED_UP, ROLL_UP_SPANS } from "./roll-up-statements";

const BUCKET_MS = 300_000;
/**
 * Buckets are made by rounds: each makes the hour and the day anew, which costs as much for one bucket of five minutes as for six.
 * Readers add what is not in a bucket yet, and have that much more to read.
 */
const ROUND_MS = 6 * BUCKET_MS;
/** A round is made when it has been over for as long as a heartbeat is usually under way; what comes later is added to its buckets. */
const SETTLED_AFTER_MS = 60_000;
/** Samples that one transaction rolls up, and for how long one run goes on: other jobs and requests have their turn in between. */
const CHUNK_SAMPLES = 480;
const CHUNK_SERVERS = 16;
const RUN_MS_MAX = 400;

/** Up to here everything was rolled up when it was last looked: a hint that spares looking, and no more. */
const idleUntil = new WeakMap<Database, number>();

const settledUntil = (now: number) => Math.floor((now - SETTLED_AFTER_MS) / ROUND_MS) * ROUND_MS;

/** Whether a round is over whose buckets are not made yet. */
export async function hasSamplesToRollUp(db: Database, now: number): Promise<boolean> {
  const until = settledUntil(now);
  if (idleUntil.get(db) === until) return false;
  const [first] = await listWork(db, { until, limit: 1 });
  if (first !== undefined || (await hasSeriesToRollUp(db))) return true;
  idleUntil.set(db, until);
  return false;
}

/**
 * Makes the buckets of all servers up to the last round, in transactions of a few milliseconds. The first run after an update
 * to this version finds all of history not rolled up, and so goes on for a while, run by run.
 */
export async function rollUpSamples(
  db: Database,
  { now, runMsMax = RUN_MS_MAX }: { now: number; runMsMax?: number },
): Promise<{ chunks: number; servers: number; hours: number }> {
  const until = settledUntil(now);
  const done = { chunks: 0, servers: 0 };
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt >= runMsMax;
  do {
    const work = await listWork(db, { until, limit: CHUNK_SERVERS });
    if (work.length === 0) break;
    const spanMs = (seconds: number) => Math.max(BUCKET_MS, (CHUNK_SAMPLES / work.length) * seconds * 1000);
    const spans = work.map(({ serverId, next, intervalSeconds }) => {
      const from = Math.floor(next / BUCKET_MS) * BUCKET_MS;
      const to = Math.floor((from + spanMs(intervalSeconds)) / BUCKET_MS) * BUCKET_MS;
      return [serverId, from, Math.min(until, to)];
    });
    const rows = JSON.stringify(spans);
    await db.write([...ROLL_UP_SPANS, MARK_ROLLED_UP].map((sql) => ({ sql, args: [rows] })));
    done.chunks += 1;
    done.servers += spans.length;
    await new Promise((resolve) => setImmediate(resolve));
  } while (!isOver());
  return { ...done, ...(await rollUpSeries(db, isOver)) };
}

/** Servers with samples before `until` that are not rolled up, and the first of them; those that are furthest behind first. */
async function listWork(
  db: Database,
  { until, limit }: { until: number; limit: number },
): Promise<{ serverId: string; next: number; intervalSeconds: number }[]> {
  const rows = await db.query<{ id: string; next: number; seconds: number }>(
    `SELECT * FROM (
       SELECT s.id, s.heartbeat_interval_seconds AS seconds,
         (SELECT min(timestamp) FROM metrics WHERE server_id = s.id AND timestamp >= coalesce(p.rolled_up_until, 0)) AS next
       FROM servers AS s LEFT JOIN rollup_progress AS p ON p.server_id = s.id)
     WHERE next < CAST(? AS INTEGER) ORDER BY next LIMIT ${limit}`,
    [until],
  );
  return rows.map((row) => ({ serverId: row.id, next: row.next, intervalSeconds: row.seconds }));
}
