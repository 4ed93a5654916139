import { expect, test } from "vitest";
import type { AlertEventRecord, AlertRecord } from "@/db/queries/alerts";
import { testAlert, testNow } from "../testing";
import { spanAround, standingOf, timelineRows } from "./detail-view";

const HOUR = 3_600_000;

test.each<[string, Partial<AlertRecord>, string]>([
  ["open", {}, "Open for 1h."],
  [
    "acknowledged",
    { status: "acknowledged", acknowledgedBy: "operator" },
    "Open for 1h, acknowledged by operator.",
  ],
  [
    "resolved by the machine",
    { status: "resolved", resolvedAt: testNow, autoResolved: true },
    "Resolved by itself after 1h.",
  ],
  ["resolved by a person", { status: "resolved", resolvedAt: testNow }, "Resolved by hand after 1h."],
])("says how it stands: %s", (_name, change, words) => {
  expect(standingOf(testAlert(change), testNow)).toBe(words);
});

test("says that a stale alert waits for a fresh sample", () => {
  expect(standingOf(testAlert({ staleAt: testNow }), testNow)).toContain("its server is silent");
});

const event = (change: Partial<AlertEventRecord>): AlertEventRecord => ({
  id: 1,
  alertId: 7,
  kind: "opened",
  at: testNow,
  severity: "high",
  value: null,
  actor: null,
  note: null,
  createdAt: testNow,
  ...change,
});

test.each<[Partial<AlertEventRecord>, string]>([
  [{}, "Opened, high"],
  [{ kind: "escalated", severity: "critical" }, "Raised to critical"],
  [{ kind: "acknowledged", actor: "operator" }, "Acknowledged by operator"],
  [{ kind: "resolved" }, "Resolved by itself"],
  [{ kind: "resolved", actor: "operator" }, "Resolved by operator"],
])("a line of the timeline: %o", (change, words) => {
  expect(timelineRows(testAlert(), [event(change)])[0]?.what).toBe(words);
});

test("a value stands in the unit of the alert, and silence has none", () => {
  const rows = (alert: AlertRecord) => timelineRows(alert, [event({ value: 96.2 })])[0]?.value;
  expect(rows(testAlert())).toBe("96.2 %");
  expect(rows(testAlert({ alertType: "offline" }))).toBe("");
});

test.each([
  ["an open alert: until now", { createdAt: testNow - HOUR, resolvedAt: null }, 2 * HOUR],
  [
    "one long over: an hour more",
    { createdAt: testNow - 9 * HOUR, resolvedAt: testNow - 8 * HOUR },
    3 * HOUR,
  ],
  ["one of months: a week", { createdAt: testNow - 2000 * HOUR, resolvedAt: null }, 168 * HOUR],
  ["one that a clock put into the future", { createdAt: testNow + 5 * HOUR, resolvedAt: null }, HOUR],
])("charts %s", (_name, alert, length) => {
  const { from, to } = spanAround(alert, testNow);
  expect([from, to - from]).toEqual([alert.createdAt - HOUR, length]);
});
