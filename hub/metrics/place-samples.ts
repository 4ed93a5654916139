import type { InStatement, ResultSet } from "@libsql/client";
import { type BucketTier, bucketTiers, meantColumns, storedColumns } from "../../db/queries/rollup-figures";
import { rolledUpMeasures } from "../../domain/metrics/measures";
import {
  addToBucket,
  type Bucket,
  type BucketSample,
  emptyBucket,
  lastSampleOf,
} from "../../domain/metrics/merge-bucket";
import { counterGapMs } from "../../domain/metrics/rate";
import { cutoffsAt, type TierPolicy } from "../../domain/retention/cutoffs";
import { ROLL_UP_LATE_LISTS } from "./roll-up-series-statements";
import { ASSERT_PLACES, ROLL_UP_LATE_SAMPLES, ROLL_UP_OLD_SAMPLES } from "./roll-up-statements";

type Read = (statement: InStatement) => Promise<ResultSet>;

/** What a sample measured is asked only of the few that need it. */
export type PlacedSample = { serverId: string; at: number; values: () => BucketSample["values"] };

export type Placement = {
  /** Whether the raw neighbours of a sample, by its place among them all, are not kept: it goes into buckets alone. */
  isOld: (index: number) => boolean;
  /** Those of the old ones that say something new. */
  acceptedOld: Set<PlacedSample>;
  /** After the samples are stored. */
  statements: InStatement[];
};

/** A sample that is younger is never older than what is kept: no policy is shorter than a day. */
const SURELY_KEPT_MS = 86_400_000;

/**
 * Where the samples of one commit belong. In order, as nearly always, they are stored and nothing else is to be done. One that lies before
 * the point up to which its server is rolled up has its buckets made anew. One that is older than the raw samples that are kept is
 * merged into the buckets that are, if it comes after all that they hold: what came before may be the same sample again.
 */
export async function placeSamples(
  samples: PlacedSample[],
  options: {
    rolledUpUntil: (serverId: string) => number;
    intervalSeconds: (serverId: string) => number;
    now: number;
    read: Read;
  },
): Promise<Placement> {
  const { rolledUpUntil, intervalSeconds, now, read } = options;
  const isEarly = ({ serverId, at }: PlacedSample) =>
    at < rolledUpUntil(serverId) || at < now - SURELY_KEPT_MS;
  const early = samples.filter(isEarly);
  const old = new Set<PlacedSample>();
  const placement: Placement = {
    isOld: (index) => samples[index] !== undefined && old.has(samples[index]),
    acceptedOld: new Set(),
    statements: [],
  };
  const late: PlacedSample[] = [];
  if (early.length > 0) {
    const serverIds = new Set(early.map(({ serverId }) => serverId));
    const places = await loadPlaces(serverIds, { intervalSeconds, now, read });
    for (const each of early) {
      const place = places.get(each.serverId);
      if (place !== undefined && isOld(each.at, place)) old.add(each);
      else if (each.at < rolledUpUntil(each.serverId)) late.push(each);
    }
    if (old.size > 0) await mergeOld([...old], places, placement, read);
  }
  placement.statements.unshift(
    ...assertPlaces(
      samples.filter((each) => !old.has(each)),
      late,
    ),
  );
  if (late.length > 0) {
    const rows = JSON.stringify(late.map(({ serverId, at }) => [serverId, at]));
    placement.statements.push(
      ...[...ROLL_UP_LATE_SAMPLES, ...ROLL_UP_LATE_LISTS].map((sql) => ({ sql, args: [rows] })),
    );
  }
  return placement;
}

type Place = {
  serverId: string;
  gapMs: number;
  dueMs: number;
  rolledUpUntil: number;
  rawFrom: number;
  buckets5mFrom: number;
  buckets1hFrom: number;
  firstRawAt: number | null;
  /** Before this the policy keeps no raw samples. */
  rawCutoff: number;
};

