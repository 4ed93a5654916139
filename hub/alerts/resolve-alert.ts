import type { Database } from "../../db/client";
import type { Deed } from "./acknowledge-alert";
import { alertNotFound } from "./alert-not-found";

/** `unchanged`: it was resolved already. */
export type ResolveOutcome = "resolved" | "unchanged" | "not_found";

/**
 * Ends an alert by hand and forgets what was counted for it, so that a breach which goes on opens a new alert. Doing it
 * again changes nothing. Throws HubError `not_found`.
 */
export async function resolveAlert(db: Database, { id, ...deed }: Deed & { id: number }): Promise<void> {
  const outcome = (await resolveAlerts(db, { ids: [id], ...deed })).get(id);
  if (outcome === "not_found") throw alertNotFound(id);
}

/** The same for many in one transaction: what became of each, by id. */
export async function resolveAlerts(
  db: Database,
  { ids, actor, note = null, now }: Omit<Deed, "note"> & { ids: number[]; note?: string | null },
): Promise<Map<number, ResolveOutcome>> {
  const wanted = JSON.stringify(ids);
  const [, , changed, known] = await db.write([
    { sql: RECORD, args: [wanted, now, actor, note] },
    { sql: FORGET, args: [wanted, now] },
    { sql: RESOLVE, args: [wanted, now] },
    { sql: "SELECT id FROM alerts WHERE id IN (SELECT value FROM json_each(?))", args: [wanted] },
  ]);
  const changedIds = new Set(changed?.rows.map((row) => Number(row.id)));
  const knownIds = new Set(known?.rows.map((row) => Number(row.id)));
  const outcomeOf = (id: number): ResolveOutcome => {
    if (changedIds.has(id)) return "resolved";
    return knownIds.has(id) ? "unchanged" : "not_found";
  };
  return new Map(ids.map((id) => [id, outcomeOf(id)]));
}

/** The ids among ?1 whose alert is not over: each statement before the guarded UPDATE sees what that will find. */
const UNRESOLVED =
  "SELECT id FROM alerts WHERE id IN (SELECT value FROM json_each(?1)) AND status <> 'resolved'";

const RECORD = `
  INSERT INTO alert_events (alert_id, kind, at, severity, actor, note)
  SELECT id, 'resolved', CAST(?2 AS INTEGER), severity, ?3, ?4
  FROM alerts WHERE id IN (${UNRESOLVED})`;

const FORGET = `
  UPDATE alert_states SET current_severity = NULL, consecutive_breaches = 0, consecutive_clears = 0,
    first_breach_at = NULL, last_notified_at = NULL, resolved_at = CAST(?2 AS INTEGER), alert_id = NULL
  WHERE alert_id IN (${UNRESOLVED})`;

const RESOLVE = `
  UPDATE alerts SET status = 'resolved', resolved_at = CAST(?2 AS INTEGER), auto_resolved = 0, stale_at = NULL
  WHERE id IN (${UNRESOLVED})
  RETURNING id`;
