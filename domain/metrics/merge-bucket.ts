import { countedMeasures, lastMeasures, rolledUpMeasures } from "./measures";
import { counterRate } from "./rate";

/** One sample, its measures by their names in the database. */
export type BucketSample = { at: number; values: Record<string, number | null | undefined> };

/** A bucket as it is meant, by the names of its columns; `last_at` and the `_last` values are those of its last sample. */
export type Bucket = { last_at: number | null; sample_count: number; figures: Record<string, number | null> };

export const emptyBucket = (): Bucket => ({ last_at: null, sample_count: 0, figures: {} });

const combine = (a: number | null | undefined, b: number | null, how: (a: number, b: number) => number) =>
  a == null ? b : b === null ? a : how(a, b);
const plus = (a: number, b: number) => a + b;

/**
 * The bucket with a sample added that comes after all it holds, for samples whose neighbours are not kept any more. Counters are
 * compared with those of `before`, the sample before it, which may lie in an earlier bucket.
 */
export function addToBucket(
  bucket: Bucket,
  sample: BucketSample,
  options: { before: BucketSample | null; gapMs: number },
): Bucket {
  const figures = { ...bucket.figures };
  const put = (name: string, value: number | null, how: (a: number, b: number) => number) => {
    figures[name] = combine(figures[name], value, how);
  };
  for (const name of rolledUpMeasures) {
    const value = sample.values[name] ?? null;
    put(`${name}_min`, value, Math.min);
    put(`${name}_max`, value, Math.max);
    put(`${name}_sum`, value, plus);
    put(`${name}_count`, value === null ? 0 : 1, plus);
  }
  for (const name of countedMeasures) {
    const reading = (of: BucketSample) => ({
      at: of.at,
      value: of.values[`${name}_bytes`] ?? null,
      uptimeSeconds: of.values.uptime_seconds ?? null,
    });
    const { before, gapMs } = options;
    const rate = before === null ? null : counterRate(reading(before), reading(sample), gapMs);
    if (before === null || rate === null) continue;
    const seconds = (sample.at - before.at) / 1000;
    put(`${name}_moved_bytes`, Math.round(rate * seconds), plus);
    put(`${name}_seconds`, seconds, plus);
    put(`${name}_rate_min`, Math.round(rate), Math.min);
    put(`${name}_rate_max`, Math.round(rate), Math.max);
  }
  for (const name of lastMeasures) figures[`${name}_last`] = sample.values[name] ?? null;
  return { last_at: sample.at, sample_count: bucket.sample_count + 1, figures };
}

/** The last sample of a bucket, as far as the next one is compared with it. */
export function lastSampleOf(bucket: Bucket): BucketSample | null {
  if (bucket.last_at === null) return null;
  const values = Object.fromEntries(
    lastMeasures.map((name) => [name, bucket.figures[`${name}_last`] ?? null]),
  );
  return { at: bucket.last_at, values };
}
