import { expect, test, vi } from "vitest";
import { insertAlert, insertRow, insertServer } from "../../hub/alerts/testing-alerts";
import { testNow } from "../../hub/testing";
import type { Database } from "../client";
import { temporaryDatabase } from "../testing";
import { describeEachDatabase, openTestDatabase } from "../testing-sqld";
import {
  type AlertFilter,
  countActiveAlerts,
  countAlertsByStatus,
  findAlert,
  findNewestReading,
  listActiveAlerts,
  listAlertEvents,
  listAlerts,
  listDeliveries,
} from "./alerts";

const minute = 60_000;
const page = (db: Database, filter: AlertFilter & { limit?: number; offset?: number } = {}) =>
  listAlerts(db, { limit: 50, offset: 0, ...filter });

await describeEachDatabase("alerts", (kind) => {
  /** Five alerts of two servers, the oldest first; ids 1 to 5. */
  const history = async () => {
    const db = await openTestDatabase(kind);
    await insertServer(db, "nas", { display_name: "Storage" });
    await insertServer(db, "pi");
    const at = (n: number) => testNow + n * minute;
    await insertAlert(db, { status: "resolved", created_at: at(0), title: "nas: CPU at 99_9 %" });
    await insertAlert(db, { status: "acknowledged", severity: "critical", created_at: at(1) });
    await insertAlert(db, {
      ...{ alert_type: "disk", subject: "/mnt/tank", severity: "medium", created_at: at(2) },
      ...{ title: "nas: disk /mnt/tank at 96.2 %", message: null },
    });
    const ofPi = { server_id: "pi", title: "pi: offline", message: "No heartbeat for 3m." };
    await insertAlert(db, { ...ofPi, alert_type: "offline", severity: "critical", created_at: at(3) });
    await insertAlert(db, { ...ofPi, severity: "low", created_at: at(3), title: "pi: CPU at 100 %" });
    return { db, at };
  };

  test("are listed newest first, with the name of the server, a page at a time", async () => {
    const { db } = await history();
    const { alerts, total, counts } = await page(db);
    expect(alerts.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1]);
    expect([total, counts]).toEqual([5, { open: 3, acknowledged: 1, resolved: 1 }]);
    expect(alerts.map(({ serverName }) => serverName)).toEqual(["pi", "pi", "Storage", "Storage", "Storage"]);
    const second = await page(db, { limit: 2, offset: 2 });
    expect([second.alerts.map(({ id }) => id), second.total]).toEqual([[3, 2], 5]);
    expect(await page(db, { offset: 9 })).toMatchObject({ alerts: [], total: 5 });
    expect(alerts[0]).toEqual(await findAlert(db, 5));
  });

  const filters: [string, AlertFilter, number[]][] = [
    ["a status", { status: "open" }, [5, 4, 3]],
    ["a severity", { severity: "critical" }, [4, 2]],
    ["a server", { serverId: "pi" }, [5, 4]],
    ["a server that is not there", { serverId: "gone" }, []],
    ["a type", { alertType: "cpu" }, [5, 2, 1]],
    ["a part of the title, in any case", { q: "TANK" }, [3]],
    ["a part of the message", { q: "no heartbeat" }, [5, 4]],
    ["a part of the server's id", { q: "na" }, [3, 2, 1]],
    ["a percent sign that is meant", { q: "%" }, [5, 3, 2, 1]],
    ["a low line that is meant", { q: "99_9" }, [1]],
    ["a low line that stands for nothing else", { q: "96_2" }, []],
    ["a backslash", { q: "\\" }, []],
    ["words that are a statement", { q: "' OR 1=1 --" }, []],
    ["an empty text", { q: "" }, [5, 4, 3, 2, 1]],
    ["a text and a status", { q: "cpu", status: "open" }, [5]],
    ["a beginning", { from: testNow + 2 * minute }, [5, 4, 3]],
    ["an end", { to: testNow + 2 * minute }, [3, 2, 1]],
    ["a span", { from: testNow + minute, to: testNow + 2 * minute }, [3, 2]],
    [
      "all at once",
      { status: "open", severity: "low", serverId: "pi", alertType: "cpu", q: "CPU", from: 1 },
      [5],
    ],
  ];

  test("are filtered, and counted by status with the same filter but its status", async () => {
    const { db } = await history();
    for (const [what, filter, ids] of filters) {
      const { alerts, total, counts } = await page(db, filter);
      expect([what, alerts.map(({ id }) => id)]).toEqual([what, ids]);
      expect([what, total]).toEqual([what, ids.length]);
      expect([what, counts]).toEqual([what, await countAlertsByStatus(db, filter)]);
      const whole = await page(db, { ...filter, status: undefined });
      const tab = (status: string) => whole.alerts.filter((alert) => alert.status === status).length;
      expect([what, counts]).toEqual([
        what,
        { open: tab("open"), acknowledged: tab("acknowledged"), resolved: tab("resolved") },
      ]);
    }
  });

  test("a search is paged like everything else", async () => {
    const { db } = await history();
    const { alerts, total } = await page(db, { q: "nas", limit: 1, offset: 1 });
    expect([alerts.map(({ id }) => id), total]).toEqual([[2], 3]);
  });

  test("those that are not resolved are listed worst first, then the oldest", async () => {
    const { db } = await history();
    expect((await listActiveAlerts(db)).map(({ id }) => id)).toEqual([2, 4, 3, 5]);
    expect((await listActiveAlerts(db, "pi")).map(({ id }) => id)).toEqual([4, 5]);
  });

  test("those that are not resolved are counted by server, status and severity", async () => {
    const { db } = await history();
    expect(await countActiveAlerts(db)).toEqual({
      ...{ open: 3, acknowledged: 1, bySeverity: { critical: 2, high: 0, medium: 1, low: 1 } },
      byServer: new Map(Object.entries({ nas: 2, pi: 2 })),
    });
    expect((await countActiveAlerts(db, "nas")).byServer).toEqual(new Map([["nas", 2]]));
    expect((await countActiveAlerts(db, "gone")).byServer.size).toBe(0);
  });

  test("an alert that is not there has no name, no timeline and no messages", async () => {
    const { db } = await history();
    expect(await findAlert(db, 99)).toBeNull();
    expect([await listAlertEvents(db, 99), await listDeliveries(db, 99)]).toEqual([[], []]);
  });

  test("the newest reading is what the machine remembers, not what opened the alert", async () => {
    const { db } = await history();
    await db.write([{ sql: "UPDATE alert_states SET current_value = 97.3 WHERE alert_id = 3", args: [] }]);
    expect(await findNewestReading(db, 3)).toBe(97.3);
    expect(await findNewestReading(db, 1)).toBeNull();
  });

  test("the timeline is in the order of what happened, not of when it was written", async () => {
    const { db } = await history();
    const event = (what: string, at: number) => insertRow("alert_events", { alert_id: 2, kind: what, at });
    await db.write([event("resolved", 30), event("opened", 10), event("reminded", 20), event("stale", 20)]);
    await db.write([insertRow("alert_events", { alert_id: 3, kind: "opened", at: 15 })]);
    const kinds = (await listAlertEvents(db, 2)).map(({ kind: what }) => what);
    expect(kinds).toEqual(["opened", "reminded", "stale", "resolved"]);
  });

  test("a message names its channel and what was answered", async () => {
    const { db, at } = await history();
    await db.write([
      insertRow("notification_channels", { name: "phone", type: "ntfy", settings: "{}" }),
      insertRow("notifications", {
        ...{ idempotency_key: "a", alert_id: 2, channel_id: 1, event: "opened", severity: "critical" },
        ...{ at: at(1), content: "{}", status: "failed", attempts: 1, next_attempt_at: at(1) },
        ...{ answer: "no such topic", answer_status: 404, finished_at: at(2) },
      }),
      insertRow("notifications", {
        ...{ idempotency_key: "b", alert_id: 2, channel_id: 1, event: "reminder", severity: "critical" },
        ...{ at: at(3), content: "{}", next_attempt_at: at(3) },
      }),
    ]);
    const [opened, reminder, ...more] = await listDeliveries(db, 2);
    expect(more).toEqual([]);
    expect(opened).toMatchObject({
      ...{ event: "opened", channelName: "phone", channelType: "ntfy", status: "failed", attempts: 1 },
      ...{ answer: "no such topic", answerStatus: 404, finishedAt: at(2) },
    });
    expect(reminder).toMatchObject({
      event: "reminder",
      status: "waiting",
      nextAttemptAt: at(3),
      finishedAt: null,
    });
  });
});

