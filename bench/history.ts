import path from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { Database } from "../db/client";
import { findSampleSpan } from "../db/queries/samples";
import { listSeries } from "../db/queries/series";
import { heartbeatSchema } from "../domain/heartbeats/heartbeat";
import { rangeNames, spanOfRange, stepOfSpan } from "../domain/metrics/range";
import { programOfEnvironment } from "../hub/agents/identify-caller";
import { recordHeartbeats } from "../hub/heartbeats/record-heartbeats";
import { hasSamplesToRollUp, rollUpSamples } from "../hub/metrics/roll-up-samples";
import { pruneHistory } from "../hub/retention/prune-history";
import { withDatabase } from "./database";
import { fillFleet } from "./fleet";
import { type Hub, withHubs } from "./hub";
import { type Measurement, median, percentile, type Row } from "./measurement";
import { timesOf } from "./pages";
import { KEPT_DAYS, reachBack } from "./years";

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const POINTS = 300;

/** Two years of 50 servers in their steady state, read, extended, backfilled and pruned. */
export const history: Measurement = {
  name: "history",
  run: ({ isQuick, note }) =>
    withHubs(async (make, folder) => {
      const servers = isQuick ? 5 : 50;
      const hub = make("history");
      const file = path.join(folder, "history.db");
      const begunAt = performance.now();
      await fillFleet(file, { servers, hours: KEPT_DAYS.raw * 24 });
      const rows: Row[] = [];
      await withDatabase(file, async (db) => {
        await reachBack(db);
        await db.write(["ANALYZE"]);
        await db.checkpoint();
        note(`${servers} servers made in ${((performance.now() - begunAt) / 1000).toFixed(0)} s`);
        rows.push(...(await queryRows(db, { servers, turns: isQuick ? 5 : 20, note })));
        rows.push(await backfillRow(db));
      });
      await hub.start();
      rows.push(...(await pageRows(hub, { isQuick, note })));
      await hub.stop();
      rows.push(await withDatabase(file, (db) => pruneRow(db)));
      return rows;
    }),
};

/** A server's page with all of its charts at each range, in turns. */
async function pageRows(
  hub: Hub,
  { isQuick, note }: { isQuick: boolean; note: (text: string) => void },
): Promise<Row[]> {
  const paths = rangeNames.map((range) => `/servers/server-0001?range=${range}`);
  const { times, cpuMs } = await timesOf(hub, { paths, count: isQuick ? 30 : 100, warmUp: 30 });
  const of = (figure: (each: number[]) => number) => times.map(figure);
  const [middles, p95s] = [of(median), of((each) => percentile(each, 0.95))];
  const each = rangeNames.map((range, n) => `${range} ${middles[n]?.toFixed(0)} (${p95s[n]?.toFixed(0)})`);
  note(`server page at ${each.join(", ")} ms; CPU ${cpuMs.toFixed(0)} ms a page`);
  const slowest = Math.max(...p95s);
  const ratio = Math.max(...middles) / Math.min(...middles);
  return [
    {
      what: "server page with all charts, p95 of the slowest range",
      figure: `${slowest.toFixed(0)} ms (median of all ${median(times.flat()).toFixed(0)} ms)`,
      goal: "<= 60 ms",
      isMet: slowest <= 60,
    },
    {
      what: "server page at its slowest range against its fastest, medians",
      figure: `${ratio.toFixed(1)} x`,
      goal: "<= 2 x",
      isMet: ratio <= 2,
    },
  ];
}

/** What the buckets cost ingest: the same samples with and without the job that makes them, in turns. */
export const rollupCost: Measurement = {
  name: "rollup-cost",
  run: ({ isQuick, note }) =>
    withHubs(async (_make, folder) => {
      const turns = isQuick ? 2 : 5;
      const taken = { off: [] as number[], on: [] as number[] };
      for (let turn = 0; turn < turns; turn++) {
        for (const mode of ["off", "on"] as const) {
          const file = path.join(folder, `cost-${mode}-${turn}.db`);
          await fillFleet(file, { servers: 16, hours: 1 });
          taken[mode].push(await withDatabase(file, (db) => ingestThreeHours(db, mode === "on")));
        }
      }
      note(
        `three hours of 16 servers: ${median(taken.off).toFixed(0)} ms without, ${median(taken.on).toFixed(0)} ms with`,
      );
      const ratio = median(taken.off) / median(taken.on);
      return [
        {
          what: "ingest with rollups on / off",
          figure: ratio.toFixed(2),
          goal: ">= 0.8",
          isMet: ratio >= 0.8,
        },
      ];
    }),
};

/** The next three hours of 16 servers, a commit a minute; the buckets, where they are wanted, as often as the hub makes them. */
async function ingestThreeHours(db: Database, withRollups: boolean): Promise<number> {
  const start = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS;
  const begunAt = performance.now();
  for (let minute = 0; minute < 180; minute++) {
    const at = start + minute * MINUTE_MS;
    await recordHeartbeats(
      db,
      Array.from({ length: 16 }, (_, n) => arrival(`server-${String(n + 1).padStart(4, "0")}`, at, at)),
    );
    if (withRollups && (await hasSamplesToRollUp(db, at)))
      await rollUpSamples(db, { now: at, runMsMax: Number.POSITIVE_INFINITY });
  }
  return performance.now() - begunAt;
}

