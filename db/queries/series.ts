import {
  countedMeasures,
  lastMeasures,
  type RolledUpMeasure,
  rolledUpMeasures,
} from "../../domain/metrics/measures";
import { gapMs, wholeBuckets } from "../../domain/metrics/range";
import { type CounterReading, counterGapMs, counterRate } from "../../domain/metrics/rate";
import type { Database } from "../client";
import { type Add, greatest, least, sum, thousandths } from "./figures";
import { type BucketTier, bucketTiers, figuresOfBuckets } from "./rollup-figures";

/** Mean, least and greatest of one measure over the samples of a bucket; three equal figures for a bare sample. */
export type Aggregate = { mean: number | null; min: number | null; max: number | null };

/** What one direction of the network moved within a bucket; of a bare sample: since the sample before. Bytes a second. */
export type Traffic = {
  bytes: number | null;
  /** How long it took: the part of the bucket for which it is known. */
  seconds: number | null;
  rate: number | null;
  rateMin: number | null;
  rateMax: number | null;
};

export type SeriesPoint = {
  /** The sample's time, or the UTC-aligned start of its bucket. */
  at: number;
  samples: number;
  values: Record<RolledUpMeasure, Aggregate>;
  traffic: { rx: Traffic; tx: Traffic };
  /** As the last sample of the bucket had them. */
  last: {
    at: number;
    network_rx_bytes: number | null;
    network_tx_bytes: number | null;
    uptime_seconds: number | null;
    memory_total_mb: number | null;
    disk_total_gb: number | null;
    swap_total_mb: number | null;
  };
};

/** As much raw as one statement reads before the event loop has its turn. */
const CHUNK_MS = 2 * 86_400_000;

/**
 * The history of a server from `from` to `to`, oldest first: each sample by itself (both included) where `stepMs` is null, otherwise
 * one point for each of `wholeBuckets` that holds any. Buckets are whole, also the first and the last, and read from the coarsest tier
 * that they are made of; what is not rolled up yet is read from the samples, so that the answer is exact at every moment.
 */
export async function listSeries(
  db: Database,
  options: { serverId: string; from: number; to: number; stepMs: number | null },
): Promise<SeriesPoint[]> {
  const { serverId, from, to, stepMs } = options;
  const known = await findProgress(db, serverId);
  if (stepMs === null) return listSamples(db, { serverId, from, to, intervalSeconds: known.intervalSeconds });
  const gap = counterGapMs(known.intervalSeconds);
  const tier = bucketTiers.findLast(({ bucketMs }) => stepMs % bucketMs === 0);
  const whole = wholeBuckets({ from, to }, stepMs);
  if (tier === undefined) return (await readSamples(db, { serverId, ...whole, stepMs, gap })).map(pointOf);

  const rolledUp = await readBuckets(db, tier, {
    serverId,
    from: whole.from,
    to: Math.min(whole.to, known.until),
    stepMs,
  });
  const tail = await readSamples(db, {
    serverId,
    from: Math.max(whole.from, known.until),
    to: whole.to,
    stepMs,
    gap,
  });
  return joined([rolledUp, tail]).map(pointOf);
}

async function findProgress(
  db: Database,
  serverId: string,
): Promise<{ until: number; intervalSeconds: number }> {
  const [row] = await db.query<{ until: number | null; seconds: number }>(
    `SELECT p.rolled_up_until AS until, s.heartbeat_interval_seconds AS seconds
     FROM servers AS s LEFT JOIN rollup_progress AS p ON p.server_id = s.id WHERE s.id = ?`,
    [serverId],
  );
  return { until: row?.until ?? 0, intervalSeconds: row?.seconds ?? 60 };
}

/** `[bucket, sample_count, last_at, ...min, max, sum, count of each measure, ...bytes, seconds, least, greatest rate of each direction, ...last]` */
type Figures = (number | null)[];

