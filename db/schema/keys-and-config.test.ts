import { is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../client";
import { classifyDatabaseError } from "../errors";
import { temporaryDatabase } from "../testing";
import * as schema from "./index";

const HASH = "a".repeat(64);

let db: Database;
beforeEach(async () => {
  db = await temporaryDatabase();
  await db.write([{ sql: "INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')", args: [] }]);
});

async function faultOf(sql: string, args: (string | number | null)[] = []) {
  try {
    await db.write([{ sql, args }]);
    return "accepted";
  } catch (error) {
    return classifyDatabaseError(error);
  }
}

describe("config", () => {
  const insert = "INSERT INTO config (key, value) VALUES (?, ?)";

  test("keeps a JSON document under a key, and the time of its last change", async () => {
    expect(await faultOf(insert, ["k".repeat(100), '{"days":14}'])).toBe("accepted");
    const instants = () => db.query<{ updated_at: number }>("SELECT updated_at FROM config");
    const before = (await instants())[0]?.updated_at ?? Number.NaN;
    expect(Math.abs(Date.now() - before)).toBeLessThan(10_000);
    await db.write(["UPDATE config SET value = '7'", "UPDATE config SET value = '8'"]);
    expect((await instants())[0]?.updated_at).toBeGreaterThanOrEqual(before + 2);
    await db.write(["UPDATE config SET value = '9', updated_at = 77"]);
    expect((await instants())[0]?.updated_at).toBe(77);
  });

  test.each([
    ["text that is not JSON", ["key", "14 days"], "check"],
    ["an empty key", ["", "1"], "check"],
    ["a key of 101 characters", ["k".repeat(101), "1"], "check"],
    ["no value", ["key", null], "not_null"],
    ["no key", [null, "1"], "not_null"],
    ["a key twice", ["taken", "1"], "unique"],
  ])("refuses %s", async (_what, values, fault) => {
    await db.write([{ sql: insert, args: ["taken", "{}"] }]);
    expect(await faultOf(insert, values)).toBe(fault);
  });
});

describe("agent_tokens", () => {
  const insert = "INSERT INTO agent_tokens (server_id, token_sha256) VALUES (?, ?)";

  test("a token is valid from the moment it is made, and unused", async () => {
    await db.write([{ sql: insert, args: ["nas", HASH] }]);
    const [row] = await db.query<{ created_at: number }>("SELECT * FROM agent_tokens");
    expect(row).toMatchObject({
      ...{ id: 1, server_id: "nas", token_sha256: HASH, enrolled_with_sha256: null },
      ...{ last_used_at: null, revoked_at: null },
    });
    expect(Math.abs(Date.now() - (row?.created_at ?? 0))).toBeLessThan(10_000);
  });

  test.each([
    ["anything but a SHA-256", ["nas", "secret"], "check"],
    ["a hash that is too long", ["nas", `${HASH}a`], "check"],
    ["no hash", ["nas", null], "not_null"],
    ["one token twice", ["nas", HASH], "unique"],
    ["a token of an unknown server", ["gone", "b".repeat(64)], "foreign_key"],
  ])("refuses %s", async (_what, values, fault) => {
    await db.write([{ sql: insert, args: ["nas", HASH] }]);
    expect(await faultOf(insert, values)).toBe(fault);
  });

  test("are found by their server through an index, and by their hash", async () => {
    const planOf = async (where: string) => {
      const rows = await db.query<{ detail: string }>(
        `EXPLAIN QUERY PLAN SELECT id FROM agent_tokens WHERE ${where}`,
      );
      return rows[0]?.detail;
    };
    expect(await planOf("server_id = 'nas'")).toContain("idx_agent_tokens_server");
    expect(await planOf("token_sha256 = 'x'")).toContain("agent_tokens_token_sha256_unique");
  });
});

describe("enrolment_keys", () => {
  const insert = "INSERT INTO enrolment_keys (name, key_sha256, uses_max) VALUES (?, ?, ?)";

  test("a key starts unused, without an end", async () => {
    await db.write([
      { sql: "INSERT INTO enrolment_keys (name, key_sha256) VALUES ('rack', ?)", args: [HASH] },
    ]);
    const [row] = await db.query<{ created_at: number }>("SELECT * FROM enrolment_keys");
    expect(row).toMatchObject({
      ...{ id: 1, name: "rack", uses_max: null, uses_count: 0, expires_at: null, revoked_at: null },
      last_used_at: null,
    });
    expect(Math.abs(Date.now() - (row?.created_at ?? 0))).toBeLessThan(10_000);
  });

  test.each([
    ["anything but a SHA-256", ["rack", "secret", 1], "check"],
    ["an empty name", ["", "b".repeat(64), 1], "check"],
    ["a name of 101 characters", ["n".repeat(101), "b".repeat(64), 1], "check"],
    ["no name", [null, "b".repeat(64), 1], "not_null"],
    ["fewer uses than none", ["rack", "b".repeat(64), -1], "check"],
    ["one key twice", ["rack", HASH, null], "unique"],
  ])("refuses %s", async (_what, values, fault) => {
    await db.write([{ sql: insert, args: ["first", HASH, null] }]);
    expect(await faultOf(insert, values)).toBe(fault);
  });

  test("cannot be used more often than it may", async () => {
    await db.write([{ sql: insert, args: ["rack", HASH, 2] }]);
    const use = "UPDATE enrolment_keys SET uses_count = uses_count + 1";
    expect([await faultOf(use), await faultOf(use), await faultOf(use)]).toEqual([
      "accepted",
      "accepted",
      "check",
    ]);
    await db.write([{ sql: insert, args: ["endless", "b".repeat(64), null] }]);
    expect(await faultOf("UPDATE enrolment_keys SET uses_count = 1000000 WHERE name = 'endless'")).toBe(
      "accepted",
    );
  });
});

test("a job is due from the beginning, and there is one of each name", async () => {
  await db.write(["INSERT INTO jobs (name) VALUES ('sweep')"]);
  expect(await db.query("SELECT * FROM jobs")).toEqual([
    {
      ...{ name: "sweep", leased_by: null, leased_until: null, next_run_at: 0, last_started_at: null },
      ...{ last_finished_at: null, last_duration_ms: null, last_error: null, watching_since: null },
    },
  ]);
  expect(await faultOf("INSERT INTO jobs (name) VALUES ('sweep')")).toBe("unique");
  expect(await faultOf("INSERT INTO jobs (name) VALUES (NULL)")).toBe("not_null");
  expect(await faultOf("UPDATE jobs SET next_run_at = NULL")).toBe("not_null");
});

/** The migrations are written down once more by Drizzle; what a query builder believes must be what is there. */
test("every column that Drizzle knows exists, and Drizzle knows every column that exists", async () => {
  const known = Object.values(schema).flatMap((table) => {
    if (!is(table, SQLiteTable)) return [];
    const { name, columns } = getTableConfig(table);
    return columns.map(
      (column) => `${name}.${column.name} ${column.getSQLType()} ${column.notNull ? "not null" : ""}`,
    );
  });
  const existing = await db.query<{ said: string }>(
    `SELECT m.name || '.' || c.name || ' ' || lower(c.type) || ' ' || iif(c."notnull", 'not null', '') AS said
     FROM sqlite_schema m, pragma_table_xinfo(m.name) c
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> '__drizzle_migrations'`,
  );
  const tidy = (said: string) => said.replace("generated always", "").replace(/\s+/g, " ").trim();
  expect(existing.map(({ said }) => tidy(said)).sort()).toEqual(known.map(tidy).sort());
});

describe("api_keys", () => {
  const insert =
    "INSERT INTO api_keys (name, prefix, key_sha256, access, expires_at) VALUES (?, 'hlk_Ab3d', ?, ?, ?)";

  test("a key is valid from the moment it is made, and unused", async () => {
    await db.write([{ sql: insert, args: ["widget", HASH, "read", null] }]);
    expect(await db.query("SELECT * FROM api_keys")).toMatchObject([
      {
        ...{ id: 1, name: "widget", access: "read", created_by: null, expires_at: null, revoked_at: null },
        ...{ last_used_at: null, last_used_from: null },
      },
    ]);
  });

  test.each([
    ["the key itself in place of its hash", ["widget", "hlk_secret", "read", null], "check"],
    ["an access that does not exist", ["widget", HASH, "write", null], "check"],
    ["no name", ["", HASH, "read", null], "check"],
    ["a name of 101 characters", ["n".repeat(101), HASH, "read", null], "check"],
    ["the same key twice", ["widget", "b".repeat(64), "read", null], "unique"],
  ])("refuses %s", async (_what, values, fault) => {
    await db.write([{ sql: insert, args: ["taken", "b".repeat(64), "read", null] }]);
    expect(await faultOf(insert, values)).toBe(fault);
  });
});
