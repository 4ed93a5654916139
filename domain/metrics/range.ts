const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The spans that are offered by name. `all` begins with the first sample. */
export const rangeNames = ["1h", "6h", "24h", "7d", "30d", "90d", "12m", "all"] as const;
export type RangeName = (typeof rangeNames)[number];

const spanMs: Record<Exclude<RangeName, "all">, number> = {
  "1h": HOUR_MS,
  "6h": 6 * HOUR_MS,
  "24h": DAY_MS,
  "7d": 7 * DAY_MS,
  "30d": 30 * DAY_MS,
  "90d": 90 * DAY_MS,
  "12m": 365 * DAY_MS,
};

export type Span = { from: number; to: number };

/** The instants of a named range that ends now. */
export function spanOfRange(range: RangeName, now: number, firstSampleAt: number | null): Span {
  if (range === "all") return { from: Math.min(firstSampleAt ?? now - DAY_MS, now - HOUR_MS), to: now };
  return { from: now - spanMs[range], to: now };
}

/** Lengths of buckets that divide days and hours, so that their edges fall on times people know. */
const stepsMs = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY_MS),
];

/** From when on each tier is kept; what is older is only in the next coarser one. Days are kept longest. */
export type KeptFrom = { raw: number; "5m": number; "1h": number };

const everythingKept: KeptFrom = { raw: 0, "5m": 0, "1h": 0 };

/** A coarser tier is read where it still gives this share of the points that are wanted: as quick for a year as for an hour. */
const POINTS_SHARE_MIN = 1 / 4;

/**
 * How finely a span is drawn: null for every sample as it is, where they are no more than `points`, otherwise the
 * length of the buckets in milliseconds, aligned to UTC. What is pruned is drawn from the tier that still holds it.
 */
export function stepOfSpan(
  span: Span,
  options: { points: number; intervalSeconds: number; kept?: KeptFrom },
): number | null {
  const { points, intervalSeconds, kept = everythingKept } = options;
  const perPointMs = (span.to - span.from) / points;
  const isRawKept = span.from >= kept.raw;
  if (isRawKept && perPointMs <= intervalSeconds * 1000) return null;
  const tiers = [
    { tierMs: DAY_MS, isKept: true },
    { tierMs: HOUR_MS, isKept: span.from >= kept["1h"] },
    { tierMs: 5 * MINUTE_MS, isKept: span.from >= kept["5m"] },
  ].filter(({ isKept }) => isKept);
  const steps = tiers.map(({ tierMs }) => stepOf(perPointMs, tierMs));
  const enough = steps.find((stepMs) => (span.to - span.from) / stepMs >= points * POINTS_SHARE_MIN);
  if (enough !== undefined) return enough;
  return isRawKept ? stepOf(perPointMs, MINUTE_MS) : (steps.at(-1) ?? DAY_MS);
}

/**
 * How finely what lists name is drawn, in buckets of `stepMs` where every list of the span is kept, else of hours: `listsFrom` is from when
 * on they are.
 */
export function listStepOfSpan(span: Span, stepMs: number | null, listsFrom: number): number | null {
  return span.from >= listsFrom ? stepMs : stepOf(stepMs ?? HOUR_MS, HOUR_MS);
}

/** The least step that is no less than `leastMs` and is made of whole buckets of `tierMs`. */
function stepOf(leastMs: number, tierMs: number): number {
  const known = stepsMs.find((stepMs) => stepMs >= Math.max(leastMs, tierMs) && stepMs % tierMs === 0);
  return known ?? Math.ceil(leastMs / DAY_MS) * DAY_MS;
}

/**
 * The buckets that have any time of a span, whole: from the beginning of the first to the end of the last, which is outside. Who reads
 * them and who says how many samples were due in them both go by this.
 */
export function wholeBuckets({ from, to }: Span, stepMs: number): Span {
  return { from: Math.floor(from / stepMs) * stepMs, to: Math.ceil(to / stepMs) * stepMs };
}

/** What a program reads as the resolution: `raw`, `5m`, `2h`, `7d`. */
export function resolutionName(stepMs: number | null): string {
  if (stepMs === null) return "raw";
  if (stepMs % DAY_MS === 0) return `${stepMs / DAY_MS}d`;
  if (stepMs % HOUR_MS === 0) return `${stepMs / HOUR_MS}h`;
  return `${stepMs / MINUTE_MS}m`;
}

/** Longer silence between two samples than this is drawn as a gap. */
export function gapMs(stepMs: number | null, intervalSeconds: number): number {
  return stepMs === null
    ? 2.5 * intervalSeconds * 1000
    : Math.max(1.5 * stepMs, 2.5 * intervalSeconds * 1000);
}
