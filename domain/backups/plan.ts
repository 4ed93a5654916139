import { z } from "zod";
import { instantOf, isTimeZone, wallClockOf } from "../alerts/zoned-time";

const DAY_MS = 86_400_000;
/** A run that failed is not tried again sooner: what was wrong, a full disk say, takes somebody's hand. */
const RETRY_AFTER_MS = 3_600_000;

const kept = (most: number) => z.number().int().min(0).max(most);

/** When the hub backs its database up by itself, and how many of these backups it keeps. */
export const backupPlanSchema = z.strictObject({
  enabled: z.boolean(),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day, as 03:30"),
  time_zone: z.string().refine(isTimeZone, "must be a time zone, as Europe/London"),
  keep_daily: kept(365).min(1),
  keep_weekly: kept(520),
  keep_monthly: kept(120),
});
export type BackupPlan = z.output<typeof backupPlanSchema>;

/** At most fourteen copies: each is the whole history, so an old one is worth little beside its size. */
export const backupPlanDefault: BackupPlan = {
  enabled: true,
  time: "03:30",
  time_zone: "UTC",
  keep_daily: 7,
  keep_weekly: 4,
  keep_monthly: 3,
};

/** The stored plan; the default where there is none or a damaged one. */
export function readBackupPlan(stored: unknown): BackupPlan {
  const result = backupPlanSchema.safeParse(stored);
  return result.success ? result.data : backupPlanDefault;
}

/** What is known of earlier runs. */
export type BackupRuns = {
  lastStartedAt: number | null;
  lastFinishedAt: number | null;
  lastError: string | null;
  /** The plan was made or changed then: what would have been due before is not made up for. */
  plannedAt: number;
  /** Somebody asked for a backup; null = nobody ever did. */
  requestedAt: number | null;
};

/**
 * Whether a backup is to be made now, and why. One that was missed while the hub was away is made once; one that failed, or
 * whose hub died, is tried again after an hour.
 */
export function dueBackup(plan: BackupPlan, runs: BackupRuns, now: number): "scheduled" | "manual" | null {
  // A clock that was set back leaves what seems to come from the future; it must hold nothing up.
  const past = (at: number | null) => (at === null || at > now ? Number.NEGATIVE_INFINITY : at);
  const startedAt = past(runs.lastStartedAt);
  if (runs.requestedAt !== null && runs.requestedAt > startedAt && runs.requestedAt <= now) return "manual";
  if (!plan.enabled) return null;
  const since = Math.max(startedAt, past(runs.plannedAt));
  if (lastDueAt(plan, now) > since) return "scheduled";
  const isUnfinished = (runs.lastFinishedAt ?? Number.NEGATIVE_INFINITY) < startedAt;
  const hasFailed = runs.lastError !== null || isUnfinished;
  return hasFailed && Number.isFinite(startedAt) && now - startedAt >= RETRY_AFTER_MS ? "scheduled" : null;
}

type DailyTime = Pick<BackupPlan, "time" | "time_zone">;

/** The newest moment, not after `now`, at which the plan's wall clock showed its time. */
export function lastDueAt(plan: DailyTime, now: number): number {
  return timesAbout(plan, now).findLast((at) => at <= now) ?? Number.NEGATIVE_INFINITY;
}

/** The next moment, after `now`, at which a backup is due. */
export function nextDueAt(plan: DailyTime, now: number): number {
  return timesAbout(plan, now).find((at) => at > now) ?? Number.POSITIVE_INFINITY;
}

/** When it is due on the days about `now`, by the wall clock: some days have 23 hours. */
function timesAbout({ time, time_zone }: DailyTime, now: number): number[] {
  const midnight = Math.floor(wallClockOf(now, time_zone) / DAY_MS) * DAY_MS;
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const today = midnight + (hours * 60 + minutes) * 60_000;
  return [-1, 0, 1].map((days) => instantOf(today + days * DAY_MS, time_zone));
}

/**
 * Which of the backups may go: all but the newest of each of the newest days, weeks (from Monday) and months that have any, by the
 * plan's wall clock. One backup may stand for all three. The newest stays whatever the plan says.
 */
export function backupsToDelete(times: readonly number[], plan: BackupPlan): number[] {
  const newestFirst = [...times].sort((a, b) => b - a);
  const keep = new Set(newestFirst.slice(0, 1));
  const spans: [number, (wall: number) => string][] = [
    [plan.keep_daily, (wall) => String(Math.floor(wall / DAY_MS))],
    // The first of January 1970 was a Thursday.
    [plan.keep_weekly, (wall) => String(Math.floor((wall / DAY_MS + 3) / 7))],
    [plan.keep_monthly, (wall) => new Date(wall).toISOString().slice(0, 7)],
  ];
  for (const [count, spanOf] of spans) {
    const seen = new Set<string>();
    for (const at of newestFirst) {
      const span = spanOf(wallClockOf(at, plan.time_zone));
      if (seen.has(span)) continue;
      if (seen.size >= count) break;
      seen.add(span);
      keep.add(at);
    }
  }
  return newestFirst.filter((at) => !keep.has(at));
}
