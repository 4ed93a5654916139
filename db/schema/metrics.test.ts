import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../client";
import { classifyDatabaseError } from "../errors";
import { temporaryDatabase } from "../testing";

const COUNTER_MAX = 9_223_372_036_854_775_807n;
const HOUR = 3_600_000;

let db: Database;
beforeEach(async () => {
  db = await temporaryDatabase();
  await db.write([
    { sql: "INSERT INTO servers (id, hostname) VALUES ('nas', 'nas'), ('pi', 'pi')", args: [] },
  ]);
});

async function faultOf(sql: string, args: (string | number | bigint | null)[] = []) {
  try {
    await db.write([{ sql, args }]);
    return "accepted";
  } catch (error) {
    return classifyDatabaseError(error);
  }
}

describe("metrics", () => {
  test("a sample needs its server and its time; everything else may be unknown", async () => {
    await db.write([{ sql: "INSERT INTO metrics (server_id, timestamp) VALUES ('nas', 1)", args: [] }]);
    const [row] = await db.query<Record<string, unknown>>("SELECT * FROM metrics");
    const { id, server_id, timestamp, ...measures } = row ?? {};
    expect([id, server_id, timestamp]).toEqual([1, "nas", 1]);
    expect(Object.keys(measures)).toEqual(
      expect.arrayContaining([
        ...[
          "cpu_percent",
          "memory_percent",
          "memory_total_mb",
          "memory_used_mb",
          "swap_total_mb",
          "swap_used_mb",
        ],
        ...[
          "disk_percent",
          "disk_total_gb",
          "disk_used_gb",
          "network_rx_bytes",
          "network_tx_bytes",
          "load_1m",
        ],
        ...["load_5m", "load_15m", "uptime_seconds", "temperature_celsius"],
      ]),
    );
    expect(new Set(Object.values(measures))).toEqual(new Set([null]));
    expect(await faultOf("INSERT INTO metrics (server_id) VALUES ('nas')")).toBe("not_null");
    expect(await faultOf("INSERT INTO metrics (timestamp) VALUES (1)")).toBe("not_null");
    expect(await faultOf("INSERT INTO metrics (server_id, timestamp) VALUES ('gone', 1)")).toBe(
      "foreign_key",
    );
  });

  test("a repeated sample is refused, and changes nothing where the writer says so", async () => {
    const sample = "INSERT INTO metrics (server_id, timestamp, cpu_percent) VALUES ('nas', 1000, ?)";
    await db.write([{ sql: sample, args: [10] }]);
    expect(await faultOf(sample, [20])).toBe("unique");
    const repeat = `${sample} ON CONFLICT (server_id, timestamp) DO NOTHING RETURNING id`;
    const [result] = await db.write([{ sql: repeat, args: [30] }]);
    expect(result?.rows).toEqual([]);
    expect(await db.query("SELECT id, cpu_percent FROM metrics")).toEqual([{ id: 1, cpu_percent: 10 }]);
    await db.write([{ sql: "INSERT INTO metrics (server_id, timestamp) VALUES ('pi', 1000)", args: [] }]);
  });

  test("the id of a deleted sample is never given again", async () => {
    const sample = { sql: "INSERT INTO metrics (server_id, timestamp) VALUES ('nas', 1)", args: [] };
    await db.write([sample, { sql: "DELETE FROM metrics", args: [] }, sample]);
    expect(await db.query("SELECT id FROM metrics")).toEqual([{ id: 2 }]);
  });

  test("samples of one server between two times are found by the unique index", async () => {
    const plan = await db.query<{ detail: string }>(
      "EXPLAIN QUERY PLAN SELECT * FROM metrics WHERE server_id = 'nas' AND timestamp >= 1 AND timestamp < 2 ORDER BY timestamp",
    );
    expect(plan.map(({ detail }) => detail)).toEqual([
      "SEARCH metrics USING INDEX idx_metrics_server_timestamp (server_id=? AND timestamp>? AND timestamp<?)",
    ]);
  });

  test("counters are stored whole up to 2^63-1 and read with CAST AS REAL", async () => {
    const stored = [0n, 9_007_199_254_740_991n, 9_007_199_254_740_993n, COUNTER_MAX];
    const json = `[${stored.map((value, at) => `[${at},${value}]`)}]`;
    const sql = `INSERT INTO metrics (server_id, timestamp, network_rx_bytes, network_tx_bytes)
      SELECT 'nas', value ->> 0, value ->> 1, value ->> 1 FROM json_each(?)`;
    await db.write([{ sql, args: [json] }]);
    const read = "FROM metrics ORDER BY timestamp";
    const exact = await db.query<{ rx: string }>(
      `SELECT typeof(network_rx_bytes) || ' ' || network_rx_bytes AS rx ${read}`,
    );
    expect(exact.map(({ rx }) => rx)).toEqual(stored.map((value) => `integer ${value}`));
    const real = await db.query<{ rx: number }>(`SELECT CAST(network_rx_bytes AS REAL) AS rx ${read}`);
    expect(real.map(({ rx }) => rx)).toEqual(stored.map(Number));
  });

  test("a bound bigint is stored whole as well", async () => {
    const sql = "INSERT INTO metrics (server_id, timestamp, network_tx_bytes) VALUES ('nas', 1, ?)";
    await db.write([{ sql, args: [COUNTER_MAX] }]);
    expect(await db.query("SELECT CAST(network_tx_bytes AS TEXT) AS tx FROM metrics")).toEqual([
      { tx: `${COUNTER_MAX}` },
    ]);
  });

  test("fact: the client throws at a plain integer above 2^53, whatever else the row holds", async () => {
    const sql = "INSERT INTO metrics (server_id, timestamp, network_rx_bytes) VALUES ('nas', 1, ?)";
    await db.write([{ sql, args: [9_007_199_254_740_992n] }]);
    await expect(db.query("SELECT * FROM metrics")).rejects.toThrow(/cannot be safely represented/);
    // It is a fault of the question: the connection goes on.
    expect(await db.query("SELECT timestamp FROM metrics")).toEqual([{ timestamp: 1 }]);
  });
});

