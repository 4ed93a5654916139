/**
 * What one group commit writes: a statement a table, its rows as one JSON array in the first parameter. That is ten
 * times faster than a statement a row, and keeps numbers what they are (JavaScript's bind as REAL).
 *
 * The order matters: snapshots are written while a repeated sample can still be told from a new one, then the samples, which say
 * which of them were new, then what buckets they make anew where they come late (hub/metrics/place-samples.ts).
 */

/** Rows `[id, hostname, now, intervalSeconds]`; buckets that this commit makes are due by the interval. */
export const INSERT_SERVERS = `
  INSERT INTO servers (id, hostname, created_at, updated_at, heartbeat_interval_seconds)
  SELECT value->>0, value->>1, value->>2, value->>2, value->>3 FROM json_each(?) WHERE true
  ON CONFLICT (id) DO NOTHING`;

/** Rows `[keyId, uses, now, address]`. The CHECK on uses refuses the whole commit when another hub took the last one. */
export const COUNT_ENROLMENTS = `
  UPDATE enrolment_keys SET uses_count = uses_count + (u.value->>1), last_used_at = u.value->>2,
    last_used_from = u.value->>3
  FROM json_each(?) AS u WHERE enrolment_keys.id = u.value->>0`;

/** Rows `[serverId, now]`: tokens that were handed out in an answer that never arrived. */
export const REVOKE_UNUSED_TOKENS = `
  UPDATE agent_tokens SET revoked_at = u.value->>1
  FROM json_each(?) AS u
  WHERE agent_tokens.server_id = u.value->>0 AND agent_tokens.revoked_at IS NULL AND agent_tokens.last_used_at IS NULL`;

/** Rows `[serverId, tokenSha256, enrolledWithSha256, now, prefix]`. */
export const INSERT_TOKENS = `
  INSERT INTO agent_tokens (server_id, token_sha256, enrolled_with_sha256, created_at, prefix)
  SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?)`;

export const sampleColumns = [
  "server_id",
  "timestamp",
  "cpu_percent",
  "memory_percent",
  "memory_total_mb",
  "memory_used_mb",
  "swap_total_mb",
  "swap_used_mb",
  "disk_percent",
  "disk_total_gb",
  "disk_used_gb",
  "network_rx_bytes",
  "network_tx_bytes",
  "load_1m",
  "load_5m",
  "load_15m",
  "uptime_seconds",
  "temperature_celsius",
  "disk_worst_percent",
] as const;

/** Rows in the order of the columns. Answers `(server_id, timestamp)` of those that were new. */
export const INSERT_SAMPLES = `
  INSERT INTO metrics (${sampleColumns.join(", ")})
  SELECT ${sampleColumns.map((_, index) => `value->>${index}`).join(", ")} FROM json_each(?) WHERE true
  ON CONFLICT (server_id, timestamp) DO NOTHING
  RETURNING server_id, timestamp`;

const isNewSample =
  "NOT EXISTS (SELECT 1 FROM metrics WHERE server_id = s.value->>0 AND timestamp = s.value->>1)";

const bucketStart = "(s.value->>1) / (s.value->>4) * (s.value->>4)";

/**
 * Rows `[serverId, timestamp, metricType, metricData, bucketMs]`, for samples that are new; no two of one kind in one bucket. Of a kind
 * with a `bucketMs` the newest list of each bucket is kept: it takes the row of the one before it, whose id it is given.
 */
export const STORE_SNAPSHOTS = `
  INSERT INTO metrics_snapshot (id, server_id, timestamp, metric_type, metric_data)
  SELECT (SELECT m.id FROM metrics_snapshot AS m WHERE m.server_id = s.value->>0 AND m.metric_type = s.value->>2
        AND m.timestamp >= ${bucketStart} AND m.timestamp < s.value->>1
      ORDER BY m.timestamp DESC LIMIT 1),
    s.value->>0, s.value->>1, s.value->>2, s.value->>3
  FROM json_each(?) AS s WHERE ${isNewSample}
    AND (s.value->>4 IS NULL OR NOT EXISTS (
      SELECT 1 FROM metrics_snapshot AS m WHERE m.server_id = s.value->>0 AND m.metric_type = s.value->>2
        AND m.timestamp >= s.value->>1 AND m.timestamp < ${bucketStart} + (s.value->>4)))
    AND (s.value->>2 <> 'packages' OR s.value->>3 IS NOT (
      SELECT metric_data FROM metrics_snapshot AS before
      WHERE before.server_id = s.value->>0 AND before.metric_type = 'packages' AND before.timestamp < s.value->>1
      ORDER BY before.timestamp DESC LIMIT 1))
  ON CONFLICT (id) DO UPDATE SET timestamp = excluded.timestamp, metric_data = excluded.metric_data
  ON CONFLICT (server_id, metric_type, timestamp) DO NOTHING`;

