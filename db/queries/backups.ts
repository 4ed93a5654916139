import { type BackupPlan, type BackupRuns, readBackupPlan } from "../../domain/backups/plan";
import type { Database } from "../client";

/** The job that makes the backups. */
export const BACKUP_JOB = "back-up-database";

export type BackupState = {
  plan: BackupPlan;
  runs: BackupRuns;
  /** Since when one is being made; null = none is. */
  underWaySince: number | null;
};

/** The plan, and what came of earlier runs. */
export async function getBackupState(db: Database, now: number): Promise<BackupState> {
  const [row] = await db.query<Record<string, string | number | null>>(
    `SELECT plan.value AS plan, plan.updated_at AS planned_at, asked.value AS requested_at,
            last_started_at, last_finished_at, last_error, leased_until
     FROM (SELECT 1) LEFT JOIN config AS plan ON plan.key = 'backups'
       LEFT JOIN config AS asked ON asked.key = 'backup_requested_at'
       LEFT JOIN jobs ON jobs.name = '${BACKUP_JOB}'`,
  );
  const instant = (value: string | number | null | undefined) => (value == null ? null : Number(value));
  const lastStartedAt = instant(row?.last_started_at);
  const isLeased = Number(row?.leased_until ?? 0) > now;
  return {
    plan: readBackupPlan(parsed(row?.plan)),
    runs: {
      lastStartedAt,
      lastFinishedAt: instant(row?.last_finished_at),
      lastError: row?.last_error == null ? null : String(row.last_error),
      plannedAt: instant(row?.planned_at) ?? 0,
      requestedAt: instant(row?.requested_at),
    },
    underWaySince: isLeased ? lastStartedAt : null,
  };
}

function parsed(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return null;
  }
}
