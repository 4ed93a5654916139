import { describe, expect, test } from "vitest";
import type { Database } from "../client";
import { classifyDatabaseError } from "../errors";
import { temporaryDatabase } from "../testing";

const insert = (values: Record<string, string | number | null>) => ({
  sql: `INSERT INTO servers (${Object.keys(values).join(", ")}) VALUES (${Object.keys(values).map(() => "?")})`,
  args: Object.values(values),
});

async function faultOf(db: Database, statement: { sql: string; args: (string | number | null)[] }) {
  try {
    await db.write([statement]);
    return "accepted";
  } catch (error) {
    return classifyDatabaseError(error);
  }
}

test("a row written by hand gets every default", async () => {
  const db = await temporaryDatabase();
  const before = Date.now();
  await db.write([insert({ id: "nas", hostname: "nas.lan" })]);
  const [row] = await db.query<Record<string, unknown>>("SELECT * FROM servers");
  expect(row).toEqual({
    ...{ id: "nas", guid: null, hostname: "nas.lan", display_name: null, ip_address: null },
    ...{ status: "unknown", status_changed_at: null, os_distribution: null, os_version: null },
    ...{ kernel_version: null, architecture: null, cpu_model: null, cpu_cores: null },
    os_info: '{"distribution":null,"version":null,"kernel":null,"architecture":null}',
    ...{ machine_type: "server", machine_category: null, tdp_watts: null, idle_watts: null },
    ...{ agent_version: null, boot_id: null, heartbeat_interval_seconds: 60, clock_skew_ms: null },
    ...{
      spooled_count: null,
      spool_dropped_count: 0,
      services_digest: null,
      services_stored_at: null,
      services_seen_at: null,
      last_seen: null,
      offline_after: null,
      paused_at: null,
    },
    ...{ updates_available: null, security_updates: null },
    created_at: expect.any(Number),
    updated_at: row?.created_at,
  });
  expect(Number(row?.created_at)).toBeGreaterThanOrEqual(before - 1);
  expect(Number(row?.created_at)).toBeLessThanOrEqual(Date.now());
});

test("os_info is a JSON object of the four columns and cannot be written", async () => {
  const db = await temporaryDatabase();
  const os = {
    os_distribution: 'Debian "sid"',
    os_version: "13",
    kernel_version: "6.12",
    architecture: "x86_64",
  };
  await db.write([insert({ id: "nas", hostname: "nas", ...os })]);
  const read = () => db.query<{ os_info: string }>("SELECT os_info FROM servers");
  const parsed = JSON.parse((await read())[0]?.os_info ?? "");
  expect(parsed).toEqual({
    distribution: 'Debian "sid"',
    version: "13",
    kernel: "6.12",
    architecture: "x86_64",
  });
  await db.write([{ sql: "UPDATE servers SET kernel_version = '6.18'", args: [] }]);
  expect(JSON.parse((await read())[0]?.os_info ?? "")).toMatchObject({ kernel: "6.18" });
  await expect(db.write([{ sql: "UPDATE servers SET os_info = '{}'", args: [] }])).rejects.toThrow(
    /generated/,
  );
});

describe("updated_at", () => {
  const instants = (db: Database) =>
    db.query<{ id: string; updated_at: number }>("SELECT id, updated_at FROM servers");

  test("grows with every UPDATE, also one typed into a shell, also twice in one millisecond", async () => {
    const db = await temporaryDatabase();
    await db.write([insert({ id: "nas", hostname: "nas" }), insert({ id: "pi", hostname: "pi" })]);
    const update = { sql: "UPDATE servers SET hostname = hostname WHERE id = 'nas'", args: [] };
    const [nas, pi] = await instants(db);
    await db.write([update, update]);
    const [nasAfter, piAfter] = await instants(db);
    expect(nasAfter?.updated_at).toBeGreaterThanOrEqual((nas?.updated_at ?? Number.NaN) + 2);
    expect(piAfter).toEqual(pi);
  });

  test("grows though the row's time lies in the future", async () => {
    const db = await temporaryDatabase();
    const future = Date.now() + 3_600_000;
    await db.write([insert({ id: "nas", hostname: "nas", updated_at: future })]);
    await db.write([{ sql: "UPDATE servers SET hostname = 'other'", args: [] }]);
    expect((await instants(db))[0]?.updated_at).toBe(future + 1);
  });

  test("stays what the writer says where the writer says it", async () => {
    const db = await temporaryDatabase();
    await db.write([insert({ id: "nas", hostname: "nas" })]);
    await db.write([{ sql: "UPDATE servers SET updated_at = 12345", args: [] }]);
    expect((await instants(db))[0]?.updated_at).toBe(12_345);
  });
});

