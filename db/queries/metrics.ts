import {
  countedMeasures,
  lastMeasures,
  type RolledUpMeasure,
  rolledUpMeasures,
  type SeriesKind,
} from "../../domain/metrics/measures";
import { gapMs, type KeptFrom } from "../../domain/metrics/range";
import { type CounterReading, counterGapMs, counterRate } from "../../domain/metrics/rate";
import type { Database } from "../client";
import { type BucketTier, bucketTiers, figuresOfBuckets } from "./rollup-figures";
import { figuresOfSeries, figuresOfValues, LIST_STEP_MS, listedItems } from "./series-figures";

/** The newest sample of a server with the counters of the one before it, from which rates are made. Times in epoch ms. */
export type LatestSample = {
  timestamp: number;
  cpuPercent: number | null;
  memoryPercent: number | null;
  memoryTotalMb: number | null;
  memoryUsedMb: number | null;
  swapTotalMb: number | null;
  swapUsedMb: number | null;
  diskPercent: number | null;
  diskTotalGb: number | null;
  diskUsedGb: number | null;
  diskWorstPercent: number | null;
  networkRxBytes: number | null;
  networkTxBytes: number | null;
  load1m: number | null;
  load5m: number | null;
  load15m: number | null;
  uptimeSeconds: number | null;
  temperatureCelsius: number | null;
  before: {
    timestamp: number;
    networkRxBytes: number | null;
    networkTxBytes: number | null;
    uptimeSeconds: number | null;
  } | null;
};

const sampleFields = [
  ["timestamp", "timestamp"],
  ["cpuPercent", "cpu_percent"],
  ["memoryPercent", "memory_percent"],
  ["memoryTotalMb", "memory_total_mb"],
  ["memoryUsedMb", "memory_used_mb"],
  ["swapTotalMb", "swap_total_mb"],
  ["swapUsedMb", "swap_used_mb"],
  ["diskPercent", "disk_percent"],
  ["diskTotalGb", "disk_total_gb"],
  ["diskUsedGb", "disk_used_gb"],
  ["diskWorstPercent", "disk_worst_percent"],
  ["networkRxBytes", "network_rx_bytes"],
  ["networkTxBytes", "network_tx_bytes"],
  ["load1m", "load_1m"],
  ["load5m", "load_5m"],
  ["load15m", "load_15m"],
  ["uptimeSeconds", "uptime_seconds"],
  ["temperatureCelsius", "temperature_celsius"],
] as const;

/**
 * The newest samples of all servers, or of one, by server id. One index probe a server (a window function over the
 * same rows is a thousand times slower), and one JSON text for the lot: the client charges for every value.
 */
export async function listLatestSamples(db: Database, serverId?: string): Promise<Map<string, LatestSample>> {
  const sample = sampleFields.map(([key, column]) => `'${key}', m.${column}`).join(", ");
  const [row] = await db.query<{ samples: string }>(
    `SELECT json_group_array(json_array(s.id, json_object(${sample}),
       CASE WHEN p.id IS NULL THEN NULL ELSE json_object('timestamp', p.timestamp, 'networkRxBytes', p.network_rx_bytes,
         'networkTxBytes', p.network_tx_bytes, 'uptimeSeconds', p.uptime_seconds) END)) AS samples
     FROM servers AS s
     JOIN metrics AS m ON m.id = (SELECT id FROM metrics WHERE server_id = s.id ORDER BY timestamp DESC LIMIT 1)
     LEFT JOIN metrics AS p ON p.id =
       (SELECT id FROM metrics WHERE server_id = s.id AND timestamp < m.timestamp ORDER BY timestamp DESC LIMIT 1)
     ${serverId === undefined ? "" : "WHERE s.id = ?"}`,
    serverId === undefined ? [] : [serverId],
  );
  const samples = JSON.parse(row?.samples ?? "[]") as [
    string,
    Omit<LatestSample, "before">,
    LatestSample["before"],
  ][];
  return new Map(samples.map(([id, latest, before]) => [id, { ...latest, before }]));
}

export type Sparklines = { cpu: (number | null)[]; memory: (number | null)[]; disk: (number | null)[] };

/** As far back as a sparkline looks for samples that are not rolled up yet; usually the last five minutes are not. */
const SPARKLINE_TAIL_MS = 15 * 60_000;

