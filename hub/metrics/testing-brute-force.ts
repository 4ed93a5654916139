import { countedMeasures, lastMeasures, rolledUpMeasures } from "../../domain/metrics/measures";

/** What a test knows of a sample that was accepted, by the names of the database. */
export type KnownSample = { at: number; values: Record<string, number | null> };

export type KnownBucket = Record<string, number | null>;

/**
 * The buckets of `bucketMs` over the samples of one server, by looking at every sample and its neighbour: slow, plain, and sharing
 * nothing with what it judges. Samples at one time: the first counts.
 */
export function bruteForceBuckets(
  accepted: KnownSample[],
  bucketMs: number,
  gapMs: number,
): Map<number, KnownBucket> {
  const firsts = new Map<number, KnownSample>();
  for (const sample of accepted) if (!firsts.has(sample.at)) firsts.set(sample.at, sample);
  const samples = [...firsts.values()].sort((a, b) => a.at - b.at);
  const buckets = new Map<number, { sample: KnownSample; before: KnownSample | undefined }[]>();
  samples.forEach((sample, index) => {
    const start = sample.at - (sample.at % bucketMs);
    const rows = buckets.get(start) ?? [];
    rows.push({ sample, before: samples[index - 1] });
    buckets.set(start, rows);
  });
  return new Map([...buckets].map(([start, rows]) => [start, bucketOf(rows, gapMs)]));
}

function bucketOf(
  rows: { sample: KnownSample; before: KnownSample | undefined }[],
  gapMs: number,
): KnownBucket {
  const bucket: KnownBucket = { sample_count: rows.length, last_at: rows.at(-1)?.sample.at ?? null };
  for (const name of rolledUpMeasures) {
    const known = rows.flatMap(({ sample }) => sample.values[name] ?? []);
    bucket[`${name}_min`] = known.length > 0 ? Math.min(...known) : null;
    bucket[`${name}_max`] = known.length > 0 ? Math.max(...known) : null;
    bucket[`${name}_sum`] = known.length > 0 ? known.reduce((a, b) => a + b, 0) : null;
    bucket[`${name}_count`] = known.length;
  }
  for (const name of countedMeasures) {
    const moved = rows.flatMap(({ sample, before }) => increment(before, sample, `${name}_bytes`, gapMs));
    const rates = moved.map(({ bytes, seconds }) => Math.round(bytes / seconds));
    const isKnown = moved.length > 0;
    bucket[`${name}_moved_bytes`] = isKnown ? moved.reduce((sum, { bytes }) => sum + bytes, 0) : null;
    bucket[`${name}_seconds`] = isKnown ? moved.reduce((sum, { seconds }) => sum + seconds, 0) : null;
    bucket[`${name}_rate_min`] = isKnown ? Math.min(...rates) : null;
    bucket[`${name}_rate_max`] = isKnown ? Math.max(...rates) : null;
  }
  for (const name of lastMeasures) bucket[`${name}_last`] = rows.at(-1)?.sample.values[name] ?? null;
  return bucket;
}

function increment(
  before: KnownSample | undefined,
  after: KnownSample,
  counter: string,
  gapMs: number,
): { bytes: number; seconds: number }[] {
  if (before === undefined || after.at - before.at > gapMs) return [];
  const [a, b] = [before.values[counter] ?? null, after.values[counter] ?? null];
  if (a === null || b === null || b < a) return [];
  const [up, upBefore] = [after.values.uptime_seconds ?? null, before.values.uptime_seconds ?? null];
  const hasBooted = up !== null && upBefore !== null && (up < upBefore || up * 1000 < after.at - before.at);
  return hasBooted ? [] : [{ bytes: b - a, seconds: (after.at - before.at) / 1000 }];
}
