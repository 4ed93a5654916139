/** Lists of one kind are stored once in so long: the newest of each five minutes. */
export const LIST_STEP_MS = 300_000;

/** How far apart two lists may be for what a counter moved between them to count. */
const LIST_GAP_MS = 3 * LIST_STEP_MS;

/**
 * What the lists in `wanted (server_id, from_at, to_at)` say of each thing that is followed over years: rows `(server_id, kind, name, at,
 * value, amount, weight, capacity)`. The mean of a bucket is the sum of amounts by the sum of weights: of a rate the bytes by the seconds,
 * otherwise the values by their number. A rate says nothing where the interface was not there before, the machine booted or the counter
 * went back, as in domain/metrics/rate.ts.
 */
const seriesValues = `
  SELECT server_id, 'filesystem' AS kind, item->>'mount_point' AS name, at, CAST(item->>'used_bytes' AS REAL) AS value,
    CAST(item->>'used_bytes' AS REAL) AS amount, 1 AS weight,
    CASE WHEN item->>'available_bytes' IS NULL THEN CAST(item->>'total_bytes' AS REAL)
      ELSE CAST(item->>'used_bytes' AS REAL) + (item->>'available_bytes') END AS capacity
  FROM items WHERE metric_type = 'filesystems' AND at >= from_at AND item->>'used_bytes' IS NOT NULL
  UNION ALL
  SELECT server_id, 'temperature', (item->>'name') || CASE WHEN coalesce(item->>'label', '') = '' THEN '' ELSE ' ' || (item->>'label') END,
    at, item->>'temperature_celsius', item->>'temperature_celsius', 1, NULL
  FROM items WHERE metric_type = 'sensors' AND at >= from_at AND item->>'temperature_celsius' IS NOT NULL
  UNION ALL
  SELECT server_id, kind, name, at, round((bytes - bytes_before) * 1000.0 / (at - at_before)), CAST(bytes - bytes_before AS REAL),
    (at - at_before) / 1000.0, NULL
  FROM (
    SELECT *, lag(bytes) OVER earlier AS bytes_before, lag(at) OVER earlier AS at_before, lag(uptime) OVER earlier AS uptime_before
    FROM (
      SELECT i.server_id, i.from_at, d.value AS kind, i.item->>'name' AS name, i.at, m.uptime_seconds AS uptime,
        CASE WHEN d.value = 'interface_rx' THEN i.item->>'rx_bytes' ELSE i.item->>'tx_bytes' END AS bytes
      FROM items AS i JOIN json_each('["interface_rx","interface_tx"]') AS d
      LEFT JOIN metrics AS m ON m.server_id = i.server_id AND m.timestamp = i.at
      WHERE i.metric_type = 'network_interfaces')
    WINDOW earlier AS (PARTITION BY server_id, from_at, kind, name ORDER BY at))
  WHERE at >= from_at AND bytes >= bytes_before AND at > at_before AND at - at_before <= ${LIST_GAP_MS}
    AND NOT (uptime IS NOT NULL AND uptime_before IS NOT NULL AND (uptime < uptime_before OR uptime * 1000 < at - at_before))`;

/** The lists of `wanted`, one row a thing that they name; those shortly before it are there for its first rates. */
export const listedItems = `
  SELECT w.server_id, w.from_at, s.timestamp AS at, s.metric_type, j.value AS item
  FROM wanted AS w JOIN json_each('["filesystems","network_interfaces","sensors"]') AS k
  CROSS JOIN metrics_snapshot AS s JOIN json_each(s.metric_data) AS j
  WHERE s.server_id = w.server_id AND s.metric_type = k.value
    AND s.timestamp >= w.from_at - ${LIST_GAP_MS} AND s.timestamp < w.to_at AND j.type = 'object'`;

/**
 * Figures of the values in a bucket of `stepMs`, over rows of `seriesValues`, one row a server, kind, name and bucket. The last values are
 * those of the latest list.
 */
export const figuresOfValues = (stepMs: number) => `
  SELECT server_id, kind, name, bucket, min(value) AS value_min, max(value) AS value_max, sum(amount) AS value_sum,
    CAST(round(sum(weight)) AS INTEGER) AS value_count, max(CASE WHEN place = 1 THEN value END) AS value_last,
    max(CASE WHEN place = 1 THEN capacity END) AS capacity_last
  FROM (SELECT *, at / ${stepMs} * ${stepMs} AS bucket,
          row_number() OVER (PARTITION BY server_id, kind, name, at / ${stepMs} ORDER BY at DESC) AS place
        FROM (${seriesValues}))
  GROUP BY server_id, kind, name, bucket`;

/** The same over rows of series_1h or series_1d with their series. */
export const figuresOfSeries = (table: string, stepMs: number, where: string) => `
  SELECT series_id, bucket, min(value_min) AS value_min, max(coalesce(value_max, value_min)) AS value_max,
    sum(coalesce(value_sum, value_min * value_count)) AS value_sum, sum(value_count) AS value_count,
    max(CASE WHEN place = 1 THEN value_last END) AS value_last, max(CASE WHEN place = 1 THEN capacity_last END) AS capacity_last
  FROM (SELECT *, bucket_start / ${stepMs} * ${stepMs} AS bucket,
          row_number() OVER (PARTITION BY series_id, bucket_start / ${stepMs} ORDER BY bucket_start DESC) AS place
        FROM ${table} WHERE ${where})
  GROUP BY series_id, bucket`;

/** Figures as the tables keep them: what says nothing new is null. Over rows `f`. */
export const storedSeriesFigures = `f.value_min, nullif(f.value_max, f.value_min),
    CASE WHEN f.value_max <> f.value_min OR f.value_sum <> f.value_min * f.value_count THEN f.value_sum END,
    f.value_count, f.value_last, f.capacity_last`;
