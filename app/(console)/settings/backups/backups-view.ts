import type { BackupRow, BackupVerdict } from "@/components/settings/backup-list";
import type { Fact } from "@/components/ui/facts";
import { type BackupPlan, type BackupRuns, dueBackup, nextDueAt } from "@/domain/backups/plan";

type Known = {
  plan: BackupPlan;
  runs: BackupRuns;
  underWaySince: number | null;
  backups: { name: string; at: number; kind: "scheduled" | "manual"; bytes: number }[];
};

const DAY_MS = 86_400_000;

/** How things stand, in a word and a sentence: what wants somebody comes first. */
export function verdictOf({ plan, runs, underWaySince, backups }: Known, now: number): BackupVerdict {
  const newestAt = backups[0]?.at ?? null;
  const next = plan.enabled ? { nextAt: nextDueAt(plan, now) } : { nextAt: null };
  if (underWaySince !== null) {
    return {
      state: "unknown",
      word: "being made",
      words: "A backup is being made since",
      at: underWaySince,
      ...next,
    };
  }
  if (runs.lastError !== null) {
    return {
      state: "bad",
      word: "failed",
      words: `${runs.lastError.replace(/\.$/, "")}. The last run was at`,
      at: runs.lastStartedAt,
      ...next,
    };
  }
  if (newestAt === null) {
    const words = plan.enabled ? "No backup has been made yet." : "There is no backup, and none is planned.";
    return { state: plan.enabled ? "unknown" : "notice", word: "none", words, at: null, ...next };
  }
  if (!plan.enabled) {
    return {
      state: "notice",
      word: "off",
      words: "Only you make backups. The newest is of",
      at: newestAt,
      ...next,
    };
  }
  // One that was missed is made up for within a second, so two days mean that something is wrong.
  if (now - newestAt > 2 * DAY_MS && runs.plannedAt < now - 2 * DAY_MS) {
    return { state: "notice", word: "old", words: "The newest backup is of", at: newestAt, ...next };
  }
  return { state: "ok", word: "fine", words: "The newest backup is of", at: newestAt, ...next };
}

/** Whether the page has something to wait for: a backup that is being made, or one that was asked for and is not begun. */
export function isUnderWay({ plan, runs, underWaySince }: Omit<Known, "backups">, now: number): boolean {
  return underWaySince !== null || dueBackup(plan, runs, now) === "manual";
}

export function backupRows({ backups }: Pick<Known, "backups">): BackupRow[] {
  return backups.map(({ name, at, kind, bytes }) => ({
    name,
    at,
    bytes,
    kind: kind === "scheduled" ? "scheduled" : "by hand",
    href: `/settings/backups/${encodeURIComponent(name)}`,
  }));
}

/** When backups are made, and how many of them are kept, for those who may not change it. */
export function planFacts(plan: BackupPlan): Fact[] {
  const kept = [
    count(plan.keep_daily, "day"),
    count(plan.keep_weekly, "week"),
    count(plan.keep_monthly, "month"),
  ];
  return [
    { name: "Made", value: plan.enabled ? `at ${plan.time} ${plan.time_zone}` : "by hand alone" },
    { name: "Kept", value: `the newest of each of ${kept.join(", ")}` },
  ];
}

const count = (number: number, unit: string) => `${number} ${unit}${number === 1 ? "" : "s"}`;

/** A word of a shell: quoted where it holds more than names do. */
export function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