/** A hundred thousand alerts of fifty servers: a year in a busy house. */
const HUNDRED_THOUSAND = [
  `INSERT INTO servers (id, hostname) WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 50)
   SELECT 'server-' || v, 'h' FROM n`,
  `INSERT INTO alerts (server_id, alert_type, subject, severity, status, title, message, created_at, resolved_at)
   WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 100000)
   SELECT 'server-' || (v % 50 + 1), CASE v % 4 WHEN 0 THEN 'cpu' WHEN 1 THEN 'disk' ELSE 'memory' END, '/mnt/' || v,
     CASE v % 7 WHEN 0 THEN 'critical' WHEN 1 THEN 'medium' ELSE 'high' END, CASE WHEN v < 99990 THEN 'resolved' ELSE 'open' END,
     'server-' || (v % 50 + 1) || ': disk /mnt/' || v, 'It is at 96.2 %.', 1700000000000 + v * 60000,
     CASE WHEN v < 99990 THEN 1700000000000 + v * 60000 + 5 END FROM n`,
];

test("with a hundred thousand alerts every filter has an index, and what has none is read once", async () => {
  const db = await temporaryDatabase();
  await db.write(HUNDRED_THOUSAND);
  const asked = vi.spyOn(db, "query");
  const plansOf = async (filter: AlertFilter) => {
    asked.mockClear();
    await page(db, { ...filter, limit: 20, offset: 40 });
    const statements = asked.mock.calls.map(([sql, args]) => ({ sql, args }));
    const plans = statements.map(({ sql, args }) =>
      db.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, args),
    );
    return (await Promise.all(plans)).map((rows) => rows.map(({ detail }) => detail).join("; "));
  };
  const time = { from: 1_700_000_000_000, to: 1_700_000_900_000 };
  const cases: [AlertFilter, ...RegExp[]][] = [
    [{}, /^SCAN alerts USING COVERING INDEX idx_alerts_created_at$/, /COVERING INDEX/],
    [
      { status: "open" },
      /^SEARCH alerts USING COVERING INDEX idx_alerts_status_created_at/,
      /COVERING INDEX/,
    ],
    [
      { status: "resolved", ...time },
      /idx_alerts_status_created_at \(status=\? AND created_at>/,
      /idx_alerts_created_at/,
    ],
    [time, /^SEARCH alerts USING COVERING INDEX idx_alerts_created_at/, /idx_alerts_created_at/],
    [{ serverId: "server-7" }, /idx_alerts_server_status \(server_id=\?\)/, /idx_alerts_server_status/],
    [{ serverId: "server-7", status: "open" }, /idx_alerts_(server_status|status_created_at)/, /./],
    [{ severity: "critical" }, /idx_alerts_(severity_status|created_at)/, /idx_alerts_severity_status/],
    [{ alertType: "disk" }, /^SCAN alerts USING INDEX idx_alerts_created_at$/, /^SCAN alerts$/],
    [{ q: "tank" }, /^(?!.*SCAN alerts.*SCAN alerts).*SCAN alerts.*$/],
    [{ q: "tank", serverId: "server-7" }, /SEARCH alerts USING INDEX idx_alerts_server_status/],
  ];
  for (const [filter, ...expected] of cases) {
    const plans = await plansOf(filter);
    expect([filter, plans.length]).toEqual([filter, expected.length]);
    for (const [index, plan] of plans.entries()) expect(plan).toMatch(expected[index] ?? /never/);
  }
});

test("what is active is found without reading what is over", async () => {
  const db = await temporaryDatabase();
  const plan = async (where: string) => {
    const rows = await db.query<{ detail: string }>(`EXPLAIN QUERY PLAN SELECT * FROM alerts WHERE ${where}`);
    return rows[0]?.detail;
  };
  // As Drizzle writes it: with the table's name in quotes, the literal unbound.
  expect(await plan(`"alerts"."status" <> 'resolved'`)).toContain("uq_alerts_active");
  expect(await plan(`"alerts"."status" <> 'resolved' AND "alerts"."server_id" = 'nas'`)).toContain(
    "uq_alerts_active",
  );
});
