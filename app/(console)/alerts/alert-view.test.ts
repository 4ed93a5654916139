import { expect, test } from "vitest";
import type { AlertRecord } from "@/db/queries/alerts";
import type { AlertType } from "@/domain/alerts/alert";
import { alertRow, pendingRow, readingWords } from "./alert-view";
import { outcomeWords } from "./outcome-words";
import { testAlert, testNow } from "./testing";

test.each<[string, Partial<AlertRecord>, ReturnType<typeof alertRow>["mark"]]>([
  ["critical is a solid square", {}, { state: "bad", look: "solid", word: "critical" }],
  ["high is a triangle", { severity: "high" }, { state: "notice", look: "solid", word: "high" }],
  ["medium is quieter", { severity: "medium" }, { state: "minor", look: "solid", word: "medium" }],
  [
    "acknowledged is an outline",
    { status: "acknowledged" },
    { state: "bad", look: "outline", word: "critical" },
  ],
  ["stale is hatched", { staleAt: testNow }, { state: "bad", look: "hatched", word: "critical" }],
  [
    "stale and acknowledged is hatched",
    { status: "acknowledged", staleAt: testNow },
    { state: "bad", look: "hatched", word: "critical" },
  ],
  [
    "what is over is fine, whatever it was",
    { status: "resolved", resolvedAt: testNow, staleAt: testNow },
    { state: "ok", look: "solid", word: "resolved" },
  ],
])("%s", (_name, change, mark) => {
  expect(alertRow(testAlert(change)).mark).toEqual(mark);
});

test.each<[string, AlertType, number | null, number | null, string]>([
  ["a value against its line", "disk", 96.2, 95, "96.2 % ≥ 95 %"],
  ["a line between whole numbers", "cpu", 91, 90.5, "91.0 % ≥ 90.5 %"],
  ["load has no unit", "load", 2.5, 2, "2.50 ≥ 2.00"],
  ["no line is known", "memory", 91, null, "91.0 %"],
  ["nothing was read", "cpu", null, 85, ""],
  ["silence has no value", "offline", 200, 180, ""],
])("says a reading where %s", (_name, alertType, value, threshold, words) => {
  expect(readingWords(alertType, value, threshold)).toBe(words);
});

test("shows the worst since it opened, and how long it lasted once it is over", () => {
  expect(alertRow(testAlert({ peakValue: 98 })).reading).toBe("98.0 % ≥ 95 %");
  expect(alertRow(testAlert()).lasted).toBeNull();
  expect(alertRow(testAlert({ status: "resolved", resolvedAt: testNow })).lasted).toBe("1h");
});

test("says what a pending breach still lacks", () => {
  const pending = pendingRow({
    serverId: "nas",
    serverName: "NAS",
    alertType: "cpu",
    subject: "",
    value: 90,
    threshold: 85,
    breaches: 2,
    breachesDue: 3,
    firstBreachAt: testNow,
    dueAt: testNow + 60_000,
  });
  expect(pending).toMatchObject({ what: "CPU", reading: "90.0 % ≥ 85 %", missing: "2 of 3 samples" });
});

test.each([
  ["all as wished", ["acknowledged", "acknowledged"], "acknowledge", "2 acknowledged."],
  ["a lost race", ["acknowledged", "resolved"], "acknowledge", "1 acknowledged, 1 was resolved already."],
  ["a second time", ["unchanged", "unchanged"], "acknowledge", "2 were acknowledged already."],
  ["resolved", ["resolved", "unchanged"], "resolve", "1 resolved, 1 was resolved already."],
  ["deleted meanwhile", ["not_found"], "resolve", "1 was gone."],
] as const)("says what became of them: %s", (_name, outcomes, deed, words) => {
  expect(outcomeWords([...outcomes], deed)).toBe(words);
});
