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
const alert = (change: Values = {}) =>
  insertRow("alerts", { server_id: "nas", alert_type: "cpu", severity: "high", title: "CPU", ...change });
const state = (change: Values = {}) =>
  insertRow("alert_states", { server_id: "nas", metric_type: "cpu", ...change });
const event = (change: Values = {}) =>
  insertRow("alert_events", { alert_id: 1, kind: "opened", at: 5, ...change });
const resolved = { status: "resolved", resolved_at: 9 };

/** Filled by the database's clock, just now. */
function expectNow(value: unknown): void {
  expect(Math.abs(Date.now() - Number(value))).toBeLessThan(10_000);
}

describe("alerts", () => {
  test("a row written by hand gets every default", async () => {
    await db.write([alert()]);
    const [row] = await rowsOf("alerts");
    expect(row).toEqual({
      ...{ id: 1, server_id: "nas", alert_type: "cpu", subject: "", severity: "high", status: "open" },
      ...{ title: "CPU", message: null, threshold_value: null, actual_value: null, peak_value: null },
      ...{
        acknowledged_at: null,
        acknowledged_by: null,
        stale_at: null,
        resolved_at: null,
        auto_resolved: 0,
      },
      ...{ created_at: expect.any(Number), updated_at: row?.created_at },
    });
    expectNow(row?.created_at);
  });

  test.each([
    ["a type of its own", { alert_type: "mood" }, "check"],
    ["no type", { alert_type: null }, "not_null"],
    ["a severity of its own", { severity: "fatal" }, "check"],
    ["a severity in capitals", { severity: "High" }, "check"],
    ["no severity", { severity: null }, "not_null"],
    ["a status of its own", { status: "closed" }, "check"],
    ["no status", { status: null }, "not_null"],
    ["no title", { title: null }, "not_null"],
    ["an empty title", { title: "" }, "check"],
    ["a title of 256 characters", { title: "x".repeat(256) }, "check"],
    ["a subject of 301 characters", { subject: "x".repeat(301) }, "check"],
    ["no subject at all", { subject: null }, "not_null"],
    ["a third kind of resolving", { ...resolved, auto_resolved: 2 }, "check"],
    ["resolved without a time", { status: "resolved" }, "check"],
    ["a time of resolving without being resolved", { resolved_at: 9 }, "check"],
    ["an unknown server", { server_id: "gone" }, "foreign_key"],
    ["no server", { server_id: null }, "not_null"],
  ])("refuses %s", async (_what, change: Values, fault) => {
    expect(await faultOf(alert(change))).toBe(fault);
  });

  test("takes the longest title and subject, and each of the four severities", async () => {
    expect(await faultOf(alert({ title: "x".repeat(255), subject: "s".repeat(300) }))).toBe("accepted");
    for (const severity of ["critical", "high", "medium", "low"]) {
      expect(await faultOf(alert({ severity, subject: severity }))).toBe("accepted");
    }
  });

  test("lives from open over acknowledged to resolved", async () => {
    await db.write([alert()]);
    const steps = [
      "UPDATE alerts SET status = 'acknowledged', acknowledged_at = 7, acknowledged_by = 'ada'",
      "UPDATE alerts SET status = 'resolved', resolved_at = 9, auto_resolved = 1",
    ];
    for (const step of steps) expect(await faultOf(step)).toBe("accepted");
    expect((await rowsOf("alerts"))[0]).toMatchObject({
      ...{ status: "resolved", acknowledged_at: 7, acknowledged_by: "ada", resolved_at: 9, auto_resolved: 1 },
    });
    expect(await faultOf("UPDATE alerts SET status = 'open'")).toBe("check");
  });

  test.each(["open", "acknowledged"])(
    "refuses a second alert about one thing while the first is %s",
    async (status) => {
      await db.write([alert({ status })]);
      expect(await faultOf(alert())).toBe("unique");
      expect(await faultOf(alert({ status: "acknowledged", severity: "low" }))).toBe("unique");
      expect(
        await faultOf(alert({ server_id: "pi" }), alert({ alert_type: "memory" }), alert({ subject: "/" })),
      ).toBe("accepted");
    },
  );

  test("takes a new alert about the same thing when the one before is resolved, as often as that happens", async () => {
    for (let round = 0; round < 3; round++) {
      expect(await faultOf(alert())).toBe("accepted");
      expect(await faultOf(alert())).toBe("unique");
      await db.write(["UPDATE alerts SET status = 'resolved', resolved_at = 9 WHERE status <> 'resolved'"]);
    }
    expect(await rowsOf("alerts")).toHaveLength(3);
    expect(await faultOf(alert(), "UPDATE alerts SET status = 'open', resolved_at = NULL")).toBe("unique");
  });

  test("an id is never given twice, not even after the newest is gone", async () => {
    await db.write([alert(), "DELETE FROM alerts", alert()]);
    expect((await rowsOf("alerts"))[0]?.id).toBe(2);
  });

  test("updated_at grows with every UPDATE, and stays what a writer says where it says it", async () => {
    await db.write([alert()]);
    const instant = async () => Number((await rowsOf("alerts"))[0]?.updated_at);
    const before = await instant();
    await db.write(["UPDATE alerts SET peak_value = 1", "UPDATE alerts SET peak_value = 2"]);
    expect(await instant()).toBeGreaterThanOrEqual(before + 2);
    await db.write(["UPDATE alerts SET updated_at = 77"]);
    expect(await instant()).toBe(77);
  });

  test("goes with its server, and takes its timeline and its messages along", async () => {
    await db.write([
      alert(),
      alert({ server_id: "pi" }),
      ...[event(), event({ alert_id: 2 }), state({ alert_id: 1 }), state({ server_id: "pi", alert_id: 2 })],
      insertRow("notification_channels", { name: "phone", type: "ntfy", settings: "{}" }),
      ...[message({ alert_id: 1 }), message({ alert_id: 2, idempotency_key: "b" })],
      "DELETE FROM servers WHERE id = 'nas'",
    ]);
    for (const table of ["alerts", "alert_events", "alert_states", "notifications"]) {
      const rows = await rowsOf(table);
      expect([table, rows.map(({ id }) => id)]).toEqual([table, [2]]);
    }
  });

  test("has the indexes that the contract names", async () => {
    const indexes = await db.query<{ name: string; columns: string; unique: number; partial: number }>(
      `SELECT l.name, group_concat(i.name) AS columns, l."unique", l.partial
       FROM pragma_index_list('alerts') AS l, pragma_index_info(l.name) AS i GROUP BY l.name`,
    );
    expect(indexes).toEqual(
      expect.arrayContaining([
        { name: "idx_alerts_server_status", columns: "server_id,status", unique: 0, partial: 0 },
        { name: "idx_alerts_severity_status", columns: "severity,status", unique: 0, partial: 0 },
        { name: "idx_alerts_created_at", columns: "created_at", unique: 0, partial: 0 },
        { name: "uq_alerts_active", columns: "server_id,alert_type,subject", unique: 1, partial: 1 },
      ]),
    );
  });
});

