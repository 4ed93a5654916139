import { RESTARTS_WITHIN_MS } from "../../domain/alerts/services";

/** What the machine writes, one statement a table with its rows as one JSON array, like the heartbeats it goes with. */

/** Rows `[id, serverId, alertType, subject, severity, title, message, threshold, actual, at, now]`. */
export const INSERT_ALERTS = `
  INSERT INTO alerts (id, server_id, alert_type, subject, severity, title, message, threshold_value, actual_value, peak_value, created_at, updated_at)
  SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>8, value->>9, value->>10
  FROM json_each(?)`;

/**
 * Rows `[id, severity, threshold, peak, staleAt, resolvedAt, isAcknowledgementTakenBack, now]`: how the machine leaves an
 * alert. What somebody resolved meanwhile stays resolved.
 */
export const UPDATE_ALERTS = `
  UPDATE alerts SET
    severity = u.value->>1,
    threshold_value = coalesce(u.value->>2, threshold_value),
    peak_value = coalesce(u.value->>3, peak_value),
    stale_at = u.value->>4,
    status = CASE WHEN u.value->>5 IS NOT NULL THEN 'resolved' WHEN u.value->>6 THEN 'open' ELSE status END,
    resolved_at = u.value->>5,
    auto_resolved = u.value->>5 IS NOT NULL,
    acknowledged_at = CASE WHEN u.value->>6 THEN NULL ELSE acknowledged_at END,
    acknowledged_by = CASE WHEN u.value->>6 THEN NULL ELSE acknowledged_by END,
    updated_at = max(u.value->>7, updated_at + 1)
  FROM json_each(?) AS u WHERE alerts.id = u.value->>0 AND alerts.status <> 'resolved'`;

/** Rows `[alertId, kind, at, severity, value, note, now]`; what the machine does has no actor. */
export const INSERT_ALERT_EVENTS = `
  INSERT INTO alert_events (alert_id, kind, at, severity, value, note, created_at)
  SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6 FROM json_each(?)`;

/**
 * Rows `[serverId, metricType, severity, breaches, clears, value, firstBreachAt, lastNotifiedAt, resolvedAt, alertId, changes,
 * flappingSince, now]`.
 */
export const UPSERT_ALERT_STATES = `
  INSERT INTO alert_states (server_id, metric_type, current_severity, consecutive_breaches, consecutive_clears, current_value,
    first_breach_at, last_notified_at, resolved_at, alert_id, changes, flapping_since, created_at, updated_at)
  SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10,
    value->>11, value->>12, value->>12 FROM json_each(?) WHERE true
  ON CONFLICT (server_id, metric_type) DO UPDATE SET current_severity = excluded.current_severity,
    consecutive_breaches = excluded.consecutive_breaches, consecutive_clears = excluded.consecutive_clears,
    current_value = excluded.current_value, first_breach_at = excluded.first_breach_at,
    last_notified_at = excluded.last_notified_at, resolved_at = excluded.resolved_at, alert_id = excluded.alert_id,
    changes = excluded.changes, flapping_since = excluded.flapping_since, updated_at = excluded.updated_at`;

/** Among rows of notifications those that their channel is to hear of: not what is below it, unless it heard of that alert. */
export const IS_FOR_CHANNEL = `(NOT value->>8 OR EXISTS (
  SELECT 1 FROM notifications AS told WHERE told.alert_id = value->>1 AND told.channel_id = value->>2))`;

/** Rows `[idempotencyKey, alertId, channelId, event, severity, at, content, now, isBelowChannel]`. */
export const INSERT_NOTIFICATIONS = `
  INSERT INTO notifications (idempotency_key, alert_id, channel_id, event, severity, at, content, next_attempt_at, created_at)
  SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>7 FROM json_each(?)
  WHERE ${IS_FOR_CHANNEL}
  ON CONFLICT (idempotency_key) DO NOTHING`;

const loaded = (servers: string) => `
  SELECT
    (SELECT value FROM config WHERE key = 'thresholds') AS thresholds,
    (SELECT value FROM config WHERE key = 'notifications') AS notifications,
    (SELECT json_group_array(json_object('serverId', server_id, 'tag', tag, 'when', json(CASE
       WHEN starts_at IS NOT NULL THEN json_object('kind', 'once', 'startsAt', starts_at, 'endsAt', ends_at)
       ELSE json_object('kind', 'weekly', 'weekdays', json(weekdays), 'startMinute', start_minute,
         'durationMinutes', duration_minutes, 'timeZone', time_zone) END)))
     FROM maintenance_windows) AS windows,
    (SELECT json_group_array(json_array(id, min_severity)) FROM notification_channels WHERE is_enabled) AS channels,
    (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'alerts') AS last_alert_id,
    (SELECT json_group_array(json_array(st.server_id, st.metric_type, st.current_severity, st.consecutive_breaches,
       st.consecutive_clears, st.current_value, st.first_breach_at, st.last_notified_at, st.resolved_at, st.alert_id, json(st.changes),
       st.flapping_since, a.status, a.stale_at, a.peak_value, a.title, a.created_at))
     FROM alert_states AS st LEFT JOIN alerts AS a ON a.id = st.alert_id ${servers === "" ? "" : `WHERE st.server_id ${servers}`}) AS states,
    (SELECT json_group_array(json_array(a.server_id, a.alert_type, a.subject, a.severity, a.id, a.status, a.stale_at, a.peak_value,
       a.title, a.created_at))
     FROM alerts AS a WHERE a.status <> 'resolved' ${servers === "" ? "" : `AND a.server_id ${servers}`}
       AND NOT EXISTS (SELECT 1 FROM alert_states WHERE alert_id = a.id)) AS strays,
    ${
      servers === ""
        ? "'[]'"
        : `(SELECT json_group_array(json_array(r.server_id, r.service_name, r.timestamp, r.restarts))
     FROM servers AS s JOIN service_status AS r ON r.server_id = s.id
       AND r.timestamp > (SELECT max(timestamp) - ${RESTARTS_WITHIN_MS} FROM metrics WHERE server_id = s.id)
     WHERE s.id ${servers} AND r.restarts > 0 AND r.timestamp - (SELECT before.last_seen_at FROM service_status AS before
       WHERE before.server_id = r.server_id AND before.service_name = r.service_name AND before.timestamp < r.timestamp
       ORDER BY before.timestamp DESC LIMIT 1) <= ${RESTARTS_WITHIN_MS})`
    } AS restarts,
    (SELECT json_group_array(json_array(id, coalesce(display_name, id), cpu_cores, paused_at, machine_type,
       (SELECT count(*) FROM expected_services WHERE server_id = servers.id AND enabled),
       (SELECT json_group_array(tag) FROM server_tags WHERE server_id = servers.id)))
     FROM servers ${servers === "" ? "" : `WHERE id ${servers}`}) AS servers`;

/** Parameter (twice): a JSON array of server ids. One row with everything that an evaluation of these servers needs. */
export const LOAD_ALERTING = loaded("IN (SELECT value FROM json_each(?1))");

/** The same for every server. */
export const LOAD_ALL_ALERTING = loaded("");