const figureNames = [
  "bucket",
  "sample_count",
  "last_at",
  ...rolledUpMeasures.flatMap((c) => [`${c}_min`, `${c}_max`, `${c}_sum`, `${c}_count`]),
  ...countedMeasures.flatMap((c) => [`${c}_moved_bytes`, `${c}_seconds`, `${c}_rate_min`, `${c}_rate_max`]),
];
const FIRST_COUNTED = 3 + 4 * rolledUpMeasures.length;
const FIRST_LAST = FIRST_COUNTED + 4 * countedMeasures.length;

/** A bucket as its tier keeps it, in the order of `Figures`: what says nothing new is null. */
const storedFigures = [
  "bucket_start",
  ...figureNames.slice(1),
  ...lastMeasures.map((name) => `${name}_last`),
].join(", ");

/** Several buckets as one, with the last values of the latest of them. */
const groupedFigures = [
  ...figureNames.map((name) => `f.${name}`),
  ...lastMeasures.map((name) => `l.${name}_last`),
].join(", ");

/** As JSON: counters may be larger than what JavaScript holds exactly, and then the client throws at the column. */
async function readBuckets(
  db: Database,
  tier: BucketTier,
  options: { serverId: string; from: number; to: number; stepMs: number },
): Promise<Figures[]> {
  const { serverId, from, to, stepMs } = options;
  if (from >= to) return [];
  const within = `FROM ${tier.table} WHERE server_id = ?1 AND bucket_start >= CAST(?2 AS INTEGER) AND bucket_start < CAST(?3 AS INTEGER)`;
  const [row] = await db.query<{ rows: string }>(
    // Grouping is half of what reading costs, and a bucket of the tier's own length is a group by itself.
    stepMs === tier.bucketMs
      ? `SELECT json_group_array(json_array(${storedFigures})) AS rows ${within}`
      : `SELECT json_group_array(json_array(${groupedFigures})) AS rows FROM (
           SELECT bucket_start / ${stepMs} * ${stepMs} AS bucket, max(bucket_start) AS last_bucket, ${figuresOfBuckets}
           ${within} GROUP BY bucket) AS f
         JOIN ${tier.table} AS l ON l.server_id = ?1 AND l.bucket_start = f.last_bucket`,
    [serverId, from, to],
  );
  const figures = JSON.parse(row?.rows ?? "[]") as Figures[];
  for (const each of figures) spellOut(each);
  return figures;
}

/** Fills in what a table leaves out because it says nothing new, as `meant` of rollup-figures.ts does in SQL. */
function spellOut(figures: Figures): void {
  const samples = figures[1] ?? 0;
  for (let at = 3; at < FIRST_COUNTED; at += 4) {
    const min = figures[at] ?? null;
    if (min === null) {
      figures[at + 3] = 0;
      continue;
    }
    const count = figures[at + 3] ?? samples;
    figures[at + 1] ??= min;
    figures[at + 2] ??= min * count;
    figures[at + 3] = count;
  }
}

/**
 * Buckets of any length over the samples themselves. They are put together here and not in SQL, where the pairing of each counter with
 * the one before it costs more than reading the rows: what is read so is an hour or two, or the last minutes of a longer span.
 */
async function readSamples(
  db: Database,
  options: { serverId: string; from: number; to: number; stepMs: number; gap: number },
): Promise<Figures[]> {
  const { serverId, from, to, stepMs, gap } = options;
  const buckets = new Map<number, Figures>();
  let before: Sample | null = null;
  for await (const samples of samplesBetween(db, { serverId, from: from - gap, to })) {
    for (const sample of samples) {
      const at = sample[0] ?? 0;
      if (at >= from) {
        before ??= await findPrunedSample(db, { serverId, before: from, gap });
        const bucket = Math.floor(at / stepMs) * stepMs;
        const figures = figuresOfSample(sample, { bucket, before, gap });
        const earlier = buckets.get(bucket);
        buckets.set(bucket, earlier === undefined ? figures : addFigures(earlier, figures));
      }
      before = sample;
    }
  }
  return [...buckets.values()];
}

/** `[timestamp, ...each of rolledUpMeasures, ...each of lastMeasures]` */
type Sample = (number | null)[];

