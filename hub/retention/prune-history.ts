import type { Database } from "../../db/client";
import { countHistory, findHistoryUsage, type HistoryUsage, listPolicies } from "../../db/queries/retention";
import { aligned, type Cutoffs, cutoffsAt, LISTS_WHOLE_MS } from "../../domain/retention/cutoffs";
import { type RetentionTier, retentionTiers } from "../../domain/retention/policy";
import type { Claim } from "../jobs/claim-job";
import { recordDatabaseSize } from "./record-database-size";

export const PRUNE_JOB = "prune-history";
export const PRUNE_LEASE_MS = 120_000;
/** Rows that one transaction deletes: some 10 ms, so that heartbeats and pages go on in between. */
const CHUNK_ROWS = 500;
/** Each takes its timeline and its messages with it. */
const CHUNK_ALERTS = 50;
const HOUR_MS = 3_600_000;
const USAGE_EVERY_MS = 4 * HOUR_MS;
/** Up to this many rows, of all tiers together, are cheap enough to be counted by each run. */
const USAGE_ROWS_FEW = 50_000;
const WAITING = "waits for the tier above, which is being made";
/** A run ends after this long and goes on with the next one, ten minutes later. */
const RUN_MS_MAX = 30_000;

const POLICIES = `SELECT json_group_array(json_array(tier, retention_days, enabled)) AS policies
  FROM (SELECT * FROM archive_policy ORDER BY tier)`;

type Run = {
  db: Database;
  cutoffs: Cutoffs;
  /** What the cutoffs were made of. */
  policies: string;
  isOver: () => boolean;
  /** Somebody changed them meanwhile: what they keep now must not go by what was true when the run began. */
  hasOtherPolicies: boolean;
  deleted: Record<RetentionTier, number>;
  notes: Map<RetentionTier, string>;
};

/**
 * Deletes what no policy keeps, tier by tier and server by server, in small transactions by (server, time). A tier goes only where the
 * tier above holds its span, which its server's rollup_progress says; the newest sample of a server and its newest list of each kind
 * stay, as they are what is known of it.
 */
export async function pruneHistory(
  db: Database,
  claim: Pick<Claim, "startedAt">,
  ending: AbortSignal = new AbortController().signal,
  runMsMax = RUN_MS_MAX,
): Promise<Record<string, unknown>> {
  const now = claim.startedAt;
  const startedAt = performance.now();
  const [stored] = await db.query<{ policies: string }>(POLICIES);
  const run: Run = {
    db,
    policies: stored?.policies ?? "",
    cutoffs: cutoffsAt(await listPolicies(db), now),
    isOver: () => run.hasOtherPolicies || ending.aborted || performance.now() - startedAt > runMsMax,
    hasOtherPolicies: false,
    deleted: Object.fromEntries(retentionTiers.map((tier) => [tier, 0])) as Record<RetentionTier, number>,
    notes: new Map(),
  };
  await recordDatabaseSize(db, now);
  for (const server of await listProgress(db)) {
    if (run.isOver()) break;
    await pruneServer(run, server, now);
  }
  await pruneAlerts(run);
  if (run.isOver()) for (const tier of retentionTiers) run.notes.set(tier, "goes on with the next run");
  await db.write(
    retentionTiers.map((tier) => ({
      sql: `UPDATE archive_policy SET last_run_at = CAST(? AS INTEGER), last_deleted_count = CAST(? AS INTEGER), last_note = ?
            WHERE tier = ?`,
      args: [now, run.deleted[tier], run.notes.get(tier) ?? null, tier],
    })),
  );
  await keepUsage(db, now, run.isOver());
  return { deleted: run.deleted };
}

/** Counting very many rows takes longer than pruning, so it is done a few times a day; a young hub's are many more with each run. */
async function keepUsage(db: Database, now: number, hasNoTime: boolean): Promise<void> {
  const known = await findHistoryUsage(db);
  if (hasNoTime || (known !== null && !hasFewRows(known) && isRecent(known, now))) return;
  const { key, value } = await countHistory(db, now);
  await db.write([
    {
      sql: "INSERT INTO config (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      args: [key, JSON.stringify(value)],
    },
  ]);
}

