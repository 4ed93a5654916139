import type { TierPolicy } from "../../domain/retention/cutoffs";
import { type RetentionTier, retentionDaysDefault, retentionTiers } from "../../domain/retention/policy";
import type { Database } from "../client";

/** A tier's policy with how its last run went. */
export type TierRecord = TierPolicy & {
  lastRunAt: number | null;
  lastDeletedCount: number | null;
  lastNote: string | null;
};

/** How long every tier is kept, in the order of `retentionTiers`; one without a row has its default. */
export async function listPolicies(db: Database): Promise<TierRecord[]> {
  const rows = await db.query<{
    tier: RetentionTier;
    retention_days: number | null;
    enabled: number;
    last_run_at: number | null;
    last_deleted_count: number | null;
    last_note: string | null;
  }>("SELECT tier, retention_days, enabled, last_run_at, last_deleted_count, last_note FROM archive_policy");
  return retentionTiers.map((tier) => {
    const row = rows.find((each) => each.tier === tier);
    return {
      tier,
      retentionDays: row === undefined ? retentionDaysDefault[tier] : row.retention_days,
      enabled: row === undefined || row.enabled === 1,
      lastRunAt: row?.last_run_at ?? null,
      lastDeletedCount: row?.last_deleted_count ?? null,
      lastNote: row?.last_note ?? null,
    };
  });
}

export type DatabaseSize = { day: number; bytes: number; freeBytes: number | null };

/** How large the database was on each day that is known, oldest first. */
export async function listDatabaseSizes(db: Database): Promise<DatabaseSize[]> {
  const rows = await db.query<{ day: number; bytes: number; free_bytes: number | null }>(
    "SELECT day, bytes, free_bytes FROM database_sizes ORDER BY day DESC LIMIT 400",
  );
  return rows.reverse().map((row) => ({ day: row.day, bytes: row.bytes, freeBytes: row.free_bytes }));
}