describe("refuses", () => {
  const cases: [string, Record<string, string | number | null>, string][] = [
    ["an id with a capital", { id: "Nas" }, "check"],
    ["an id that begins with a hyphen", { id: "-nas" }, "check"],
    ["an id with a space", { id: "my nas" }, "check"],
    ["an id with a letter outside a to z", { id: "näs" }, "check"],
    ["an id with a line break at its end", { id: "nas\n" }, "check"],
    ["an empty id", { id: "" }, "check"],
    ["an id of 101 characters", { id: "a".repeat(101) }, "check"],
    ["no id", { id: null }, "not_null"],
    ["no hostname", { hostname: null }, "not_null"],
    ["an empty hostname", { hostname: "" }, "check"],
    ["a hostname of 256 characters", { hostname: "a".repeat(256) }, "check"],
    ["an address of 46 characters", { ip_address: "1".repeat(46) }, "check"],
    ["a status of its own", { status: "asleep" }, "check"],
    ["no status", { status: null }, "not_null"],
    ["a machine type of its own", { machine_type: "toaster" }, "check"],
    ["a distribution of 101 characters", { os_distribution: "a".repeat(101) }, "check"],
    ["a version of 101 characters", { os_version: "a".repeat(101) }, "check"],
    ["a kernel of 101 characters", { kernel_version: "a".repeat(101) }, "check"],
    ["an architecture of 21 characters", { architecture: "a".repeat(21) }, "check"],
    ["a negative power", { tdp_watts: -1 }, "check"],
    ["a power above 10 kW", { tdp_watts: 10_001 }, "check"],
    ["a negative idle power", { idle_watts: -1 }, "check"],
    ["an interval of no time", { heartbeat_interval_seconds: 0 }, "check"],
    ["an interval above a day", { heartbeat_interval_seconds: 86_401 }, "check"],
    ["a power in words", { tdp_watts: "much" }, "check"],
    ["a second server with one id", { id: "first" }, "unique"],
    ["a second server with one guid", { guid: "g-1" }, "unique"],
  ];
  test.each(cases)("%s", async (_what, change, fault) => {
    const db = await temporaryDatabase();
    await db.write([insert({ id: "first", hostname: "first", guid: "g-1" })]);
    expect(await faultOf(db, insert({ id: "nas", hostname: "nas", ...change }))).toBe(fault);
    expect(await db.query("SELECT id FROM servers")).toEqual([{ id: "first" }]);
  });
});

test("accepts everything at its limit", async () => {
  const db = await temporaryDatabase();
  const longest = {
    ...{
      id: "a".repeat(100),
      hostname: "h".repeat(255),
      ip_address: "1".repeat(45),
      architecture: "x".repeat(20),
    },
    ...{ os_distribution: "d".repeat(100), os_version: "v".repeat(100), kernel_version: "k".repeat(100) },
    ...{ tdp_watts: 10_000, idle_watts: 0, heartbeat_interval_seconds: 86_400, machine_type: "workstation" },
    status: "offline",
  };
  expect(await faultOf(db, insert(longest))).toBe("accepted");
  expect(await faultOf(db, insert({ id: "0", hostname: "x", tdp_watts: 0, status: "online" }))).toBe(
    "accepted",
  );
  // Several servers without a guid are not duplicates of each other.
  expect(await faultOf(db, insert({ id: "1", hostname: "x", guid: null }))).toBe("accepted");
});

describe("server_tags", () => {
  const tag = (server: string, name: string) => ({
    sql: "INSERT INTO server_tags (server_id, tag) VALUES (?, ?)",
    args: [server, name],
  });

  test("keeps each tag of a server once and refuses empty, long and homeless ones", async () => {
    const db = await temporaryDatabase();
    await db.write([insert({ id: "nas", hostname: "nas" }), tag("nas", "lab"), tag("nas", "t".repeat(40))]);
    expect(await faultOf(db, tag("nas", "lab"))).toBe("unique");
    expect(await faultOf(db, tag("nas", ""))).toBe("check");
    expect(await faultOf(db, tag("nas", "t".repeat(41)))).toBe("check");
    expect(await faultOf(db, tag("nobody", "lab"))).toBe("foreign_key");
  });
});

test("the sweep, the change feed and the tag filter each find their rows by an index", async () => {
  const db = await temporaryDatabase();
  const planOf = async (sql: string) => {
    const rows = await db.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    return rows.map(({ detail }) => detail).join("\n");
  };
  expect(await planOf("SELECT id FROM servers WHERE offline_after <= 1")).toContain(
    "idx_servers_offline_after",
  );
  expect(await planOf("SELECT id FROM servers WHERE updated_at > 1")).toContain("idx_servers_updated_at");
  expect(await planOf("SELECT server_id FROM server_tags WHERE tag = 'lab'")).toContain(
    "idx_server_tags_tag",
  );
});