async function loadPlaces(
  serverIds: Set<string>,
  { intervalSeconds, now, read }: { intervalSeconds: (serverId: string) => number; now: number; read: Read },
): Promise<Map<string, Place>> {
  const policies = (await read("SELECT tier, retention_days, enabled FROM archive_policy")).rows.map(
    (row): TierPolicy => ({
      tier: row.tier as TierPolicy["tier"],
      retentionDays: row.retention_days === null ? null : Number(row.retention_days),
      enabled: Number(row.enabled) === 1,
    }),
  );
  const rawCutoff = cutoffsAt(policies, now).raw;
  const result = await read({
    sql: `SELECT s.id, p.rolled_up_until, p.raw_from, p.buckets_5m_from, p.buckets_1h_from,
            (SELECT min(timestamp) FROM metrics WHERE server_id = s.id) AS first_raw_at
          FROM servers AS s LEFT JOIN rollup_progress AS p ON p.server_id = s.id
          WHERE s.id IN (SELECT value FROM json_each(?))`,
    args: [JSON.stringify([...serverIds])],
  });
  const places = new Map<string, Place>();
  for (const serverId of serverIds) {
    const row = result.rows.find(({ id }) => id === serverId);
    const number = (name: string) => Number(row?.[name] ?? 0);
    places.set(serverId, {
      serverId,
      gapMs: counterGapMs(intervalSeconds(serverId)),
      dueMs: intervalSeconds(serverId) * 1000,
      rolledUpUntil: number("rolled_up_until"),
      rawFrom: number("raw_from"),
      buckets5mFrom: number("buckets_5m_from"),
      buckets1hFrom: number("buckets_1h_from"),
      firstRawAt: row?.first_raw_at == null ? null : Number(row.first_raw_at),
      rawCutoff,
    });
  }
  return places;
}

/** Whether a sample is older than the raw ones that are kept. One that is not rolled up yet stays raw until it is. */
function isOld(at: number, place: Place): boolean {
  if (at < place.rawFrom) return true;
  if (at >= place.rawCutoff) return false;
  const nothingWaitsBefore = place.firstRawAt === null || place.firstRawAt >= place.rawCutoff;
  return place.rawCutoff <= place.rolledUpUntil || nothingWaitsBefore;
}

async function mergeOld(
  old: PlacedSample[],
  places: Map<string, Place>,
  placement: Placement,
  read: Read,
): Promise<void> {
  const rows = new Map<BucketTier, unknown[][]>(bucketTiers.map((tier) => [tier, []]));
  const touched: [string, number][] = [];
  const floors: [string, number][] = [];
  for (const [serverId, place] of places) {
    const ofServer = old.filter((each) => each.serverId === serverId);
    if (ofServer.length === 0) continue;
    if (ofServer.some(({ at }) => at >= place.rawFrom)) floors.push([serverId, place.rawCutoff]);
    for (const { tier, bucket, start } of await mergedBuckets(ofServer, place, placement, read)) {
      rows.get(tier)?.push(bucketRow(serverId, { tier, bucket, start, dueMs: place.dueMs }));
      touched.push([serverId, start]);
    }
  }
  const { statements } = placement;
  if (floors.length > 0) statements.push({ sql: RAISE_FLOORS, args: [JSON.stringify(floors)] });
  for (const [tier, ofTier] of rows) {
    if (ofTier.length > 0) statements.push({ sql: putBuckets(tier), args: [JSON.stringify(ofTier)] });
  }
  if (touched.length > 0) {
    const args = [JSON.stringify(touched)];
    statements.push(...ROLL_UP_OLD_SAMPLES.map((sql) => ({ sql, args })));
  }
}

/** The buckets of the finest tier that still holds the time of each sample, with those samples added that are new. */
async function mergedBuckets(
  samples: PlacedSample[],
  place: Place,
  placement: Placement,
  read: Read,
): Promise<{ tier: BucketTier; start: number; bucket: Bucket }[]> {
  const merged = new Map<string, { tier: BucketTier; start: number; bucket: Bucket }>();
  let before: BucketSample | null = null;
  for (const each of [...samples].sort((a, b) => a.at - b.at)) {
    const { at } = each;
    const sample = { at, values: each.values() };
    const tier = finestTierKept(at, place);
    const start = Math.floor(at / tier.bucketMs) * tier.bucketMs;
    const key = `${tier.tier} ${start}`;
    const known = merged.get(key) ?? {
      tier,
      start,
      bucket: await readBucket(place.serverId, tier, start, read),
    };
    if (known.bucket.last_at !== null && known.bucket.last_at >= at) continue;
    before =
      lastSampleOf(known.bucket) ??
      laterOf(before, lastSampleOf(await readBucketBefore(place, tier, start, read)));
    known.bucket = addToBucket(known.bucket, sample, { before, gapMs: place.gapMs });
    before = sample;
    merged.set(key, known);
    placement.acceptedOld.add(each);
  }
  return [...merged.values()];
}

function laterOf(a: BucketSample | null, b: BucketSample | null): BucketSample | null {
  if (a === null || b === null) return a ?? b;
  return b.at > a.at ? b : a;
}

