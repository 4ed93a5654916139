/** The first bucket of a tier that holds anything of a server. */
export type FirstBucket = {
  bucketMs: number;
  start: number;
  samples: number;
  lastAt: number;
  /** How many samples a whole one was due to hold; null where that is not known. */
  due: number | null;
};

/** Where something of a server begins: `start` is never after its first sample, and `at` is when that was taken, as far as is known. */
export type Beginning = { start: number; at: number };

/**
 * Where the history of a server begins, of the first bucket of each tier, the coarsest first, and the first sample that is kept. A finer
 * tier says it better, where it reaches back as far: tiers end where a bucket of the tier above begins. Of a bucket whose samples are
 * gone, the first was as long before the last as their number says.
 */
export function beginningOf(
  buckets: readonly (FirstBucket | null)[],
  {
    firstSampleAt,
    rawFrom,
    intervalMs,
  }: { firstSampleAt: number | null; rawFrom: number; intervalMs: number },
): Beginning | null {
  let first: FirstBucket | null = null;
  for (const bucket of buckets) {
    if (bucket === null) continue;
    if (first === null || bucket.start < first.start + first.bucketMs) first = bucket;
  }
  // The newest sample of a silent server is kept when those before it are not.
  const isFirstKept =
    firstSampleAt !== null &&
    (first === null || (firstSampleAt >= rawFrom && firstSampleAt < first.start + first.bucketMs));
  if (isFirstKept) return { start: firstSampleAt, at: firstSampleAt };
  if (first === null) return null;
  const { bucketMs, start, samples, lastAt, due } = first;
  const apartMs = due === null ? intervalMs : bucketMs / due;
  return { start, at: Math.max(start, Math.round(lastAt - (samples - 1) * apartMs)) };
}

const HOUR_MS = 3_600_000;
/** Samples in fewer of the hours than this are those of a clock that was wrong, not a history that was brought along. */
const BROUGHT_SHARE_MIN = 1 / 4;

/**
 * From when on samples of a server are due. That is its first one, where the hub knew the server by then, and also where its history was
 * brought along: where a quarter at least of the hours between its first sample and `createdAt` have samples. Otherwise it is the first
 * since `createdAt`: a machine that enrols while its clock is wrong has a sample of a time in which it was not there, and what lies before
 * counts for itself alone.
 */
export function dueFromOf(told: {
  createdAt: number;
  first: Beginning;
  /** In how many hours before `until`, the hour of `createdAt`, there are samples; null where the first is no older than that. */
  before: { hours: number; until: number } | null;
  /** The first since `createdAt`. */
  since: Beginning | null;
}): number {
  const { createdAt, first, before, since } = told;
  if (before === null || before.hours >= (BROUGHT_SHARE_MIN * (before.until - first.at)) / HOUR_MS)
    return first.at;
  return Math.max(createdAt, since?.at ?? createdAt);
}
