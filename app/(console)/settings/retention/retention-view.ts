import type { DatabaseSize, HistoryUsage, TierRecord } from "@/db/queries/retention";
import { formatBytes } from "@/domain/format/bytes";
import { formatNumber } from "@/domain/format/number";
import { type RetentionTier, retentionTiers } from "@/domain/retention/policy";
import { estimatedBytes, growthPerDay } from "@/domain/retention/usage";

export type RetentionRow = {
  tier: RetentionTier;
  name: string;
  what: string;
  days: string;
  isOff: boolean;
  /** Estimated; null until the job has counted. */
  size: string | null;
  rows: string | null;
  lastRunAt: number | null;
  lastRun: string;
};

const words: Record<RetentionTier, { name: string; what: string }> = {
  raw: { name: "Samples", what: "as they came, about one a minute" },
  "5m": { name: "5 minutes", what: "mean, least and greatest of each five minutes" },
  "1h": { name: "Hours", what: "the same of each hour" },
  "1d": { name: "Days", what: "the same of each day, also of each filesystem, interface and sensor" },
  snapshots: {
    name: "Lists",
    what: "filesystems, interfaces, sensors, containers, packages; after two days the last of each hour",
  },
  series_1h: { name: "Hours of lists", what: "each filesystem, interface and sensor by the hour" },
  service_status: { name: "Services", what: "what they were, and from when to when" },
  resolved_alerts: { name: "Resolved alerts", what: "with their timelines and messages" },
};

export function retentionRows(policies: TierRecord[], usage: HistoryUsage | null): RetentionRow[] {
  return policies.map((policy) => {
    const { tier } = policy;
    const rows = usage?.rows[tier] ?? null;
    return {
      tier,
      ...words[tier],
      days: policy.retentionDays === null ? "" : String(policy.retentionDays),
      isOff: !policy.enabled,
      size: rows === null ? null : formatBytes(estimatedBytes(tier, rows)),
      rows: rows === null ? null : formatNumber(rows),
      lastRunAt: policy.lastRunAt,
      lastRun: lastRunWords(policy),
    };
  });
}

function lastRunWords({ lastRunAt, lastDeletedCount, lastNote }: TierRecord): string {
  if (lastRunAt === null) return "not yet";
  const deleted = lastDeletedCount ? `deleted ${formatNumber(lastDeletedCount)}` : "nothing to delete";
  return lastNote === null ? deleted : `${deleted}; ${lastNote}`;
}

/** The size of the file, how it grows, and what that comes to. */
export function growthWords(sizes: DatabaseSize[]): string {
  const newest = sizes.at(-1);
  if (newest === undefined) return "How large the database is will be known after the first run.";
  const free = newest.freeBytes ? `, ${formatBytes(newest.freeBytes)} of it free to be used again` : "";
  return `The database takes ${formatBytes(newest.bytes)}${free}. ${trendWords(sizes)}`;
}

/** How the file grows, and what that comes to. */
export function trendWords(sizes: DatabaseSize[]): string {
  const newest = sizes.at(-1);
  const growth = growthPerDay(sizes);
  if (newest === undefined || growth === null) return "How it grows will be known after a week.";
  if (growth <= 0) return "Of late it has not grown.";
  const inYear = newest.bytes + 365 * growth;
  return `Of late it grew by ${formatBytes(growth)} a day; were that to go on, it would be ${formatBytes(inYear)} in a year.`;
}

/** What a change would delete with the next run. */
export function previewWords(changes: { tier: RetentionTier; rows: number }[]): string[] {
  return changes.map(({ tier, rows }) =>
    rows === 0
      ? `${words[tier].name}: nothing`
      : `${words[tier].name}: ${formatNumber(rows)} ${rows === 1 ? "row" : "rows"}, about ${formatBytes(estimatedBytes(tier, rows))}`,
  );
}

/** A refusal in the words of the page: programs know the tiers by their keys, people by what the table calls them. */
export function faultWords(message: string): string {
  return retentionTiers.reduce((said, tier) => said.replace(`'${tier}'`, `“${words[tier].name}”`), message);
}