function arrival(serverId: string, at: number, receivedAt: number) {
  const heartbeat = heartbeatSchema.parse({
    ...{ server_id: serverId, hostname: serverId, timestamp: new Date(at).toISOString() },
    metrics: {
      ...{
        cpu_percent: (at / 7000) % 90,
        memory_percent: 61.5,
        disk_percent: 48.2,
        load_1m: 0.42,
        load_5m: 0.4,
      },
      ...{
        network_rx_bytes: Math.round(at / 10),
        network_tx_bytes: Math.round(at / 30),
        uptime_seconds: 9_000_000,
      },
    },
  });
  return {
    ...{ heartbeat, sentAt: null, clockAheadMs: 0, receivedAt, ipAddress: null },
    caller: programOfEnvironment,
  };
}

/** From the query to the points of each range, over different servers in turns. */
async function queryRows(
  db: Database,
  { servers, turns, note }: { servers: number; turns: number; note: (text: string) => void },
): Promise<Row[]> {
  const times = new Map<string, number[]>();
  for (let turn = -2; turn < turns; turn++) {
    for (const range of rangeNames) {
      const serverId = `server-${String((Math.abs(turn) % servers) + 1).padStart(4, "0")}`;
      const begunAt = performance.now();
      const kept = await findSampleSpan(db, serverId);
      const span = spanOfRange(range, Date.now(), kept?.first ?? null);
      const stepMs = stepOfSpan(span, { points: POINTS, intervalSeconds: 60, kept: kept?.kept });
      const points = await listSeries(db, { serverId, ...span, stepMs });
      if (points.length === 0) throw new Error(`${range} of ${serverId} has no points`);
      if (turn >= 0) times.set(range, [...(times.get(range) ?? []), performance.now() - begunAt]);
    }
  }
  const p95s = [...times].map(([range, each]) => ({
    range,
    p95: percentile(each, 0.95),
    middle: median(each),
  }));
  note(p95s.map(({ range, p95, middle }) => `${range} ${middle.toFixed(1)} (${p95.toFixed(1)})`).join(", "));
  const slowest = Math.max(...p95s.map(({ p95 }) => p95));
  const middles = p95s.map(({ middle }) => middle);
  const ratio = Math.max(...middles) / Math.min(...middles);
  return [
    {
      what: "any range from 1 h to all, query to points, p95 of the slowest",
      figure: `${slowest.toFixed(1)} ms`,
      goal: "<= 15 ms",
      isMet: slowest <= 15,
    },
    {
      what: "the slowest range against the fastest, query to points, medians",
      figure: `${ratio.toFixed(1)} x`,
      goal: "",
      isMet: null,
    },
  ];
}

/** A machine that was cut off for a day, three days ago, sends what it kept. */
async function backfillRow(db: Database): Promise<Row> {
  const now = Date.now();
  const start = Math.floor(now / DAY_MS) * DAY_MS - 3 * DAY_MS;
  await db.write([
    `DELETE FROM metrics WHERE server_id = 'server-0002' AND timestamp BETWEEN ${start} AND ${start + DAY_MS}`,
  ]);
  const arrivals = Array.from({ length: 1440 }, (_, n) => arrival("server-0002", start + n * MINUTE_MS, now));
  const begunAt = performance.now();
  await recordHeartbeats(db, arrivals.slice(0, 1000));
  await recordHeartbeats(db, arrivals.slice(1000));
  const seconds = (performance.now() - begunAt) / 1000;
  const [day] = await db.query<{ n: number }>(
    `SELECT sample_count AS n FROM metrics_1d WHERE server_id = 'server-0002' AND bucket_start = ${start}`,
  );
  const isExact = day?.n === 1440;
  return {
    what: "backfill of a day, 1,440 samples of one server",
    figure: `${seconds.toFixed(2)} s${isExact ? "" : `, but its day holds ${day?.n}`}`,
    goal: "<= 1.5 s",
    isMet: isExact && seconds <= 1.5,
  };
}

/** A week of everything is over its time at once: the longest that the event loop was held. */
async function pruneRow(db: Database): Promise<Row> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begunAt = performance.now();
  await pruneHistory(db, { startedAt: Date.now() + 7 * DAY_MS }, undefined, 30_000);
  const seconds = (performance.now() - begunAt) / 1000;
  delay.disable();
  const longestMs = delay.max / 1e6;
  return {
    what: "pruning a week of every tier, longest pause of the event loop",
    figure: `${longestMs.toFixed(0)} ms (${seconds.toFixed(0)} s in all)`,
    goal: "<= 50 ms",
    isMet: longestMs <= 50,
  };
}