describe("alert_states", () => {
  test("a row written by hand remembers nothing yet", async () => {
    await db.write([state()]);
    const [row] = await rowsOf("alert_states");
    expect(row).toEqual({
      ...{ id: 1, server_id: "nas", metric_type: "cpu", current_severity: null, consecutive_breaches: 0 },
      ...{ consecutive_clears: 0, current_value: null, first_breach_at: null, last_notified_at: null },
      ...{ resolved_at: null, alert_id: null, changes: "[]", flapping_since: null },
      ...{ created_at: expect.any(Number), updated_at: expect.any(Number) },
    });
    expectNow(row?.created_at);
    expectNow(row?.updated_at);
  });

  test.each([
    ["no metric", { metric_type: null }, "not_null"],
    ["an empty metric", { metric_type: "" }, "check"],
    ["a metric of 321 characters", { metric_type: "x".repeat(321) }, "check"],
    ["a severity of its own", { current_severity: "fatal" }, "check"],
    ["fewer breaches than none", { consecutive_breaches: -1 }, "check"],
    ["fewer clears than none", { consecutive_clears: -1 }, "check"],
    ["no count of breaches", { consecutive_breaches: null }, "not_null"],
    ["changes that are not JSON", { changes: "[1," }, "check"],
    ["an unknown server", { server_id: "gone" }, "foreign_key"],
    ["an unknown alert", { alert_id: 99 }, "foreign_key"],
  ])("refuses %s", async (_what, change: Values, fault) => {
    expect(await faultOf(state(change))).toBe(fault);
  });

  test("there is one of each server and metric", async () => {
    expect(await faultOf(state(), state({ server_id: "pi" }), state({ metric_type: "disk:/mnt/tank" }))).toBe(
      "accepted",
    );
    expect(await faultOf(state())).toBe("unique");
  });

  test("outlives the alert that it knows", async () => {
    await db.write([alert(), state({ alert_id: 1, consecutive_breaches: 3 }), "DELETE FROM alerts"]);
    expect(await rowsOf("alert_states")).toMatchObject([{ alert_id: null, consecutive_breaches: 3 }]);
  });
});

describe("alert_events", () => {
  test.each([
    ["a kind of its own", { kind: "exploded" }, "check"],
    ["no kind", { kind: null }, "not_null"],
    ["no time", { at: null }, "not_null"],
    ["a note of 2,001 characters", { note: "x".repeat(2001) }, "check"],
    ["an unknown alert", { alert_id: 99 }, "foreign_key"],
    ["no alert", { alert_id: null }, "not_null"],
  ])("refuses %s", async (_what, change: Values, fault) => {
    await db.write([alert()]);
    expect(await faultOf(event(change))).toBe(fault);
  });

  test("keeps what happened, when, who did it and why", async () => {
    const kinds =
      "opened escalated deescalated reminded acknowledged stale resumed suppressed flapping steady resolved";
    await db.write([
      alert(),
      ...kinds.split(" ").map((kind) => event({ kind, actor: "ada", note: "x".repeat(2000) })),
    ]);
    const rows = await rowsOf("alert_events");
    expect(rows.map(({ kind }) => kind)).toEqual(kinds.split(" "));
    expectNow(rows[0]?.created_at);
    await db.write(["DELETE FROM alerts"]);
    expect(await rowsOf("alert_events")).toEqual([]);
  });
});

function message(change: Values = {}) {
  return insertRow("notifications", {
    ...{ idempotency_key: "a", alert_id: 1, channel_id: 1, event: "opened", severity: "high" },
    ...{ at: 5, content: "{}", next_attempt_at: 5, ...change },
  });
}
