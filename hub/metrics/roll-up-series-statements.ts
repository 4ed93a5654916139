import {
  figuresOfSeries,
  figuresOfValues,
  listedItems,
  storedSeriesFigures,
} from "../../db/queries/series-figures";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const columns =
  "series_id, bucket_start, value_min, value_max, value_sum, value_count, value_last, capacity_last";
const orReplace = `ON CONFLICT (series_id, bucket_start) DO UPDATE SET ${columns
  .split(", ")
  .slice(2)
  .map((column) => `${column} = excluded.${column}`)
  .join(", ")}`;

const nameSeries = `
  INSERT INTO series (server_id, kind, name)
  SELECT DISTINCT server_id, kind, name FROM (${figuresOfValues(HOUR_MS)}) WHERE true
  ON CONFLICT (server_id, kind, name) DO NOTHING`;

const makeHours = `
  INSERT INTO series_1h (${columns})
  SELECT e.id, f.bucket, ${storedSeriesFigures}
  FROM (${figuresOfValues(HOUR_MS)}) AS f
  JOIN series AS e ON e.server_id = f.server_id AND e.kind = f.kind AND e.name = f.name WHERE true ${orReplace}`;

const makeDays = `
  INSERT INTO series_1d (${columns})
  SELECT f.series_id, f.bucket, ${storedSeriesFigures}
  FROM (${figuresOfSeries(
    "(SELECT b.* FROM (SELECT DISTINCT w.server_id, w.from_at / 86400000 * 86400000 AS day FROM wanted AS w UNION SELECT w.server_id, (w.to_at - 1) / 86400000 * 86400000 FROM wanted AS w) AS d JOIN series AS e ON e.server_id = d.server_id CROSS JOIN series_1h AS b WHERE b.series_id = e.id AND b.bucket_start >= d.day AND b.bucket_start < d.day + 86400000)",
    DAY_MS,
    "true",
  )}) AS f WHERE true ${orReplace}`;

const forget = (table: string, bucketMs: number) => `
  DELETE FROM ${table} WHERE (series_id, bucket_start) IN (
    SELECT e.id, w.from_at / ${bucketMs} * ${bucketMs} FROM wanted AS w JOIN series AS e ON e.server_id = w.server_id)`;

const everyTier = (spans: string) => {
  const wanted = `WITH wanted (server_id, from_at, to_at) AS MATERIALIZED (${spans})`;
  const items = `${wanted}, items AS MATERIALIZED (${listedItems})`;
  return {
    nameSeries: `${items} ${nameSeries}`,
    forgetHours: `${wanted} ${forget("series_1h", HOUR_MS)}`,
    makeHours: `${items} ${makeHours}`,
    forgetDays: `${wanted} ${forget("series_1d", DAY_MS)}`,
    makeDays: `${wanted} ${makeDays}`,
  };
};

/** Parameter: JSON rows `[serverId, from, to]`, whole hours of no more than a day. Makes the series of what the lists in them name. */
const ofSpans = everyTier(
  "SELECT value->>0, value->>1, value->>2 FROM json_each(?) WHERE value->>0 IN (SELECT id FROM servers)",
);
export const ROLL_UP_SERIES = [ofSpans.nameSeries, ofSpans.makeHours, ofSpans.makeDays];

/**
 * Parameter: JSON rows `[serverId, timestamp]` of samples that came late, their lists stored. Makes anew the hours that hold them and the next
 * ones, whose first rates are since these: from nothing, as a list that took the place of another may leave a bucket without a value.
 */
const ofLate = everyTier(`
  SELECT DISTINCT l.server_id, l.hour, l.hour + ${HOUR_MS} FROM (
    SELECT value->>0 AS server_id, (value->>1) / ${HOUR_MS} * ${HOUR_MS} AS hour FROM json_each(?1)
    UNION SELECT value->>0, ((value->>1) / ${HOUR_MS} + 1) * ${HOUR_MS} FROM json_each(?1)) AS l
  JOIN rollup_progress AS p ON p.server_id = l.server_id
  WHERE l.hour < p.series_rolled_up_until AND l.hour >= p.snapshots_from`);
export const ROLL_UP_LATE_LISTS = [
  ...[ofLate.nameSeries, ofLate.forgetHours, ofLate.makeHours, ofLate.forgetDays, ofLate.makeDays],
];

/** Parameter: the same rows as ROLL_UP_SERIES. */
export const MARK_SERIES_ROLLED_UP = `
  UPDATE rollup_progress SET series_rolled_up_until = max(series_rolled_up_until, r.value->>2)
  FROM json_each(?) AS r WHERE rollup_progress.server_id = r.value->>0`;
