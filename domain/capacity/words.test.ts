import { expect, test } from "vitest";
import { forecastWords, formatCost, monthWords, rangeWords, reasonWords } from "./words";

test.each([
  [0.2, 0.9, "0–1 d"],
  [5.02, 5.09, "5–6 d"],
  [5, 5, "5–6 d"],
  [38.4, 44.2, "38–45 d"],
  [89, 200, "89–200 d"],
  [95, 160, "3–6 months"],
  [800, 1900, "2–6 years"],
  [30, 700, "30 d or later"],
])("%s to %s days is %s", (pessimisticDays, optimisticDays, words) => {
  expect(rangeWords({ pessimisticDays, optimisticDays })).toBe(words);
});

test("a forecast is its range, or what it is", () => {
  const trend = { perDay: 1, trendDays: 9 };
  expect(forecastWords({ kind: "filling", pessimisticDays: 3, optimisticDays: 4.5, ...trend })).toBe("3–5 d");
  expect(forecastWords({ kind: "flat", isSure: true, ...trend })).toBe("flat");
  expect(forecastWords({ kind: "flat", isSure: false, ...trend })).toBe("no clear trend");
  expect(forecastWords({ kind: "not_enough_data", reason: { because: "unsteady", days: 8 } })).toBe(
    "not enough data",
  );
});

test.each([
  [{ because: "too_few_days", days: 2 }, "2 of 7 days"],
  [{ because: "too_many_gaps", coverage: 0.634 }, "63 % of the samples, 70 % are needed"],
  [{ because: "nothing_lately", days: 9 }, "nothing for 9 d"],
  [{ because: "cleaned_up", days: 0, asBefore: null }, "cleaned up today"],
  [
    { because: "cleaned_up", days: 2, asBefore: { pessimisticDays: 60, optimisticDays: 79.5 } },
    "cleaned up 2 d ago; 60–80 d if it fills as before",
  ],
  [{ because: "unsteady", days: 8 }, "too unsteady"],
  [{ because: "capacity_unknown" }, "its size is not known"],
] as const)("%o is said plainly", (reason, words) => {
  expect(reasonWords(reason)).toBe(words);
});

test("an amount stands behind its sign, apart from a word", () => {
  expect([formatCost(3.416, "£"), formatCost(3, "CHF"), formatCost(null, "€")]).toEqual([
    "£3.42",
    "CHF 3.00",
    "–",
  ]);
});

test("a month has a name", () => {
  expect([monthWords("2026-11"), monthWords("2027-01")]).toEqual(["Nov 2026", "Jan 2027"]);
});
