import { expect, test } from "vitest";
import { summaryAnswerSchema } from "@/domain/summary-answer";
import { insertAlert, insertRow, insertServer } from "@/hub/alerts/testing-alerts";
import { testNow } from "@/hub/testing";
import { ask, bodyOf, stopClock, testHub } from "../testing";
import { GET } from "./route";

const read = async () => bodyOf(await GET(ask("/summary"), {}), summaryAnswerSchema);

test("an empty hub has nothing but zeros", async () => {
  await testHub();
  stopClock(testNow);
  const { timestamp, last_heartbeat_at, worst_severity, ...counts } = await read();
  expect(new Set(Object.values(counts))).toEqual(new Set([0]));
  expect([last_heartbeat_at, worst_severity]).toEqual([null, null]);
  expect(timestamp).toBe("2026-11-21T09:30:00.000Z");
});

test("servers and alerts are counted, and nothing in the answer is a list", async () => {
  const db = await testHub();
  await insertServer(db, "nas", {
    status: "online",
    last_seen: testNow,
    updates_available: 4,
    security_updates: 1,
  });
  await insertServer(db, "pi", {
    status: "online",
    paused_at: testNow,
    last_seen: testNow - 1000,
    updates_available: 3,
  });
  await insertServer(db, "old", { status: "offline" });
  await insertServer(db, "new");
  await insertAlert(db);
  await insertAlert(db, { alert_type: "disk", severity: "critical", status: "acknowledged" });
  await insertAlert(db, { alert_type: "disk", subject: "/a", severity: "low" });
  await insertAlert(db, { alert_type: "memory", severity: "critical", status: "resolved" });
  await db.write([
    insertRow("alert_states", {
      server_id: "nas",
      metric_type: "memory",
      consecutive_breaches: 1,
      current_value: 90,
    }),
  ]);
  expect(await read()).toEqual({
    ...{ servers_total: 4, servers_online: 2, servers_offline: 1, servers_unknown: 1, servers_paused: 1 },
    ...{ alerts_open: 2, alerts_acknowledged: 1, alerts_total: 3, alerts_pending: 1 },
    ...{ alerts_critical: 1, alerts_high: 1, alerts_medium: 0, alerts_low: 1, worst_severity: "critical" },
    ...{ updates_available: 7, security_updates: 1, last_heartbeat_at: "2026-11-21T09:30:00.000Z" },
    timestamp: expect.any(String),
  });
});

test("is for programs with the API key", async () => {
  await testHub();
  expect((await GET(ask("/summary", { key: null }), {})).status).toBe(401);
});
