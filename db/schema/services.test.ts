import { beforeEach, describe, expect, test } from "vitest";
import { insertRow } from "../../hub/alerts/testing-alerts";
import type { Database } from "../client";
import { classifyDatabaseError } from "../errors";
import { temporaryDatabase } from "../testing";

type Values = Record<string, string | number | null>;

let db: Database;
beforeEach(async () => {
  db = await temporaryDatabase();
  await db.write(["INSERT INTO servers (id, hostname) VALUES ('nas', 'nas'), ('pi', 'pi')"]);
});

async function faultOf(...statements: Parameters<Database["write"]>[0]) {
  try {
    await db.write(statements);
    return "accepted";
  } catch (error) {
    return classifyDatabaseError(error);
  }
}

const rowsOf = (table: string) => db.query<Values>(`SELECT * FROM ${table} ORDER BY id`);
const expected = (change: Values = {}) =>
  insertRow("expected_services", { server_id: "nas", service_name: "nginx.service", ...change });
const run = (change: Values = {}) =>
  insertRow("service_status", {
    ...{ server_id: "nas", service_name: "nginx.service", status: "running", timestamp: 5, ...change },
  });

async function indexesOf(table: string) {
  return db.query<Values>(
    `SELECT l.name, group_concat(i.name) AS columns, l."unique" FROM pragma_index_list('${table}') AS l,
       pragma_index_info(l.name) AS i GROUP BY l.name ORDER BY l.name`,
  );
}

async function planOf(sql: string) {
  const rows = await db.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
  return rows.map(({ detail }) => detail).join("; ");
}

describe("expected_services", () => {
  test("fills what an insert by hand leaves out", async () => {
    await db.write([expected()]);
    const [row] = await rowsOf("expected_services");
    expect(row).toEqual({
      ...{ id: 1, server_id: "nas", service_name: "nginx.service", display_name: null, is_critical: 0 },
      ...{ enabled: 1, created_at: expect.any(Number) },
    });
    expect(Math.abs(Date.now() - Number(row?.created_at))).toBeLessThan(10_000);
  });

  test.each([
    ["no server", { server_id: null }, "not_null"],
    ["an unknown server", { server_id: "gone" }, "foreign_key"],
    ["no name", { service_name: null }, "not_null"],
    ["an empty name", { service_name: "" }, "check"],
    ["a name of 256 characters", { service_name: "s".repeat(256) }, "check"],
    ["an empty name to show", { display_name: "" }, "check"],
    ["a name to show of 256 characters", { display_name: "s".repeat(256) }, "check"],
    ["half critical", { is_critical: 2 }, "check"],
    ["neither enabled nor disabled", { enabled: 2 }, "check"],
    ["no word about whether it is enabled", { enabled: null }, "not_null"],
    ["no word about whether it is critical", { is_critical: null }, "not_null"],
  ])("refuses %s", async (_what, change: Values, fault) => {
    expect(await faultOf(expected(change))).toBe(fault);
  });

  test("takes names of 255 characters, and one name on two servers but not twice on one", async () => {
    const longest = { service_name: "s".repeat(255), display_name: "d".repeat(255) };
    expect(await faultOf(expected(longest), expected(), expected({ server_id: "pi" }))).toBe("accepted");
    expect(await faultOf(expected())).toBe("unique");
    // Another unit is another unit, however alike the names are.
    expect(await faultOf(expected({ service_name: "nginx-exporter.service" }))).toBe("accepted");
    expect(await faultOf(expected({ service_name: "Nginx.service" }))).toBe("accepted");
  });

  test("has the indexes that the contract names", async () => {
    expect(await indexesOf("expected_services")).toEqual([
      { name: "idx_expected_services_server", columns: "server_id", unique: 0 },
      { name: "uq_server_service_name", columns: "server_id,service_name", unique: 1 },
    ]);
  });
});

describe("service_status", () => {
  test("takes a row that was written by hand", async () => {
    await db.write([run()]);
    expect(await rowsOf("service_status")).toEqual([
      {
        ...{ id: 1, server_id: "nas", service_name: "nginx.service", status: "running", status_reason: null },
        ...{ pid: null, memory_mb: null, cpu_percent: null, timestamp: 5, last_seen_at: null },
        ...{ known_until: null, restarts: 0, restart_counter: null, exit_status: null, started_at: null },
      },
    ]);
  });

  test.each([
    ["no server", { server_id: null }, "not_null"],
    ["an unknown server", { server_id: "gone" }, "foreign_key"],
    ["no name", { service_name: null }, "not_null"],
    ["an empty name", { service_name: "" }, "check"],
    ["a name of 256 characters", { service_name: "s".repeat(256) }, "check"],
    ["no status", { status: null }, "not_null"],
    ["a status of its own", { status: "dead" }, "check"],
    ["a status in capitals", { status: "Running" }, "check"],
    ["no time", { timestamp: null }, "not_null"],
    ["a reason of 501 characters", { status_reason: "r".repeat(501) }, "check"],
    ["fewer restarts than none", { restarts: -1 }, "check"],
    ["a run that ends before it begins", { last_seen_at: 4 }, "check"],
  ])("refuses %s", async (_what, change: Values, fault) => {
    expect(await faultOf(run(change))).toBe(fault);
  });

  test("takes every status, and names of 255 characters", async () => {
    for (const status of ["running", "stopped", "failed", "unknown"]) {
      expect(await faultOf(run({ status, service_name: "s".repeat(255) }))).toBe("accepted");
    }
  });

  test("has the indexes that the contract names, and the newest run of a service is found by one", async () => {
    expect(await indexesOf("service_status")).toEqual([
      { name: "idx_service_status_server_time", columns: "server_id,timestamp", unique: 0 },
      { name: "idx_service_status_service", columns: "server_id,service_name,timestamp", unique: 0 },
    ]);
    const newest =
      "SELECT id FROM service_status WHERE server_id = 'nas' AND service_name = 'x' ORDER BY timestamp DESC LIMIT 1";
    expect(await planOf(newest)).toMatch(
      /INDEX idx_service_status_service \(server_id=\? AND service_name=\?\)$/,
    );
    const span = "SELECT id FROM service_status WHERE server_id = 'nas' AND timestamp >= 1 AND timestamp < 2";
    expect(await planOf(span)).toMatch(/idx_service_status_server_time \(server_id=\? AND timestamp>\? AND/);
  });
});

test("removing an expected service keeps its history; deleting the server removes both", async () => {
  await db.write([expected(), expected({ server_id: "pi" }), run(), run({ server_id: "pi" })]);
  await db.write(["DELETE FROM expected_services WHERE server_id = 'nas'"]);
  expect(await rowsOf("service_status")).toHaveLength(2);
  await db.write([expected(), "DELETE FROM servers WHERE id = 'nas'"]);
  expect(await rowsOf("expected_services")).toMatchObject([{ server_id: "pi" }]);
  expect(await rowsOf("service_status")).toMatchObject([{ server_id: "pi" }]);
});
