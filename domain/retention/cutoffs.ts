import type { RetentionTier } from "./policy";

export type TierPolicy = { tier: RetentionTier; retentionDays: number | null; enabled: boolean };

/** Before these instants a tier is not kept. Minus infinity: for ever. */
export type Cutoffs = Record<RetentionTier, number>;

const DAY_MS = 86_400_000;

/** A tier ends where a bucket of the tier above begins, so that no bucket is ever made of half of what it holds. */
const alignments: Partial<Record<RetentionTier, number>> = {
  raw: 300_000,
  "5m": 3_600_000,
  "1h": DAY_MS,
  "1d": DAY_MS,
  snapshots: 3_600_000,
  series_1h: DAY_MS,
};

/**
 * Lists are whole, one in five minutes, for so long: twice what an agent keeps of them while it is cut off. Then the last of each hour
 * stays, as the series of what they name hold the rest.
 */
export const LISTS_WHOLE_MS = 2 * DAY_MS;

/** The last instant up to `at` where a tier may end. */
export function aligned(tier: RetentionTier, at: number): number {
  const alignment = alignments[tier] ?? 1;
  return Math.floor(at / alignment) * alignment;
}

/**
 * Before when nothing of a tier need be kept. A coarser tier is kept as long as every finer one, whatever the policy says: its
 * buckets are made anew from the finer one when a sample comes late.
 */
export function cutoffsAt(policies: readonly TierPolicy[], now: number): Cutoffs {
  const wanted = (tier: RetentionTier): number => {
    const policy = policies.find((each) => each.tier === tier);
    if (policy === undefined || !policy.enabled || policy.retentionDays === null)
      return Number.NEGATIVE_INFINITY;
    return now - policy.retentionDays * DAY_MS;
  };
  const raw = aligned("raw", wanted("raw"));
  const minutes = aligned("5m", Math.min(raw, wanted("5m")));
  const hours = aligned("1h", Math.min(minutes, wanted("1h")));
  const days = aligned("1d", Math.min(hours, wanted("1d")));
  const snapshots = aligned("snapshots", wanted("snapshots"));
  return {
    raw,
    "5m": minutes,
    "1h": hours,
    "1d": days,
    snapshots,
    series_1h: aligned("series_1h", Math.min(snapshots, wanted("series_1h"))),
    service_status: wanted("service_status"),
    resolved_alerts: wanted("resolved_alerts"),
  };
}