function finestTierKept(at: number, place: Place): BucketTier {
  const [minutes, hours, days] = bucketTiers;
  if (at >= place.buckets5mFrom) return minutes;
  return at >= place.buckets1hFrom ? hours : days;
}

const bucketFields = meantColumns.map(([name, meant]) => `${meant} AS ${name}`).join(", ");

function readBucket(serverId: string, tier: BucketTier, start: number, read: Read): Promise<Bucket> {
  return readLastBucket(serverId, tier, { from: start, to: start }, read);
}

/** The bucket that holds the sample before `start`, if there is one near enough to be compared with. */
function readBucketBefore(place: Place, tier: BucketTier, start: number, read: Read): Promise<Bucket> {
  const span = { from: start - place.gapMs - tier.bucketMs, to: start - 1 };
  return readLastBucket(place.serverId, tier, span, read);
}

async function readLastBucket(
  serverId: string,
  tier: BucketTier,
  span: { from: number; to: number },
  read: Read,
): Promise<Bucket> {
  const result = await read({
    sql: `SELECT sample_count, last_at, ${bucketFields} FROM ${tier.table}
          WHERE server_id = ? AND bucket_start BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER) ORDER BY bucket_start DESC LIMIT 1`,
    args: [serverId, span.from, span.to],
  });
  const row = result.rows[0];
  if (row === undefined) return emptyBucket();
  const figures = meantColumns.map(([name]) => [name, row[name] == null ? null : Number(row[name])] as const);
  return {
    last_at: row.last_at == null ? null : Number(row.last_at),
    sample_count: Number(row.sample_count),
    figures: Object.fromEntries(figures),
  };
}

/** A row in the order of `storedColumns`, with what says nothing new left out. */
function bucketRow(
  serverId: string,
  { tier, bucket, start, dueMs }: { tier: BucketTier; bucket: Bucket; start: number; dueMs: number },
): unknown[] {
  const figures = { ...bucket.figures };
  for (const name of rolledUpMeasures) {
    const { min, max, count } = {
      min: figures[`${name}_min`] ?? null,
      max: figures[`${name}_max`] ?? null,
      count: figures[`${name}_count`] ?? null,
    };
    if (min === null || min === max) figures[`${name}_sum`] = null;
    if (min === max) figures[`${name}_max`] = null;
    if (min === null || count === bucket.sample_count) figures[`${name}_count`] = null;
  }
  const known: Record<string, unknown> = {
    ...figures,
    server_id: serverId,
    bucket_start: start,
    due_count: Math.max(1, Math.floor(tier.bucketMs / dueMs)),
    sample_count: bucket.sample_count,
    last_at: bucket.last_at,
  };
  return storedColumns.map((column) => known[column] ?? null);
}

const putBuckets = (tier: BucketTier) => `
  INSERT INTO ${tier.table} (${storedColumns.join(", ")})
  SELECT ${storedColumns.map((_, index) => `value->>${index}`).join(", ")} FROM json_each(?) WHERE true
  ON CONFLICT (server_id, bucket_start) DO UPDATE SET
    ${storedColumns
      .slice(3)
      .map((column) => `${column} = excluded.${column}`)
      .join(", ")}`;

/** Rows `[serverId, rawCutoff]`: nothing of a server before it is made from raw samples again. */
const RAISE_FLOORS = `
  INSERT INTO rollup_progress (server_id, rolled_up_until, raw_from)
  SELECT value->>0, value->>1, value->>1 FROM json_each(?) WHERE true
  ON CONFLICT (server_id) DO UPDATE SET rolled_up_until = max(rolled_up_until, excluded.rolled_up_until),
    raw_from = max(raw_from, excluded.raw_from)`;

/** What was decided holds at the moment of the commit, or the commit is refused and decided anew. */
function assertPlaces(samples: PlacedSample[], late: PlacedSample[]): InStatement[] {
  const isLate = new Set(late);
  const rows = new Map<string, [string, number | null, number | null]>();
  for (const each of samples) {
    const row = rows.get(each.serverId) ?? [each.serverId, null, null];
    const index = isLate.has(each) ? 2 : 1;
    row[index] = Math.min(row[index] ?? Number.POSITIVE_INFINITY, each.at);
    rows.set(each.serverId, row);
  }
  return rows.size === 0 ? [] : [{ sql: ASSERT_PLACES, args: [JSON.stringify([...rows.values()])] }];
}
