import { beforeEach, describe, expect, test } from "vitest";
import { insertRow } from "../../hub/alerts/testing-alerts";
import type { Database } from "../client";
import { classifyDatabaseError } from "../errors";
import { temporaryDatabase } from "../testing";

type Values = Record<string, string | number | null>;

let db: Database;
beforeEach(async () => {
  db = await temporaryDatabase();
  await db.write([
    "INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')",
    "INSERT INTO alerts (server_id, alert_type, severity, title) VALUES ('nas', 'cpu', 'high', 'CPU')",
    insertRow("notification_channels", { name: "phone", type: "ntfy", settings: "{}" }),
  ]);
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
const channel = (change: Values = {}) =>
  insertRow("notification_channels", { name: "office", type: "webhook", settings: "{}", ...change });
const message = (change: Values = {}) =>
  insertRow("notifications", {
    ...{ idempotency_key: "a", alert_id: 1, channel_id: 1, event: "opened", severity: "high" },
    ...{ at: 5, content: "{}", next_attempt_at: 5, ...change },
  });
const once = { name: "move", starts_at: 10, ends_at: 20 };
const weekly = {
  ...{
    name: "backup",
    weekdays: "[6,7]",
    start_minute: 120,
    duration_minutes: 60,
    time_zone: "Europe/Berlin",
  },
};
const window = (values: Values) => insertRow("maintenance_windows", values);

function expectNow(value: unknown): void {
  expect(Math.abs(Date.now() - Number(value))).toBeLessThan(10_000);
}

describe("notification_channels", () => {
  test("a channel is on and takes every severity", async () => {
    const [row] = await rowsOf("notification_channels");
    expect(row).toEqual({
      ...{ id: 1, name: "phone", type: "ntfy", is_enabled: 1, min_severity: "low", settings: "{}" },
      ...{ created_at: expect.any(Number), updated_at: expect.any(Number) },
    });
    expectNow(row?.created_at);
  });

  test.each([
    ["a name that is taken", { name: "phone" }, "unique"],
    ["an empty name", { name: "" }, "check"],
    ["a name of 101 characters", { name: "x".repeat(101) }, "check"],
    ["no name", { name: null }, "not_null"],
    ["a type of its own", { type: "pigeon" }, "check"],
    ["a severity of its own", { min_severity: "fatal" }, "check"],
    ["settings that are not JSON", { settings: "url=x" }, "check"],
    ["no settings", { settings: null }, "not_null"],
  ])("refuses %s", async (_what, change: Values, fault) => {
    expect(await faultOf(channel(change))).toBe(fault);
  });

  test("takes each type that there is", async () => {
    for (const type of "slack discord ntfy gotify telegram pushover email apprise webhook".split(" ")) {
      expect(await faultOf(channel({ type, name: type }))).toBe("accepted");
    }
  });
});

describe("notifications", () => {
  test("a message waits, unsent and unclaimed", async () => {
    await db.write([message()]);
    const [row] = await rowsOf("notifications");
    expect(row).toEqual({
      ...{
        id: 1,
        idempotency_key: "a",
        alert_id: 1,
        channel_id: 1,
        event: "opened",
        severity: "high",
        at: 5,
      },
      ...{
        content: "{}",
        status: "waiting",
        attempts: 0,
        next_attempt_at: 5,
        leased_by: null,
        leased_until: null,
      },
      ...{ answer: null, answer_status: null, finished_at: null, created_at: expect.any(Number) },
    });
    expectNow(row?.created_at);
  });

  test.each([
    ["a key that is taken", { idempotency_key: "taken" }, "unique"],
    ["no key", { idempotency_key: null }, "not_null"],
    ["an event of its own", { event: "party" }, "check"],
    ["a severity of its own", { severity: "fatal" }, "check"],
    ["a status of its own", { status: "lost" }, "check"],
    ["content that is not JSON", { content: "{" }, "check"],
    ["an end while it waits", { finished_at: 9 }, "check"],
    ["sent without an end", { status: "sent" }, "check"],
    ["no time of its next attempt", { next_attempt_at: null }, "not_null"],
    ["an unknown alert", { alert_id: 99 }, "foreign_key"],
    ["an unknown channel", { channel_id: 99 }, "foreign_key"],
  ])("refuses %s", async (_what, change: Values, fault) => {
    await db.write([message({ idempotency_key: "taken" })]);
    expect(await faultOf(message(change))).toBe(fault);
  });

  test.each(["sent", "failed", "merged", "dropped"])("ends as %s, with a time", async (status) => {
    await db.write([message()]);
    expect(await faultOf(`UPDATE notifications SET status = '${status}', finished_at = 9`)).toBe("accepted");
  });

  test.each(["alerts", "notification_channels", "servers"])("goes with its %s", async (table) => {
    await db.write([message(), message({ idempotency_key: "digest", alert_id: null, channel_id: null })]);
    await db.write([`DELETE FROM ${table}`]);
    expect(await rowsOf("notifications")).toMatchObject([{ idempotency_key: "digest" }]);
  });

  test("what is due is found without reading what is done", async () => {
    const rows = await db.query<{ detail: string }>(
      "EXPLAIN QUERY PLAN SELECT id FROM notifications WHERE status = 'waiting' AND next_attempt_at <= 5 ORDER BY next_attempt_at",
    );
    expect(rows.map(({ detail }) => detail).join()).toContain("idx_notifications_due");
  });
});

describe("maintenance_windows", () => {
  test("is for everything, a server or a tag; once or every week", async () => {
    const windows = [once, { ...once, server_id: "nas" }, { ...weekly, tag: "lab" }];
    expect(await faultOf(...windows.map(window))).toBe("accepted");
    const [row] = await rowsOf("maintenance_windows");
    expect(row).toEqual({
      ...{ id: 1, ...once, server_id: null, tag: null, weekdays: null, start_minute: null },
      ...{ duration_minutes: null, time_zone: null },
      ...{ created_at: expect.any(Number), updated_at: expect.any(Number) },
    });
    expectNow(row?.created_at);
  });

  test.each([
    ["a server and a tag", { ...once, server_id: "nas", tag: "lab" }, "check"],
    ["an unknown server", { ...once, server_id: "gone" }, "foreign_key"],
    ["no name", { ...once, name: null }, "not_null"],
    ["an empty name", { ...once, name: "" }, "check"],
    ["a name of 101 characters", { ...once, name: "x".repeat(101) }, "check"],
    ["an end that is not after its beginning", { ...once, ends_at: 10 }, "check"],
    ["once and every week", { ...once, ...weekly }, "check"],
    ["weekdays that are not JSON", { ...weekly, weekdays: "sat,sun" }, "check"],
    ["a minute after midnight", { ...weekly, start_minute: 1440 }, "check"],
    ["no length", { ...weekly, duration_minutes: 0 }, "check"],
    ["more than a week", { ...weekly, duration_minutes: 10_081 }, "check"],
    ["no time zone", { ...weekly, time_zone: null }, "check"],
    ["nothing that says when", { name: "never" }, "check"],
  ])("refuses %s", async (_what, values: Values, fault) => {
    expect(await faultOf(window(values))).toBe(fault);
  });

  test("goes with its server", async () => {
    await db.write([window({ ...once, server_id: "nas" }), window(once), "DELETE FROM servers"]);
    expect(await rowsOf("maintenance_windows")).toMatchObject([{ server_id: null }]);
  });
});
