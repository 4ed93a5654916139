import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../client";
import { classifyDatabaseError } from "../errors";
import { temporaryDatabase } from "../testing";

let db: Database;
beforeEach(async () => {
  db = await temporaryDatabase();
});

const entry = {
  ...{ at: 1000, actor_kind: "person", actor_id: "u1", actor_name: "ada", address: "10.0.0.9" },
  ...{ action: "server.update", subject_kind: "server", subject_id: "nas", subject_name: "The nas" },
  ...{ before: '{"tags":[]}', after: '{"tags":["lab"]}' },
};

async function add(change: Partial<Record<keyof typeof entry, string | number | null>> = {}) {
  const row = { ...entry, ...change };
  try {
    await db.write([
      {
        sql: `INSERT INTO audit_log (${Object.keys(row)}) VALUES (${Object.keys(row).map(() => "?")})`,
        args: Object.values(row),
      },
    ]);
    return "accepted";
  } catch (error) {
    return classifyDatabaseError(error);
  }
}

describe("audit_log", () => {
  test.each([
    ["UPDATE", "UPDATE audit_log SET actor_name = 'bob'"],
    ["an UPDATE that changes nothing", "UPDATE audit_log SET at = at"],
    ["DELETE", "DELETE FROM audit_log"],
    [
      "REPLACE",
      "REPLACE INTO audit_log SELECT id, 2, actor_kind, actor_id, 'bob', address, action, subject_kind, subject_id, subject_name, before, after FROM audit_log",
    ],
    [
      "INSERT that updates on conflict",
      `INSERT INTO audit_log SELECT id, 2, actor_kind, actor_id, 'bob', address, action, subject_kind, subject_id, subject_name, before, after
       FROM audit_log WHERE true ON CONFLICT (id) DO UPDATE SET actor_name = 'bob'`,
    ],
  ])("keeps what is written against %s", async (_how, sql) => {
    expect(await add()).toBe("accepted");
    const before = await db.query("SELECT * FROM audit_log");
    await expect(db.write([sql])).rejects.toThrow("the audit log is append-only");
    expect(await db.query("SELECT * FROM audit_log")).toEqual(before);
    expect(before).toEqual([{ id: 1, ...entry }]);
  });

  test("outlives the server that it is about", async () => {
    await db.write(["INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')"]);
    await add();
    await db.write(["DELETE FROM servers"]);
    expect(await db.query("SELECT subject_id FROM audit_log")).toEqual([{ subject_id: "nas" }]);
  });

  test.each([
    ["an actor of no kind", { actor_kind: "ghost" }, "check"],
    ["an action without a verb", { action: "server" }, "check"],
    ["no action", { action: null }, "not_null"],
    ["no time", { at: null }, "not_null"],
    ["nobody's name", { actor_name: null }, "not_null"],
    ["before that is not JSON", { before: "tags" }, "check"],
    ["after that is not JSON", { after: "{" }, "check"],
  ])("refuses %s", async (_what, change, fault) => {
    expect(await add(change)).toBe(fault);
  });

  test("accepts a deed of the hub itself, and what has no before or no after", async () => {
    expect(await add({ actor_kind: "hub", actor_id: null, actor_name: "hub", address: null })).toBe(
      "accepted",
    );
    expect(await add({ before: null })).toBe("accepted");
    expect(await add({ after: null })).toBe("accepted");
  });

  test.each([
    ["everything", "SELECT * FROM audit_log ORDER BY at DESC, id DESC LIMIT 50", "idx_audit_log_at"],
    [
      "what one did",
      "SELECT * FROM audit_log WHERE actor_name = 'ada' ORDER BY at DESC, id DESC LIMIT 50",
      "idx_audit_log_actor",
    ],
    [
      "one kind of deed",
      "SELECT * FROM audit_log WHERE action = 'server.update' ORDER BY at DESC, id DESC LIMIT 50",
      "idx_audit_log_action",
    ],
    [
      "one subject",
      "SELECT * FROM audit_log WHERE subject_kind = 'server' AND subject_id = 'nas' ORDER BY at DESC, id DESC LIMIT 50",
      "idx_audit_log_subject",
    ],
  ])("shows %s in the order of an index", async (_what, sql, index) => {
    const plan = (await db.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)).map((row) => row.detail);
    expect(plan.join()).toContain(index);
    expect(plan.join()).not.toContain("TEMP B-TREE");
  });
});
