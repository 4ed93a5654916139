import type { Database } from "../../db/client";
import { watchingSince } from "../../domain/servers/presence";

/** A run that takes longer is taken for dead, and another hub may begin. */
const LEASE_MS = 60_000;
/** Two hubs read their clocks a little apart, and each its own before its turn to write has come. */
const CLOCKS_APART_MS = 5000;

export type Claim = {
  name: string;
  hubId: string;
  startedAt: number;
  /** When the run before began; null = this is the first. */
  previouslyStartedAt: number | null;
  watchingSince: number;
};

/**
 * Claims a job that is due by a guarded UPDATE; null where it is not due or another hub has it. A hub that starts
 * (`isFirstRun`) begins the watch anew.
 */
export async function claimJob(
  db: Database,
  options: {
    name: string;
    hubId: string;
    everyMs: number;
    leaseMs?: number;
    isFirstRun: boolean;
    now: number;
  },
): Promise<Claim | null> {
  const { name, hubId, everyMs, leaseMs = LEASE_MS, now } = options;
  // A clock that was set back leaves what seems to be further away than a period or a lease can be.
  const [latestRunAt, latestLease] = [now + everyMs + CLOCKS_APART_MS, now + leaseMs + CLOCKS_APART_MS];
  return db.transact(async (read, commit) => {
    const known = await read({
      sql: "SELECT next_run_at, last_started_at, watching_since FROM jobs WHERE name = ?",
      args: [name],
    });
    const row = known.rows[0];
    const nextRunAt = Number(row?.next_run_at ?? 0);
    if (nextRunAt > now && nextRunAt <= latestRunAt) return null;
    const before = row?.watching_since == null || options.isFirstRun ? null : Number(row.watching_since);
    const previouslyStartedAt = row?.last_started_at == null ? null : Number(row.last_started_at);
    const since = watchingSince({
      before,
      lastSweepAt: previouslyStartedAt,
      now,
    });
    const results = await commit([
      { sql: "INSERT INTO jobs (name) VALUES (?) ON CONFLICT (name) DO NOTHING", args: [name] },
      {
        sql: `UPDATE jobs SET leased_by = ?, leased_until = CAST(? AS INTEGER), last_started_at = CAST(? AS INTEGER),
                next_run_at = CAST(? AS INTEGER), watching_since = CAST(? AS INTEGER)
              WHERE name = ? AND (next_run_at <= ? OR next_run_at > ?)
                AND (leased_until IS NULL OR leased_until <= ? OR leased_until > ? OR leased_by = ?)`,
        args: [
          hubId,
          now + leaseMs,
          now,
          now + everyMs,
          since,
          name,
          now,
          latestRunAt,
          now,
          latestLease,
          hubId,
        ],
      },
    ]);
    return results[1]?.rowsAffected === 1
      ? { name, hubId, startedAt: now, previouslyStartedAt, watchingSince: since }
      : null;
  });
}

/** Gives the job back and keeps how it went. */
export async function finishJob(
  db: Database,
  claim: Claim,
  run: { now: number; error: string | null },
): Promise<void> {
  await db.write([
    {
      sql: `UPDATE jobs SET leased_by = NULL, leased_until = NULL, last_finished_at = CAST(? AS INTEGER),
              last_duration_ms = CAST(? AS INTEGER), last_error = ?
            WHERE name = ? AND leased_by = ?`,
      args: [run.now, Math.max(0, run.now - claim.startedAt), run.error, claim.name, claim.hubId],
    },
  ]);
}