/**
 * Hourly means (of the disk: of the fullest filesystem, where any is listed) of the `hours` up to now for each of the servers,
 * oldest first; null where an hour has no sample.
 */
export async function listSparklines(
  db: Database,
  options: { serverIds: string[]; now: number; hours: number },
): Promise<Map<string, Sparklines>> {
  const { now, hours } = options;
  const lastHour = Math.floor(now / 3_600_000);
  const firstHour = lastHour - hours + 1;
  const mean = (c: string) => `coalesce(r.${c}_sum / coalesce(r.${c}_count, r.sample_count), r.${c}_min)`;
  const rows = await db.query<{ server_id: string; points: string }>(
    `SELECT server_id, json_group_array(json_array(hour, n, round(cpu, 1), round(memory, 1), round(disk, 1))) AS points FROM (
       SELECT r.server_id, r.bucket_start / 3600000 - ${firstHour} AS hour, r.sample_count AS n, ${mean("cpu_percent")} AS cpu,
         ${mean("memory_percent")} AS memory, coalesce(${mean("disk_worst_percent")}, ${mean("disk_percent")}) AS disk
       FROM json_each(?1) AS wanted
       JOIN metrics_1h AS r ON r.server_id = wanted.value AND r.bucket_start BETWEEN ${firstHour * 3_600_000} AND ${lastHour * 3_600_000}
       UNION ALL
       SELECT m.server_id, m.timestamp / 3600000 - ${firstHour} AS hour, count(*), avg(m.cpu_percent), avg(m.memory_percent),
         coalesce(avg(m.disk_worst_percent), avg(m.disk_percent))
       FROM json_each(?1) AS wanted LEFT JOIN rollup_progress AS p ON p.server_id = wanted.value
       JOIN metrics AS m ON m.server_id = wanted.value
         AND m.timestamp BETWEEN max(coalesce(p.rolled_up_until, 0), ${now - SPARKLINE_TAIL_MS}) AND ${(lastHour + 1) * 3_600_000 - 1}
       GROUP BY m.server_id, m.timestamp / 3600000)
     GROUP BY server_id`,
    [JSON.stringify(options.serverIds)],
  );
  return new Map(rows.map((row) => [row.server_id, sparklinesOf(JSON.parse(row.points), hours)]));
}

/** `[hour, samples, cpu, memory, disk]`; an hour that is not over has two of them. */
function sparklinesOf(points: [number, number, ...(number | null)[]][], hours: number): Sparklines {
  const empty = () => new Array<number | null>(hours).fill(null);
  const lines: Sparklines = { cpu: empty(), memory: empty(), disk: empty() };
  const counts = new Array<number>(hours).fill(0);
  for (const [hour, count, ...means] of points) {
    const before = counts[hour] ?? 0;
    counts[hour] = before + count;
    for (const [index, line] of [lines.cpu, lines.memory, lines.disk].entries()) {
      const [known, mean] = [line[hour] ?? null, means[index] ?? null];
      const both =
        known === null || mean === null ? null : (known * before + mean * count) / (before + count);
      line[hour] = both === null ? (known ?? mean) : Math.round(both * 10) / 10;
    }
  }
  return lines;
}

export type SampleSpan = {
  /** When the first and the newest sample were taken; the first to the day, where the samples of its time are pruned. */
  first: number;
  last: number;
  kept: KeptFrom;
  /** From when on every list is kept, and not one an hour. */
  listsFrom: number;
};