/** The samples of a server from one instant inclusive to another exclusive, oldest first, with the event loop's turn in between. */
async function* samplesBetween(
  db: Database,
  options: { serverId: string; from: number; to: number },
): AsyncGenerator<Sample[]> {
  const { serverId, to } = options;
  let start: number | null = options.from;
  while (start !== null && start < to) {
    const end = Math.min(start + CHUNK_MS, to);
    const [row]: { rows: string }[] = await db.query<{ rows: string }>(
      `SELECT json_group_array(json_array(timestamp, ${rolledUpMeasures.join(", ")}, ${lastMeasures.join(", ")})) AS rows
       FROM (SELECT * FROM metrics WHERE server_id = ? AND timestamp >= CAST(? AS INTEGER) AND timestamp < CAST(? AS INTEGER)
             ORDER BY timestamp)`,
      [serverId, start, end],
    );
    const samples = JSON.parse(row?.rows ?? "[]") as Sample[];
    if (samples.length > 0) yield samples;
    if (end < to) await new Promise((resolve) => setImmediate(resolve));
    start = samples.length > 0 || end >= to ? end : await nextSampleAt(db, serverId, end);
  }
}

async function nextSampleAt(db: Database, serverId: string, from: number): Promise<number | null> {
  const [row] = await db.query<{ at: number | null }>(
    "SELECT min(timestamp) AS at FROM metrics WHERE server_id = ? AND timestamp >= CAST(? AS INTEGER)",
    [serverId, from],
  );
  return row?.at ?? null;
}

/** Where the sample before is pruned already, the last values of its bucket stand for its counters. */
async function findPrunedSample(
  db: Database,
  options: { serverId: string; before: number; gap: number },
): Promise<Sample | null> {
  const { serverId, before, gap } = options;
  const [row] = await db.query<{ sample: string }>(
    `SELECT json_array(last_at, ${rolledUpMeasures.map(() => "NULL").join(", ")}, ${lastMeasures.map((name) => `${name}_last`).join(", ")})
       AS sample
     FROM metrics_5m WHERE server_id = ?1 AND bucket_start >= CAST(?3 AS INTEGER) AND bucket_start < CAST(?2 AS INTEGER)
       AND last_at < CAST(?2 AS INTEGER) ORDER BY bucket_start DESC LIMIT 1`,
    [serverId, before, before - gap - 300_000],
  );
  return row === undefined ? null : (JSON.parse(row.sample) as Sample);
}

/** What one sample is as a bucket by itself. */
function figuresOfSample(
  sample: Sample,
  options: { bucket: number; before: Sample | null; gap: number },
): Figures {
  const { bucket, before, gap } = options;
  const figures: Figures = [bucket, 1, sample[0] ?? null];
  for (let n = 1; n <= rolledUpMeasures.length; n++) {
    const value = sample[n] ?? null;
    figures.push(value, value, value, value === null ? 0 : 1);
  }
  for (const { bytes, seconds, rate } of movedSince(before, sample, gap))
    figures.push(
      bytes,
      seconds,
      rate === null ? null : Math.round(rate),
      rate === null ? null : Math.round(rate),
    );
  for (let n = 0; n < lastMeasures.length; n++) figures.push(sample[FIRST_LAST_OF_SAMPLE + n] ?? null);
  return figures;
}

const FIRST_LAST_OF_SAMPLE = 1 + rolledUpMeasures.length;

/** What each of `countedMeasures` moved between two samples, and how fast. */
function movedSince(before: Sample | null, sample: Sample, gap: number) {
  return countedMeasures.map((name) => {
    const nothing = { bytes: null, seconds: null, rate: null };
    if (before === null) return nothing;
    const [from, to] = [readingOf(before, name), readingOf(sample, name)];
    const rate = counterRate(from, to, gap);
    if (rate === null) return nothing;
    return { bytes: (to.value ?? 0) - (from.value ?? 0), seconds: (to.at - from.at) / 1000, rate };
  });
}

function readingOf(sample: Sample, name: (typeof countedMeasures)[number]): CounterReading {
  const value = sample[FIRST_LAST_OF_SAMPLE + lastMeasures.indexOf(`${name}_bytes`)] ?? null;
  return { at: sample[0] ?? 0, value, uptimeSeconds: sample[FIRST_LAST_OF_SAMPLE + UPTIME] ?? null };
}