const isRecent = ({ at }: HistoryUsage, now: number) => now >= at && now - at < USAGE_EVERY_MS;

const hasFewRows = ({ rows }: HistoryUsage) =>
  Object.values(rows).reduce((sum, count) => sum + count, 0) <= USAGE_ROWS_FEW;

type Progress = {
  id: string;
  rolled_up_until: number;
  series_rolled_up_until: number;
  /** The first list that is in no series yet. */
  next_list: number | null;
  newest_sample: number | null;
};

function listProgress(db: Database): Promise<Progress[]> {
  return db.query<Progress>(
    `SELECT s.id, coalesce(p.rolled_up_until, 0) AS rolled_up_until, coalesce(p.series_rolled_up_until, 0) AS series_rolled_up_until,
       (SELECT max(timestamp) FROM metrics WHERE server_id = s.id) AS newest_sample,
       (SELECT min((SELECT min(timestamp) FROM metrics_snapshot WHERE server_id = s.id AND metric_type = k.value
                     AND timestamp >= coalesce(p.series_rolled_up_until, 0)))
        FROM json_each('["filesystems","network_interfaces","sensors"]') AS k) AS next_list
     FROM servers AS s LEFT JOIN rollup_progress AS p ON p.server_id = s.id ORDER BY s.id`,
  );
}

async function pruneServer(run: Run, server: Progress, now: number): Promise<void> {
  const { id } = server;
  const until = server.rolled_up_until;
  const isBehind = (server.newest_sample ?? 0) >= until && until < run.cutoffs.raw;
  if (isBehind) run.notes.set("raw", WAITING);
  const rawBefore = Math.min(run.cutoffs.raw, until);
  await deleteRows(run, "raw", {
    floor: raiseFloor(id, "raw_from", rawBefore),
    table: "metrics",
    rows: "SELECT rowid FROM metrics WHERE server_id = ?1 AND timestamp < CAST(?2 AS INTEGER)",
    args: [id, Math.min(rawBefore, server.newest_sample ?? 0)],
  });
  const buckets: [RetentionTier, string, string | null][] = [
    ["5m", "metrics_5m", "buckets_5m_from"],
    ["1h", "metrics_1h", "buckets_1h_from"],
    ["1d", "metrics_1d", null],
  ];
  for (const [tier, table, floor] of buckets) {
    // A server may have fallen silent in the middle of an hour, which is made anew when the rest of it comes yet.
    const before = aligned(tier, Math.min(run.cutoffs[tier], until));
    await deleteRows(run, tier, {
      floor: floor === null ? null : raiseFloor(id, floor, before),
      table,
      rows: `SELECT rowid FROM ${table} WHERE server_id = ?1 AND bucket_start < CAST(?2 AS INTEGER)`,
      args: [id, before],
    });
  }
  await pruneLists(run, server, now);
  await pruneSeries(run, server);
  await deleteRows(run, "service_status", {
    floor: null,
    table: "service_status",
    // A run goes when it ended before; the newest of a service is what is known of it.
    rows: `SELECT r.rowid FROM service_status AS r
      WHERE r.server_id = ?1 AND r.timestamp < CAST(?2 AS INTEGER) AND coalesce(r.last_seen_at, r.timestamp) < CAST(?2 AS INTEGER)
        AND EXISTS (SELECT 1 FROM service_status AS n WHERE n.server_id = r.server_id AND n.service_name = r.service_name
                      AND n.timestamp > r.timestamp)`,
    args: [id, run.cutoffs.service_status],
  });
}

/**
 * The lists that are in no series yet stay, and so does the newest of each kind. What is left of the others after two days is the last of
 * each hour.
 */
