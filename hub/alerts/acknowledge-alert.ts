import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { actorName } from "../../domain/people/actor";
import { auditRows, type By } from "../audit/record";
import { alertNotFound } from "./alert-not-found";

/** What a person or a program does to an alert by hand. */
export type Deed = By & {
  /** At most 2,000 characters. */
  note?: string;
};

/** `unchanged`: it was acknowledged already. `resolved`: it is over, nothing is left to acknowledge. */
export type AcknowledgeOutcome = "acknowledged" | "unchanged" | "resolved" | "not_found";

/**
 * Says that somebody looks after an alert, which ends its reminders. Allowed in every unresolved state, also while its cause
 * lasts. Doing it again changes nothing, except that a note which is new is kept in the timeline. Throws HubError
 * `not_found`, or `conflict` where the alert is resolved.
 */
export async function acknowledgeAlert(db: Database, { id, ...deed }: Deed & { id: number }): Promise<void> {
  const outcome = (await acknowledgeAlerts(db, { ids: [id], ...deed })).get(id);
  if (outcome === "resolved") throw new HubError("conflict", `Alert '${id}' is resolved already`);
  if (outcome === "not_found") throw alertNotFound(id);
}

/** The same for many in one transaction: what became of each, by id. */
export async function acknowledgeAlerts(
  db: Database,
  { ids, note = null, ...by }: Omit<Deed, "note"> & { ids: number[]; note?: string | null },
): Promise<Map<number, AcknowledgeOutcome>> {
  const wanted = JSON.stringify(ids);
  const [actor, now] = [actorName(by.actor), by.now];
  const [, , , changed, known] = await db.write([
    auditRows(by, {
      action: "alert.acknowledge",
      subjectKind: "alert",
      rows: AUDIT,
      args: { ids: wanted, name: actor, note },
    }),
    { sql: RECORD, args: [wanted, now, actor, note] },
    { sql: DROP_REMINDERS, args: [wanted, now] },
    { sql: ACKNOWLEDGE, args: [wanted, now, actor] },
    { sql: "SELECT id, status FROM alerts WHERE id IN (SELECT value FROM json_each(?))", args: [wanted] },
  ]);
  const changedIds = new Set(changed?.rows.map((row) => Number(row.id)));
  const statuses = new Map(known?.rows.map((row) => [Number(row.id), String(row.status)]));
  const outcomeOf = (id: number): AcknowledgeOutcome => {
    if (changedIds.has(id)) return "acknowledged";
    const status = statuses.get(id);
    if (status === undefined) return "not_found";
    return status === "resolved" ? "resolved" : "unchanged";
  };
  return new Map(ids.map((id) => [id, outcomeOf(id)]));
}

/**
 * The timeline comes before the guarded UPDATE, and in its transaction, so that it sees what the UPDATE will find. The same
 * note from the same hand, as after an answer that was lost, is kept once.
 */
const RECORD = `
  INSERT INTO alert_events (alert_id, kind, at, severity, actor, note)
  SELECT id, 'acknowledged', CAST(?2 AS INTEGER), severity, ?3, ?4
  FROM alerts WHERE ${isNews({ ids: "?1", name: "?3", note: "?4" })}`;

const AUDIT = `
  SELECT id, title, json_object('status', status),
    json_patch(json_object('status', 'acknowledged'), json_object('note', :note))
  FROM alerts WHERE ${isNews({ ids: ":ids", name: ":name", note: ":note" })}`;

function isNews({ ids, name, note }: { ids: string; name: string; note: string }): string {
  return `id IN (SELECT value FROM json_each(${ids})) AND (status = 'open' OR (status = 'acknowledged' AND ${note} IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM alert_events AS e WHERE e.alert_id = alerts.id AND e.kind = 'acknowledged'
      AND e.at >= alerts.acknowledged_at AND e.actor = ${name} AND e.note = ${note})))`;
}

/** One that is held back, by quiet hours say, would come after somebody looks after it. What is being sent just now goes out. */
const DROP_REMINDERS = `
  UPDATE notifications SET status = 'dropped', finished_at = CAST(?2 AS INTEGER), leased_by = NULL, leased_until = NULL,
    answer = 'acknowledged before it was sent'
  WHERE alert_id IN (SELECT id FROM alerts WHERE id IN (SELECT value FROM json_each(?1)) AND status = 'open')
    AND event = 'reminder' AND status = 'waiting' AND (leased_until IS NULL OR leased_until <= CAST(?2 AS INTEGER))`;

const ACKNOWLEDGE = `
  UPDATE alerts SET status = 'acknowledged', acknowledged_at = CAST(?2 AS INTEGER), acknowledged_by = ?3
  WHERE id IN (SELECT value FROM json_each(?1)) AND status = 'open'
  RETURNING id`;