/**
 * Rows `[id, now, lastSeen, offlineAfter, isFresh, isNewest, skew, spoolDropped, servicesDigest, servicesStoredAt,
 * servicesSeenAt]`. An old sample that came late changes nothing, unless
 * the machine was alive later than was known.
 */
export const UPDATE_PRESENCE = `
  UPDATE servers SET
    updated_at = max(u.value->>1, servers.updated_at + 1),
    status = CASE WHEN u.value->>4 THEN 'online' ELSE status END,
    status_changed_at = CASE WHEN u.value->>4 AND status <> 'online' THEN u.value->>1 ELSE status_changed_at END,
    offline_after = CASE WHEN u.value->>2 >= coalesce(last_seen, 0) THEN u.value->>3 ELSE offline_after END,
    last_seen = max(u.value->>2, coalesce(last_seen, 0)),
    clock_skew_ms = CASE WHEN u.value->>5 THEN u.value->>6 ELSE clock_skew_ms END,
    spool_dropped_count = spool_dropped_count + u.value->>7,
    services_digest = coalesce(u.value->>8, services_digest),
    services_stored_at = coalesce(u.value->>9, services_stored_at),
    services_seen_at = coalesce(u.value->>10, services_seen_at)
  FROM json_each(?) AS u
  WHERE servers.id = u.value->>0 AND (u.value->>5 OR u.value->>2 > coalesce(servers.last_seen, 0))`;

/** What a machine says of itself, in the order of `description` in heartbeat-rows.ts. */
const describedColumns = [
  "hostname",
  "guid",
  "ip_address",
  "os_distribution",
  "os_version",
  "kernel_version",
  "architecture",
  "cpu_model",
  "cpu_cores",
  "agent_version",
  "boot_id",
  "heartbeat_interval_seconds",
  "spooled_count",
  "updates_available",
  "security_updates",
];

/** Rows `[id, now, ...description]`; what the machine does not say stays. */
export const DESCRIBE_SERVERS = `
  UPDATE servers SET updated_at = max(u.value->>1, servers.updated_at + 1),
    ${describedColumns.map((column, index) => `${column} = coalesce(u.value->>${index + 2}, ${column})`).join(",\n    ")}
  FROM json_each(?) AS u WHERE servers.id = u.value->>0`;

/** Rows `[tokenId, now, address]`. To the minute: a token that is used every second is not written every second. */
export const MARK_TOKENS_USED = `
  UPDATE agent_tokens SET last_used_at = u.value->>1, last_used_from = u.value->>2
  FROM json_each(?) AS u
  WHERE agent_tokens.id = u.value->>0 AND coalesce(agent_tokens.last_used_at, 0) < (u.value->>1) - 60000`;

/** The same for API keys. Both are left out of a commit where none was used, or each within the minute. */
export const MARK_API_KEYS_USED = `
  UPDATE api_keys SET last_used_at = u.value->>1, last_used_from = u.value->>2
  FROM json_each(?) AS u
  WHERE api_keys.id = u.value->>0 AND coalesce(api_keys.last_used_at, 0) < (u.value->>1) - 60000`;

/**
 * Parameters: JSON arrays of ids and of guids. One row for each server that either names; `is_alerting` where something of it
 * that a heartbeat may change is active or counting towards it: forecasts of disks are judged by a job.
 */
export const LOAD_SERVERS = `
  SELECT s.id, s.guid, s.last_seen, s.heartbeat_interval_seconds, s.cpu_cores, s.services_digest, s.services_stored_at, s.services_seen_at,
    p.rolled_up_until,
    (SELECT json_group_array(json_array(service_name, is_critical)) FROM expected_services WHERE server_id = s.id AND enabled)
      AS expected_services,
    (SELECT max(timestamp) FROM metrics WHERE server_id = s.id) AS newest_sample_at,
    EXISTS (SELECT 1 FROM alert_states AS st WHERE st.server_id = s.id
      AND (st.current_severity IS NOT NULL OR st.consecutive_breaches > 0)
      AND st.metric_type NOT LIKE 'capacity:%') AS is_alerting,
    json_array(${describedColumns.map((column) => `s.${column}`).join(", ")}) AS description
  FROM servers AS s LEFT JOIN rollup_progress AS p ON p.server_id = s.id
  WHERE s.id IN (SELECT value FROM json_each(?)) OR s.guid IN (SELECT value FROM json_each(?))`;

export const LOAD_THRESHOLDS = "SELECT value FROM config WHERE key = 'thresholds'";

/** Parameter: a JSON array of server ids. Tokens that have never been used and for which enrolment they were given. */
export const LOAD_UNUSED_TOKENS = `
  SELECT server_id, enrolled_with_sha256 FROM agent_tokens
  WHERE server_id IN (SELECT value FROM json_each(?)) AND revoked_at IS NULL AND last_used_at IS NULL`;