describe("metrics_snapshot", () => {
  const insert =
    "INSERT INTO metrics_snapshot (server_id, timestamp, metric_type, metric_data) VALUES (?, ?, ?, ?)";

  test("keeps valid JSON under a type and says when it was written", async () => {
    const before = Date.now();
    expect(await faultOf(insert, ["nas", 1, "t".repeat(50), '{"a":[1]}'])).toBe("accepted");
    const [row] = await db.query<{ id: number; created_at: number }>("SELECT * FROM metrics_snapshot");
    expect(row).toMatchObject({ id: 1, server_id: "nas", timestamp: 1, metric_data: '{"a":[1]}' });
    expect(row?.created_at).toBeGreaterThanOrEqual(before - 1);
  });

  test.each([
    ["text that is not JSON", ["nas", 1, "disk", "{"], "check"],
    ["an empty text", ["nas", 1, "disk", ""], "check"],
    ["no data", ["nas", 1, "disk", null], "not_null"],
    ["an empty type", ["nas", 1, "", "{}"], "check"],
    ["a type of 51 characters", ["nas", 1, "t".repeat(51), "{}"], "check"],
    ["no type", ["nas", 1, null, "{}"], "not_null"],
    ["no time", ["nas", null, "disk", "{}"], "not_null"],
    ["no server", [null, 1, "disk", "{}"], "not_null"],
    ["an unknown server", ["gone", 1, "disk", "{}"], "foreign_key"],
    ["one type of one server twice at one time", ["nas", 5, "disk", "{}"], "unique"],
  ])("refuses %s", async (_what, values, fault) => {
    await db.write([{ sql: insert, args: ["nas", 5, "disk", "{}"] }]);
    expect(await faultOf(insert, values)).toBe(fault);
  });

  test("rows of one type between two times, and the newest of a server, are found by an index", async () => {
    const planOf = async (where: string) => {
      const rows = await db.query<{ detail: string }>(
        `EXPLAIN QUERY PLAN SELECT id FROM metrics_snapshot ${where}`,
      );
      return rows.map(({ detail }) => detail).join("\n");
    };
    expect(await planOf("WHERE metric_type = 'disk' AND timestamp > 1")).toContain(
      "idx_metrics_type_timestamp",
    );
    expect(
      await planOf("WHERE server_id = 'nas' AND metric_type = 'disk' ORDER BY timestamp DESC LIMIT 1"),
    ).toMatch(/uq_metrics_snapshot_server_type_timestamp \(server_id=\? AND metric_type=\?\)$/);
  });
});