/** From when to when there is anything of a server, and how finely; null where there is nothing. */
export async function findSampleSpan(db: Database, serverId: string): Promise<SampleSpan | null> {
  const [row] = await db.query<Record<string, number | null>>(
    `SELECT (SELECT min(timestamp) FROM metrics WHERE server_id = ?1) AS raw_first,
            (SELECT min(bucket_start) FROM metrics_1d WHERE server_id = ?1) AS day_first,
            (SELECT max(timestamp) FROM metrics WHERE server_id = ?1) AS raw_last,
            (SELECT max(last_at) FROM (SELECT last_at FROM metrics_1d WHERE server_id = ?1 ORDER BY bucket_start DESC LIMIT 1)) AS day_last,
            p.raw_from, p.buckets_5m_from, p.buckets_1h_from, p.snapshots_from
     FROM (SELECT 1) LEFT JOIN rollup_progress AS p ON p.server_id = ?1`,
    [serverId],
  );
  const { raw_first, day_first, raw_last, day_last } = row ?? {};
  const last = Math.max(raw_last ?? 0, day_last ?? 0);
  if (row === undefined || last === 0) return null;
  const rawFrom = row.raw_from ?? 0;
  const isDayFirst = day_first != null && (raw_first == null || day_first < rawFrom);
  const first = isDayFirst ? day_first : (raw_first ?? last);
  return {
    first,
    last,
    kept: { raw: rawFrom, "5m": row.buckets_5m_from ?? 0, "1h": row.buckets_1h_from ?? 0 },
    listsFrom: row.snapshots_from ?? 0,
  };
}

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
 * The history of a server from `from` to `to` (both included), oldest first: each sample by itself where `stepMs` is null, otherwise
 * one point a bucket that holds any. Buckets of five minutes and more are whole, also the first and the last, and read from the
 * coarsest tier that they are made of; what is not rolled up yet is read from the samples, so that the answer is exact at every
 * moment.
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
  if (tier === undefined)
    return (await readSamples(db, { serverId, from, to: to + 1, stepMs, gap })).map(pointOf);

  const start = Math.floor(from / stepMs) * stepMs;
  const rolledUp = await readBuckets(db, tier, {
    serverId,
    from: start,
    to: Math.min(to + 1, known.until),
    stepMs,
  });
  const tail = await readSamples(db, {
    serverId,
    from: Math.max(start, known.until),
    to: to + 1,
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

type Add = (a: number, b: number) => number;
const least: Add = (a, b) => Math.min(a, b);
const greatest: Add = (a, b) => Math.max(a, b);
const sum: Add = (a, b) => a + b;

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

const thousandths = (value: number) => Math.round(value * 1000) / 1000;

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

export type NamedSeries = {
  kind: SeriesKind;
  /** The mount point, the interface, or the sensor with its label. */
  name: string;
  /**
   * Bytes that are used, bytes a second, or degrees Celsius. Of a rate `sum` is the bytes that were moved and `count` the seconds in which
   * they were; otherwise the values and their number.
   */
  points: {
    at: number;
    mean: number | null;
    min: number | null;
    max: number | null;
    last: number | null;
    /** Of a filesystem: how much it could hold, in bytes. */
    capacity: number | null;
  }[];
};

/**
 * What each filesystem, interface or sensor of a server did from `from` to `to`, by kind and name, in whole buckets of `stepMs`: five minutes
 * at least, as no more lists are kept. Buckets of an hour and more come from the series, and what is not rolled up yet from the lists.
 */
export async function listNamedSeries(
  db: Database,
  options: {
    serverId: string;
    kinds: readonly SeriesKind[];
    from: number;
    to: number;
    stepMs: number | null;
  },
): Promise<NamedSeries[]> {
  const { serverId, kinds, to } = options;
  const stepMs = Math.max(options.stepMs ?? LIST_STEP_MS, LIST_STEP_MS);
  const from = Math.floor(options.from / stepMs) * stepMs;
  const table = stepMs % 86_400_000 === 0 ? "series_1d" : stepMs % 3_600_000 === 0 ? "series_1h" : null;
  const [known] = await db.query<{ until: number | null; first: number | null }>(
    `SELECT (SELECT series_rolled_up_until FROM rollup_progress WHERE server_id = ?1) AS until,
       (SELECT min((SELECT min(timestamp) FROM metrics_snapshot WHERE server_id = ?1 AND metric_type = value))
        FROM json_each('["filesystems","network_interfaces","sensors"]')) AS first`,
    [serverId],
  );
  const until = table === null ? 0 : (known?.until ?? 0);
  const firstList = Math.floor((known?.first ?? to + 1) / stepMs) * stepMs;
  const rows = new Map<string, ValueRow>();
  const add = (found: ValueRow[]) => {
    for (const row of found) {
      const key = JSON.stringify([row[0], row[1], row[2]]);
      const before = rows.get(key);
      rows.set(key, before === undefined ? row : addValues(before, row));
    }
  };
  if (table !== null && from < until) {
    const sql = `SELECT json_group_array(json_array(e.kind, e.name, f.bucket, f.value_min, f.value_max, f.value_sum, f.value_count, f.value_last,
        f.capacity_last)) AS rows
      FROM (${figuresOfSeries(
        table,
        stepMs,
        `series_id IN (SELECT id FROM series WHERE server_id = ?1 AND kind IN (SELECT value FROM json_each(?4)))
         AND bucket_start >= CAST(?2 AS INTEGER) AND bucket_start < CAST(?3 AS INTEGER)`,
      )}) AS f JOIN series AS e ON e.id = f.series_id`;
    const [row] = await db.query<{ rows: string }>(sql, [
      serverId,
      from,
      Math.min(until, to + 1),
      JSON.stringify(kinds),
    ]);
    add(JSON.parse(row?.rows ?? "[]"));
  }
  for (let start = Math.max(from, until, firstList); start <= to; start += LISTS_CHUNK_MS) {
    const [row] = await db.query<{ rows: string }>(
      `WITH wanted (server_id, from_at, to_at) AS (SELECT ?1, CAST(?2 AS INTEGER), CAST(?3 AS INTEGER)),
         items AS MATERIALIZED (${listedItems})
       SELECT json_group_array(json_array(kind, name, bucket, value_min, value_max, value_sum, value_count, value_last, capacity_last)) AS rows
       FROM (${figuresOfValues(stepMs)}) WHERE kind IN (SELECT value FROM json_each(?4))`,
      [serverId, start, Math.min(start + LISTS_CHUNK_MS, to + 1), JSON.stringify(kinds)],
    );
    add(JSON.parse(row?.rows ?? "[]"));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return namedSeriesOf([...rows.values()]);
}

const LISTS_CHUNK_MS = 2 * 86_400_000;

/** `[kind, name, bucket, min, max, sum, count, last, capacity]` */
type ValueRow = [
  SeriesKind,
  string,
  number,
  ...[number | null, number | null, number | null, number, number | null, number | null],
];

function addValues(a: ValueRow, b: ValueRow): ValueRow {
  const both = (x: number | null, y: number | null, add: Add) =>
    x === null ? y : y === null ? x : add(x, y);
  return [
    ...([a[0], a[1], a[2]] as const),
    both(a[3], b[3], least),
    both(a[4], b[4], greatest),
    both(a[5], b[5], sum),
    a[6] + b[6],
    b[7] ?? a[7],
    b[8] ?? a[8],
  ];
}

function namedSeriesOf(rows: ValueRow[]): NamedSeries[] {
  const series = new Map<string, NamedSeries>();
  for (const [kind, name, at, min, max, total, count, last, capacity] of rows.sort((a, b) => a[2] - b[2])) {
    const key = `${kind} ${name}`;
    const one = series.get(key) ?? { kind, name, points: [] };
    const mean = total === null || count === 0 ? null : thousandths(total / count);
    one.points.push({ at, mean, min, max, last, capacity });
    series.set(key, one);
  }
  return [...series.values()].sort((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));
}

/**
 * The lists of one kind (`filesystems`, `network_interfaces`, `sensors`, `containers`, ...) of a server, oldest first: each,
 * or the last of every bucket of `stepMs`.
 */
export async function listSnapshots<Item>(
  db: Database,
  options: { serverId: string; metricType: string; from: number; to: number; stepMs: number | null },
): Promise<{ at: number; items: Item[] }[]> {
  const rows = await db.query<{ at: number; metric_data: string }>(
    `SELECT max(timestamp) AS at, metric_data FROM metrics_snapshot
     WHERE server_id = ? AND metric_type = ? AND timestamp BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)
     GROUP BY timestamp / ${options.stepMs ?? 1} ORDER BY timestamp`,
    [options.serverId, options.metricType, options.from, options.to],
  );
  return rows.map((row) => ({ at: row.at, items: JSON.parse(row.metric_data) as Item[] }));
}

/** The newest list of each kind that a server has reported, by kind. */
export async function listLatestSnapshots(
  db: Database,
  serverId: string,
): Promise<Map<string, { at: number; items: unknown[] }>> {
  const rows = await db.query<{ metric_type: string; at: number; metric_data: string }>(
    `SELECT t.metric_type, s.timestamp AS at, s.metric_data
     FROM (SELECT DISTINCT metric_type FROM metrics_snapshot WHERE server_id = ?1) AS t
     JOIN metrics_snapshot AS s ON s.id = (SELECT id FROM metrics_snapshot
       WHERE server_id = ?1 AND metric_type = t.metric_type ORDER BY timestamp DESC LIMIT 1)`,
    [serverId],
  );
  return new Map(
    rows.map((row) => [row.metric_type, { at: row.at, items: JSON.parse(row.metric_data) as unknown[] }]),
  );
}