const UPTIME = lastMeasures.indexOf("uptime_seconds");

/** One row a bucket, where one of them ends and another begins within it. */
function joined(parts: Figures[][]): Figures[] {
  const byBucket = new Map<number, Figures>();
  for (const figures of parts.flat()) {
    const bucket = figures[0] ?? 0;
    const before = byBucket.get(bucket);
    byBucket.set(bucket, before === undefined ? figures : addFigures(before, figures));
  }
  return [...byBucket.values()].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

/** What becomes of each figure of two buckets that are one; the last values are those of the later. */
const additions: Add[] = [
  least,
  sum,
  greatest,
  ...rolledUpMeasures.flatMap(() => [least, greatest, sum, sum]),
  ...countedMeasures.flatMap(() => [sum, sum, least, greatest]),
];

function addFigures(earlier: Figures, later: Figures): Figures {
  return later.map((b, index) => {
    const add = additions[index];
    const a = earlier[index];
    if (add === undefined || a == null) return b;
    return b === null ? a : add(a, b);
  });
}

function pointOf(figures: Figures): SeriesPoint {
  const at = figures[0] ?? 0;
  const values = {} as Record<RolledUpMeasure, Aggregate>;
  let place = 3;
  for (const name of rolledUpMeasures) {
    const [total, count] = [figures[place + 2] ?? null, figures[place + 3] ?? 0];
    const mean = total === null || count === 0 ? null : thousandths(total / count);
    values[name] = { mean, min: figures[place] ?? null, max: figures[place + 1] ?? null };
    place += 4;
  }
  const last = { at: figures[2] ?? at } as SeriesPoint["last"];
  place = FIRST_LAST;
  for (const name of lastMeasures) last[name] = figures[place++] ?? null;
  return {
    at,
    samples: figures[1] ?? 0,
    values,
    traffic: { rx: trafficOf(figures, FIRST_COUNTED), tx: trafficOf(figures, FIRST_COUNTED + 4) },
    last,
  };
}

function trafficOf(figures: Figures, place: number): Traffic {
  const [bytes, seconds] = [figures[place] ?? null, figures[place + 1] ?? null];
  return {
    bytes,
    seconds,
    rate: bytes === null || !seconds ? null : thousandths(bytes / seconds),
    rateMin: figures[place + 2] ?? null,
    rateMax: figures[place + 3] ?? null,
  };
}

async function listSamples(
  db: Database,
  options: { serverId: string; from: number; to: number; intervalSeconds: number },
): Promise<SeriesPoint[]> {
  const { serverId, from, to } = options;
  const gap = gapMs(null, options.intervalSeconds);
  const points: SeriesPoint[] = [];
  let before: Sample | null = null;
  // The rate of the first sample is since the one before it.
  for await (const samples of samplesBetween(db, { serverId, from: from - gap, to: to + 1 })) {
    for (const sample of samples) {
      if ((sample[0] ?? 0) >= from) points.push(samplePoint(sample, before, gap));
      before = sample;
    }
  }
  return points;
}

function samplePoint(sample: Sample, before: Sample | null, gap: number): SeriesPoint {
  const at = sample[0] ?? 0;
  const values = Object.fromEntries(
    rolledUpMeasures.map((name, n) => {
      const value = sample[1 + n] ?? null;
      return [name, { mean: value, min: value, max: value }];
    }),
  ) as Record<RolledUpMeasure, Aggregate>;
  const [rx, tx] = movedSince(before, sample, gap).map(({ bytes, seconds, rate }): Traffic => {
    const rounded = rate === null ? null : thousandths(rate);
    return { bytes, seconds, rate: rounded, rateMin: rounded, rateMax: rounded };
  }) as [Traffic, Traffic];
  const last = Object.fromEntries(
    lastMeasures.map((name, n) => [name, sample[FIRST_LAST_OF_SAMPLE + n] ?? null]),
  ) as Omit<SeriesPoint["last"], "at">;
  return { at, samples: 1, values, traffic: { rx, tx }, last: { at, ...last } };
}
