import type { TierPolicy } from "../../domain/retention/cutoffs";
import { type RetentionTier, retentionDaysDefault, retentionTiers } from "../../domain/retention/policy";
import type { Database } from "../client";
import { findConfig } from "./config";

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

/** How large the database is now, and how much of it is free to be filled again; null where the server does not say. */
export async function findDatabaseSize(db: Database): Promise<{ bytes: number; freeBytes: number } | null> {
  if (!db.capabilities.pragma) return null;
  const [row] = await db.query<{ bytes: number; free: number }>(
    `SELECT page_count * page_size AS bytes, freelist_count * page_size AS free
     FROM pragma_page_count(), pragma_page_size(), pragma_freelist_count()`,
  );
  return row === undefined ? null : { bytes: row.bytes, freeBytes: row.free };
}

/** How large the database was on each day that is known, oldest first. */
export async function listDatabaseSizes(db: Database): Promise<DatabaseSize[]> {
  const rows = await db.query<{ day: number; bytes: number; free_bytes: number | null }>(
    "SELECT day, bytes, free_bytes FROM database_sizes ORDER BY day DESC LIMIT 400",
  );
  return rows.reverse().map((row) => ({ day: row.day, bytes: row.bytes, freeBytes: row.free_bytes }));
}

/** Where the rows of a tier are, and when each of them was. Those of series belong to a server through their series. */
const placesOf: Record<RetentionTier, { table: string; at: string; server: string | null }[]> = {
  raw: [{ table: "metrics", at: "timestamp", server: "server_id" }],
  "5m": [{ table: "metrics_5m", at: "bucket_start", server: "server_id" }],
  "1h": [{ table: "metrics_1h", at: "bucket_start", server: "server_id" }],
  "1d": [
    { table: "metrics_1d", at: "bucket_start", server: "server_id" },
    { table: "series_1d", at: "bucket_start", server: "series" },
  ],
  snapshots: [{ table: "metrics_snapshot", at: "timestamp", server: "server_id" }],
  series_1h: [{ table: "series_1h", at: "bucket_start", server: "series" }],
  service_status: [{ table: "service_status", at: "timestamp", server: "server_id" }],
  resolved_alerts: [{ table: "alerts", at: "created_at", server: null }],
};

/**
 * How many rows of a tier are older than `before`; all of them without it. Server by server over the index, with the event loop's
 * turn in between.
 */
export async function countTierRows(db: Database, tier: RetentionTier, before: number): Promise<number> {
  const servers = await db.query<{ id: string }>("SELECT id FROM servers ORDER BY id");
  let count = 0;
  for (const { table, at, server } of placesOf[tier]) {
    const owners = server === null ? [""] : servers.map(({ id }) => id);
    const whose = {
      server_id: `SELECT count(*) AS n FROM ${table} WHERE server_id = ?1 AND ${at} < CAST(?2 AS INTEGER)`,
      series: `SELECT count(*) AS n FROM series AS e CROSS JOIN ${table} AS b WHERE e.server_id = ?1 AND b.series_id = e.id AND b.${at} < CAST(?2 AS INTEGER)`,
      none: `SELECT count(*) AS n FROM ${table} WHERE status = 'resolved' AND ?1 = '' AND ${at} < CAST(?2 AS INTEGER)`,
    }[server ?? "none"];
    for (const owner of owners) {
      const [row] = await db.query<{ n: number }>(whose ?? "", [owner, before]);
      count += row?.n ?? 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return count;
}

const USAGE_KEY = "history_usage";

/** What each tier held when it was last counted. */
export type HistoryUsage = { at: number; rows: Record<RetentionTier, number> };

export async function findHistoryUsage(db: Database): Promise<HistoryUsage | null> {
  return (await findConfig(db, USAGE_KEY)) as HistoryUsage | null;
}

/** Counts every tier anew. Its answer is kept by the job that prunes, and shown by the page of retention. */
export async function countHistory(db: Database, now: number): Promise<{ key: string; value: HistoryUsage }> {
  const rows = {} as Record<RetentionTier, number>;
  for (const tier of retentionTiers) rows[tier] = await countTierRows(db, tier, now + 86_400_000);
  return { key: USAGE_KEY, value: { at: now, rows } };
}
