import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../client";
import { classifyDatabaseError } from "../errors";
import { temporaryDatabase } from "../testing";

const HASH = "a".repeat(64);

let db: Database;
beforeEach(async () => {
  db = await temporaryDatabase();
});

async function faultOf(sql: string, args: (string | number | null)[] = []) {
  try {
    await db.write([{ sql, args }]);
    return "accepted";
  } catch (error) {
    return classifyDatabaseError(error);
  }
}

describe("users", () => {
  const insert = "INSERT INTO users (username, role) VALUES (?, ?)";

  test("a row by hand has its id, its times and no second factor", async () => {
    expect(await faultOf(insert, ["u".repeat(50), "admin"])).toBe("accepted");
    const [row] = await db.query<{ created_at: number }>("SELECT * FROM users");
    expect(row).toMatchObject({
      ...{ id: expect.stringMatching(/^[0-9a-f]{32}$/), username: "u".repeat(50), role: "admin" },
      ...{ email: null, two_factor_enabled: 0, password_is_temporary: 0, last_login: null },
      ...{ updated_at: row?.created_at },
    });
    expect(Math.abs(Date.now() - (row?.created_at ?? 0))).toBeLessThan(10_000);
  });

  test("updated_at grows with every UPDATE", async () => {
    await db.write([{ sql: insert, args: ["ann", "viewer"] }]);
    const instant = async () =>
      (await db.query<{ updated_at: number }>("SELECT updated_at FROM users"))[0]?.updated_at ?? Number.NaN;
    const before = await instant();
    await db.write(["UPDATE users SET role = 'operator'", "UPDATE users SET role = 'admin'"]);
    expect(await instant()).toBeGreaterThanOrEqual(before + 2);
  });

  test.each([
    ["a name of 51 characters", ["u".repeat(51), "admin"], "check"],
    ["an empty name", ["", "admin"], "check"],
    ["no name", [null, "admin"], "not_null"],
    ["a role that does not exist", ["ann", "root"], "check"],
    ["a name twice", ["taken", "viewer"], "unique"],
  ])("refuses %s", async (_what, values, fault) => {
    await db.write([{ sql: insert, args: ["taken", "admin"] }]);
    expect(await faultOf(insert, values)).toBe(fault);
  });
});

describe("what belongs to a person", () => {
  beforeEach(async () => {
    await db.write([
      "INSERT INTO users (id, username) VALUES ('1', 'ann')",
      `INSERT INTO sessions (token, user_id, expires_at) VALUES ('${HASH}', '1', 9)`,
      "INSERT INTO accounts (account_id, provider_id, user_id) VALUES ('1', 'credential', '1')",
      "INSERT INTO two_factors (user_id, secret, backup_codes) VALUES ('1', 's', '[]')",
      `INSERT INTO known_devices (id, user_id, token_sha256, address) VALUES ('d', '1', '${HASH}', '::1')`,
      `INSERT INTO sign_in_failures (step, account_sha256, address, standing, device_id, at)
        VALUES ('code', '${HASH}', '::1', 'known_device', 'd', 5)`,
    ]);
  });

  test("goes with the person", async () => {
    await db.write(["DELETE FROM users"]);
    const [left] = await db.query<{ n: number }>(
      `SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM accounts) + (SELECT count(*) FROM two_factors)
        + (SELECT count(*) FROM known_devices) + (SELECT count(*) FROM sign_in_failures) AS n`,
    );
    expect(left?.n).toBe(0);
  });

  test.each([
    [
      "a session's token in the clear",
      "INSERT INTO sessions (token, user_id, expires_at) VALUES ('tok', '1', 1)",
      "check",
    ],
    [
      "a session of nobody",
      `INSERT INTO sessions (token, user_id, expires_at) VALUES ('${"b".repeat(64)}', '2', 1)`,
      "foreign_key",
    ],
    [
      "one identity for two people",
      "INSERT INTO accounts (account_id, provider_id, user_id) VALUES ('1', 'credential', '1')",
      "unique",
    ],
    [
      "a second second factor",
      "INSERT INTO two_factors (user_id, secret, backup_codes) VALUES ('1', 't', '[]')",
      "unique",
    ],
    [
      "a step that does not exist",
      `INSERT INTO sign_in_failures (step, account_sha256, address, standing, at) VALUES ('smile', '${HASH}', '', 'newcomer', 1)`,
      "check",
    ],
  ])("refuses %s", async (_what, sql, fault) => {
    expect(await faultOf(sql)).toBe(fault);
  });
});