async function pruneLists(run: Run, server: Progress, now: number): Promise<void> {
  const cutoff = run.cutoffs.snapshots;
  if (cutoff === Number.NEGATIVE_INFINITY) return;
  const nextList = server.next_list ?? now;
  if (nextList < cutoff && nextList < server.rolled_up_until - HOUR_MS) run.notes.set("snapshots", WAITING);
  const wholeHours = (before: number) => Math.floor(Math.min(before, nextList) / HOUR_MS) * HOUR_MS;
  const before = wholeHours(cutoff);
  const thinBefore = wholeHours(Math.max(cutoff, now - LISTS_WHOLE_MS));
  const kinds = await run.db.query<{ kind: string; newest: number }>(
    "SELECT metric_type AS kind, max(timestamp) AS newest FROM metrics_snapshot WHERE server_id = ? GROUP BY metric_type",
    [server.id],
  );
  const ofKind = `SELECT s.rowid FROM metrics_snapshot AS s
    WHERE s.server_id = ?1 AND s.timestamp < CAST(?2 AS INTEGER) AND s.metric_type = ?3`;
  const hasLaterInHour = `EXISTS (SELECT 1 FROM metrics_snapshot AS later
    WHERE later.server_id = s.server_id AND later.metric_type = s.metric_type
      AND later.timestamp > s.timestamp AND later.timestamp < (s.timestamp / ${HOUR_MS} + 1) * ${HOUR_MS})`;
  for (const { kind, newest } of kinds) {
    await deleteRows(run, "snapshots", {
      floor: raiseFloor(server.id, "snapshots_from", before),
      table: "metrics_snapshot",
      rows: ofKind,
      args: [server.id, Math.min(before, newest), kind],
    });
    await deleteRows(run, "snapshots", {
      floor: raiseFloor(server.id, "snapshots_from", thinBefore),
      table: "metrics_snapshot",
      rows: `${ofKind} AND ${hasLaterInHour}`,
      args: [server.id, Math.min(thinBefore, newest), kind],
    });
  }
}

async function pruneSeries(run: Run, server: Progress): Promise<void> {
  const tables: [RetentionTier, string][] = [
    ["series_1h", "series_1h"],
    ["1d", "series_1d"],
  ];
  for (const [tier, table] of tables) {
    await deleteRows(run, tier, {
      floor: null,
      table,
      rows: `SELECT b.rowid FROM series AS e CROSS JOIN ${table} AS b
        WHERE e.server_id = ?1 AND b.series_id = e.id AND b.bucket_start < CAST(?2 AS INTEGER)`,
      args: [server.id, aligned(tier, Math.min(run.cutoffs[tier], server.series_rolled_up_until))],
    });
  }
}

/** Alerts that are over, with their timelines and messages. */
async function pruneAlerts(run: Run): Promise<void> {
  await deleteRows(run, "resolved_alerts", {
    floor: null,
    table: "alerts",
    rows: `SELECT rowid FROM alerts
      WHERE status = 'resolved' AND created_at < CAST(?1 AS INTEGER) AND resolved_at < CAST(?1 AS INTEGER)`,
    args: [run.cutoffs.resolved_alerts],
  });
}

/** Said before the first row goes, in its transaction: a sample that is older goes into buckets alone from then on. */
function raiseFloor(serverId: string, column: string, before: number) {
  return {
    sql: `UPDATE rollup_progress SET ${column} = max(${column}, CAST(? AS INTEGER)) WHERE server_id = ?`,
    args: [before, serverId],
  };
}

type Deletion = {
  floor: { sql: string; args: (string | number)[] } | null;
  table: string;
  /** A SELECT of the rowids that may go. */
  rows: string;
  args: (string | number)[];
};

async function deleteRows(run: Run, tier: RetentionTier, deletion: Deletion): Promise<void> {
  const { floor, table, rows, args } = deletion;
  if (args.some((value) => value === Number.NEGATIVE_INFINITY)) return;
  // Nearly always nothing is due, and a read costs no commit.
  const [found] = await run.db.query<{ some: number }>(`SELECT EXISTS (${rows}) AS some`, args);
  if (found?.some !== 1) return;
  const sql = `DELETE FROM ${table} WHERE rowid IN (${rows} LIMIT ${table === "alerts" ? CHUNK_ALERTS : CHUNK_ROWS})`;
  while (!run.isOver()) {
    const deleted = await run.db.transact(async (read, commit) => {
      run.hasOtherPolicies = (await read(POLICIES)).rows[0]?.policies !== run.policies;
      if (run.hasOtherPolicies) return 0;
      const results = await commit([...(floor === null ? [] : [floor]), { sql, args }]);
      return results.at(-1)?.rowsAffected ?? 0;
    });
    run.deleted[tier] += deleted;
    await new Promise((resolve) => setImmediate(resolve));
    if (deleted === 0) return;
  }
}
