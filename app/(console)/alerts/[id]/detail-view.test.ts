import { expect, test } from "vitest";
import type { AlertEventRecord, AlertRecord } from "@/db/queries/alerts";
import { testAlert, testNow } from "../testing";
import { marksOf, percentDomain, spanAround, standingOf, timelineRows } from "./detail-view";

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

const span = (opened: number, resolved: number | null) =>
  spanAround(
    { createdAt: testNow + opened * HOUR, resolvedAt: resolved === null ? null : testNow + resolved * HOUR },
    testNow,
  );

test.each([
  ["an open alert: an hour more before it, and until now", span(-1, null), -2, 0],
  ["one long over: an hour more after it", span(-9, -8), -10, -7],
  ["one that is just over: as far as time has come", span(-2, 0), -3, 0],
  ["one of weeks: until now all the same, with a day more before it", span(-24 * 24, null), -26 * 24, 0],
  ["one that lasted for a day: two hours more before and after it", span(-100, -76), -102, -74],
  ["one that a clock put into the future", span(5, null), 4, 5],
])("charts %s", (_name, { from, to }, begins, ends) => {
  expect([from, to]).toEqual([testNow + begins * HOUR, testNow + ends * HOUR]);
});

test("marks on the chart where it opened, got worse and better, and ended", () => {
  const at = (hours: number) => testNow + hours * HOUR;
  const events = [
    event({ at: at(-9) }),
    event({ kind: "escalated", severity: "critical", at: at(-7) }),
    event({ kind: "reminded", severity: "critical", at: at(-6) }),
    event({ kind: "deescalated", severity: "high", at: at(-5) }),
    event({ kind: "resolved", actor: "ann", at: at(-4) }),
  ];
  const marks = marksOf(testAlert({ createdAt: at(-9), resolvedAt: at(-4), severity: "high" }), events);
  expect(marks.map((mark) => [mark.at, mark.kind === "alert" ? mark.severity : null, mark.label])).toEqual([
    [at(-9), "high", "Opened, high"],
    [at(-7), "critical", "Raised to critical"],
    [at(-5), "high", "Lowered to high"],
    [at(-4), "high", "Resolved"],
  ]);
  expect(marksOf(testAlert(), events.slice(2))[0]).toMatchObject({
    label: "Opened",
  });
});

const drawn = (values: (number | null)[], ...lines: number[]) => ({
  series: [
    {
      key: "/mnt/tank",
      label: "/mnt/tank",
      series: "disk" as const,
      points: values.map((value, index) => ({ at: index, value })),
    },
  ],
  lines: lines.map((value) => ({ value, label: `${value} %` })),
});

test.each([
  ["values and lines, with room around them", drawn([92.5, null, 96], 80, 95), [78.4, 97.6]],
  ["nearly nothing that moves, without making a mountain of it", drawn([90, 90.2], 90), [85.1, 95.1]],
  ["no more than there can be", drawn([2, 100], 95), [0, 100]],
  ["everything where nothing is known", drawn([null]), [0, 100]],
])("the axis of a percentage spans %s", (_name, spec, [low = 0, high = 0]) => {
  const [least, most] = percentDomain(spec);
  expect(least).toBeCloseTo(low);
  expect(most).toBeCloseTo(high);
});