describe.each([
  ["metrics_5m", 300_000],
  ["metrics_1h", HOUR],
  ["metrics_1d", 24 * HOUR],
])("%s", (table, bucketMs) => {
  const bucket = (server: string | null, start: number | null) =>
    faultOf(`INSERT INTO ${table} (server_id, bucket_start, sample_count) VALUES (?, ?, 1)`, [server, start]);

  test("holds one bucket for each server and aligned time", async () => {
    expect(await bucket("nas", 2 * bucketMs)).toBe("accepted");
    expect(await bucket("nas", 2 * bucketMs)).toBe("unique");
    expect(await bucket("pi", 2 * bucketMs)).toBe("accepted");
    expect(await bucket("nas", 2 * bucketMs + 1)).toBe("check");
    expect(await bucket("gone", 2 * bucketMs)).toBe("foreign_key");
    expect(await bucket("nas", null)).toBe("not_null");
    expect(await faultOf(`INSERT INTO ${table} (server_id, bucket_start) VALUES ('nas', 0)`)).toBe(
      "not_null",
    );
  });

  test("leaves unknown what no sample knew", async () => {
    await bucket("nas", bucketMs);
    const [row] = await db.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
    const { server_id, bucket_start, sample_count, ...figures } = row ?? {};
    expect([server_id, bucket_start, sample_count]).toEqual(["nas", bucketMs, 1]);
    expect(Object.keys(figures)).toEqual(
      expect.arrayContaining(["cpu_percent_min", "load_15m_sum", "network_tx_rate_max", "last_at"]),
    );
    expect(new Set(Object.values(figures))).toEqual(new Set([null]));
  });

  test("buckets of one server between two times are found by the primary key", async () => {
    const plan = await db.query<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT cpu_percent_sum FROM ${table} WHERE server_id = 'nas' AND bucket_start >= 1 AND bucket_start < 2`,
    );
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringContaining("(server_id=? AND bucket_start>? AND bucket_start<?)"),
    ]);
  });
});

test("deleting a server deletes what belongs to it, in every table, and nothing of the others", async () => {
  const fill = (server: string) => [
    `INSERT INTO metrics (server_id, timestamp) VALUES ('${server}', 1)`,
    `INSERT INTO metrics_snapshot (server_id, timestamp, metric_type, metric_data) VALUES ('${server}', 1, 'disk', '{}')`,
    ...["metrics_5m", "metrics_1h", "metrics_1d"].map(
      (table) => `INSERT INTO ${table} (server_id, bucket_start, sample_count) VALUES ('${server}', 0, 1)`,
    ),
    `INSERT INTO rollup_progress (server_id) VALUES ('${server}')`,
    `INSERT INTO series (server_id, kind, name) VALUES ('${server}', 'filesystem', '/')`,
    `INSERT INTO server_tags (server_id, tag) VALUES ('${server}', 'lab')`,
    `INSERT INTO agent_tokens (server_id, token_sha256) VALUES ('${server}', '${server.padEnd(64, "0")}')`,
    `INSERT INTO alerts (server_id, alert_type, severity, title) VALUES ('${server}', 'cpu', 'high', 'CPU')`,
    `INSERT INTO alert_states (server_id, metric_type) VALUES ('${server}', 'cpu')`,
    `INSERT INTO maintenance_windows (name, server_id, starts_at, ends_at) VALUES ('m', '${server}', 1, 2)`,
    `INSERT INTO expected_services (server_id, service_name) VALUES ('${server}', 'nginx')`,
    `INSERT INTO service_status (server_id, service_name, status, timestamp) VALUES ('${server}', 'nginx', 'running', 1)`,
  ];
  await db.write([...fill("nas"), ...fill("pi")]);
  await db.write([{ sql: "DELETE FROM servers WHERE id = 'nas'", args: [] }]);
  const children = await db.query<{ name: string }>(
    `SELECT DISTINCT m.name FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE f."table" = 'servers' ORDER BY 1`,
  );
  expect(children.map(({ name }) => name)).toEqual([
    ...["agent_tokens", "alert_states", "alerts", "expected_services", "maintenance_windows"],
    ...["metrics", "metrics_1d", "metrics_1h", "metrics_5m", "metrics_snapshot", "rollup_progress", "series"],
    ...["server_tags", "service_status"],
  ]);
  for (const { name } of children) {
    expect(await db.query(`SELECT server_id FROM ${name}`), name).toEqual([{ server_id: "pi" }]);
  }
});
