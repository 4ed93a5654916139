import type { Row } from "@libsql/client";
import type { Database } from "../../db/client";
import { type AlertType, metricTypeOf, type Severity } from "../../domain/alerts/alert";
import { actorName } from "../../domain/people/actor";
import { auditRows } from "../audit/record";
import type { Deed } from "./acknowledge-alert";
import { outboxRows } from "./alert-changes";
import { alertNotFound } from "./alert-not-found";
import { IS_FOR_CHANNEL } from "./alert-statements";
import { type Alerting, loadAlerting, stateKey } from "./load-alerting";

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
  { ids, note = null, ...by }: Omit<Deed, "note"> & { ids: number[]; note?: string | null },
): Promise<Map<number, ResolveOutcome>> {
  const wanted = JSON.stringify(ids);
  const [actor, now] = [actorName(by.actor), by.now];
  return db.transact(async (read, commit) => {
    const found = await read({ sql: FIND, args: [wanted] });
    const known = new Map(found.rows.map((row) => [Number(row.id), String(row.status)]));
    const unresolved = found.rows.filter((row) => row.status !== "resolved");
    const changed = new Set<number>();
    if (unresolved.length > 0) {
      const alerting = await loadAlerting(read, [...new Set(unresolved.map((row) => String(row.server_id)))]);
      const messages = unresolved.flatMap((row) => messagesOf(row, alerting, now));
      const results = await commit([
        auditRows(by, {
          action: "alert.resolve",
          subjectKind: "alert",
          rows: AUDIT,
          args: { ids: wanted, note },
        }),
        { sql: RECORD, args: [wanted, now, actor, note] },
        { sql: TELL, args: [JSON.stringify(messages)] },
        ...(alerting.notifyOnResolve ? [] : [{ sql: DROP_WAITING, args: [wanted, now] }]),
        { sql: FORGET, args: [wanted, now] },
        { sql: RESOLVE, args: [wanted, now] },
      ]);
      for (const row of results.at(-1)?.rows ?? []) changed.add(Number(row.id));
    }
    const outcomeOf = (id: number): ResolveOutcome => {
      if (changed.has(id)) return "resolved";
      return known.has(id) ? "unchanged" : "not_found";
    };
    return new Map(ids.map((id) => [id, outcomeOf(id)]));
  });
}

/** Its end is told like one that the machine finds, and like that one not while it flaps. */
function messagesOf(row: Row, alerting: Alerting, now: number): unknown[][] {
  const metricType = metricTypeOf(row.alert_type as AlertType, String(row.subject));
  const state = alerting.states.get(stateKey(String(row.server_id), metricType));
  const message = state?.flappingSince == null ? ("resolved" as const) : null;
  const severity = row.severity as Severity;
  const step = { message, at: now, severity, value: state?.value ?? null };
  return outboxRows({}, step, Number(row.id), alerting, now);
}

const FIND = `
  SELECT id, status, server_id, alert_type, subject, severity FROM alerts
  WHERE id IN (SELECT value FROM json_each(?))`;

/** The ids among ?1 whose alert is not over: each statement before the guarded UPDATE sees what that will find. */
const UNRESOLVED =
  "SELECT id FROM alerts WHERE id IN (SELECT value FROM json_each(?1)) AND status <> 'resolved'";

const AUDIT = `
  SELECT id, title, json_object('status', status),
    json_patch(json_object('status', 'resolved'), json_object('note', :note))
  FROM alerts WHERE id IN (SELECT value FROM json_each(:ids)) AND status <> 'resolved'`;

const RECORD = `
  INSERT INTO alert_events (alert_id, kind, at, severity, actor, note)
  SELECT id, 'resolved', CAST(?2 AS INTEGER), severity, ?3, ?4
  FROM alerts WHERE id IN (${UNRESOLVED})`;

/** Rows as INSERT_NOTIFICATIONS takes them; nobody is told twice where another hub resolved the alert meanwhile. */
const TELL = `
  INSERT INTO notifications (idempotency_key, alert_id, channel_id, event, severity, at, content, next_attempt_at, created_at)
  SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>7
  FROM json_each(?) WHERE value->>1 IN (SELECT id FROM alerts WHERE status <> 'resolved') AND ${IS_FOR_CHANNEL}
  ON CONFLICT (idempotency_key) DO NOTHING`;

/** Nobody will hear of its end, so that its beginning would come as if it went on. What is being sent just now goes out. */
const DROP_WAITING = `
  UPDATE notifications SET status = 'dropped', finished_at = CAST(?2 AS INTEGER), leased_by = NULL, leased_until = NULL,
    answer = 'resolved before it was sent'
  WHERE alert_id IN (${UNRESOLVED}) AND status = 'waiting' AND event <> 'resolved'
    AND (leased_until IS NULL OR leased_until <= CAST(?2 AS INTEGER))`;

const FORGET = `
  UPDATE alert_states SET current_severity = NULL, consecutive_breaches = 0, consecutive_clears = 0,
    first_breach_at = NULL, last_notified_at = NULL, resolved_at = CAST(?2 AS INTEGER), alert_id = NULL
  WHERE alert_id IN (${UNRESOLVED})`;

const RESOLVE = `
  UPDATE alerts SET status = 'resolved', resolved_at = CAST(?2 AS INTEGER), auto_resolved = 0, stale_at = NULL
  WHERE id IN (${UNRESOLVED})
  RETURNING id`;
