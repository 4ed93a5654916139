import type { Database } from "../../db/client";

const COOLDOWN_MS = { critical: 30 * 60_000, high: 240 * 60_000 };

/** Everything that alerting remembers, as one text. */
export async function snapshot(db: Database): Promise<string> {
  const tables = ["alerts", "alert_events", "alert_states", "notifications", "service_status"];
  const rows = await Promise.all(tables.map((table) => db.query(`SELECT * FROM ${table} ORDER BY id`)));
  return JSON.stringify(rows.map((some) => some.map((row) => ({ ...(row as object) }))));
}

type Event = {
  alert_id: number;
  kind: string;
  actor: string | null;
  at: number;
  severity: string;
  auto_resolved: number;
};

/** Each timeline is a life: it begins once, ends once, and holds no reminder of what is acknowledged or stale. */
export async function timelineFaults(db: Database): Promise<string[]> {
  const events = await db.query<Event>(
    `SELECT e.alert_id, e.kind, e.actor, e.at, e.severity, a.auto_resolved
     FROM alerts AS a JOIN alert_events AS e ON e.alert_id = a.id ORDER BY e.alert_id, e.id`,
  );
  const faults: string[] = [];
  const lives = new Map<number, { isAcknowledged: boolean; isStale: boolean; isOver: boolean }>();
  for (const { alert_id: id, kind, actor, auto_resolved } of events) {
    const life = lives.get(id);
    if (life === undefined) {
      if (kind !== "opened") faults.push(`alert ${id} begins with ${kind}`);
      lives.set(id, { isAcknowledged: false, isStale: false, isOver: false });
      continue;
    }
    if (kind === "opened") faults.push(`alert ${id} opened twice`);
    if (life.isOver && kind !== "steady") faults.push(`${kind} of alert ${id} after its end`);
    if (kind === "reminded" && (life.isAcknowledged || life.isStale))
      faults.push(`alert ${id} was reminded of`);
    if (kind === "acknowledged") life.isAcknowledged = true;
    if (kind === "escalated") life.isAcknowledged = false;
    if (kind === "stale" || kind === "resumed") life.isStale = kind === "stale";
    if (kind !== "resolved") continue;
    life.isOver = true;
    if ((actor === null) !== (auto_resolved === 1)) faults.push(`alert ${id} does not say who resolved it`);
    if (actor === null && life.isStale) faults.push(`alert ${id} was resolved while nothing was known`);
  }
  const without = await db.query<{ id: number }>(
    `SELECT id FROM alerts AS a WHERE (status = 'resolved') <> EXISTS (SELECT 1 FROM alert_events WHERE alert_id = a.id
       AND kind = 'resolved') OR NOT EXISTS (SELECT 1 FROM alert_events WHERE alert_id = a.id AND kind = 'opened')`,
  );
  return [
    ...faults,
    ...without.map(({ id }) => `the timeline of alert ${id} lacks its beginning or its end`),
  ];
}

/** Every message has one row for each channel that hears of it; none is missing but where flapping replaces them. */
export async function outboxFaults(db: Database): Promise<string[]> {
  const told = await db.query<{ alert_id: number; kind: string; missing: number; doubled: number }>(
    `WITH due AS (
       SELECT e.id AS event_id, e.alert_id, e.kind, c.id AS channel_id,
         (SELECT count(*) FROM notifications AS n WHERE n.alert_id = e.alert_id AND n.channel_id = c.id AND n.at = e.at
            AND n.event = CASE e.kind WHEN 'reminded' THEN 'reminder' ELSE e.kind END) AS rows,
         EXISTS (SELECT 1 FROM notifications AS n JOIN alerts AS b ON b.id = n.alert_id WHERE n.event = 'flapping'
           AND b.server_id = a.server_id AND b.alert_type = a.alert_type AND b.subject = a.subject) AS flaps
       FROM alert_events AS e JOIN alerts AS a ON a.id = e.alert_id
         JOIN notification_channels AS c ON c.min_severity = 'low' OR e.severity = 'critical'
       WHERE e.kind IN ('opened', 'escalated', 'reminded') OR (e.kind = 'resolved' AND e.actor IS NULL))
     SELECT alert_id, kind, sum(rows = 0 AND NOT flaps) AS missing, sum(rows > 1) AS doubled FROM due
     GROUP BY event_id HAVING missing > 0 OR doubled > 0`,
  );
  const strange = await db.query<{ id: number; event: string }>(
    `SELECT n.id, n.event FROM notifications AS n WHERE n.event <> 'flapping' AND NOT EXISTS (
       SELECT 1 FROM alert_events AS e WHERE e.alert_id = n.alert_id AND e.at = n.at
         AND e.kind IN (CASE n.event WHEN 'reminder' THEN 'reminded' ELSE n.event END, 'steady'))`,
  );
  return [
    ...told.map(({ alert_id, kind }) => `${kind} of alert ${alert_id} was told too often or not at all`),
    ...strange.map(({ id, event }) => `message ${id} (${event}) has no event`),
    ...(await haste(db)),
  ];
}

/** No reminder sooner than its cooldown after the last word. */
async function haste(db: Database): Promise<string[]> {
  const rows = await db.query<{ alert_id: number; event: string; severity: string; waited: number | null }>(
    `SELECT alert_id, event, severity, created_at - lag(created_at) OVER (PARTITION BY alert_id, channel_id ORDER BY id) AS waited
     FROM notifications WHERE channel_id = (SELECT id FROM notification_channels WHERE name = 'all') ORDER BY id`,
  );
  return rows.flatMap(({ alert_id, event, severity, waited }) => {
    const isHasty = event === "reminder" && waited !== null && waited < COOLDOWN_MS[severity as "high"];
    return isHasty ? [`alert ${alert_id} was reminded of after ${waited} ms`] : [];
  });
}
