import { expect, test } from "vitest";
import type { Forecast } from "./forecast";
import { byDaysUntilFull } from "./ranking";

const trend = { perDay: 1, trendDays: 30 };

test("ranks by the pessimistic end, and what has no date after what has one", () => {
  const ranked: Record<string, Forecast> = {
    full: { kind: "full" },
    soon: { kind: "filling", pessimisticDays: 9, optimisticDays: 90, ...trend },
    cleaned: {
      kind: "not_enough_data",
      reason: { because: "cleaned_up", days: 2, asBefore: { pessimisticDays: 20, optimisticDays: 30 } },
    },
    later: { kind: "filling", pessimisticDays: 40, optimisticDays: 41, ...trend },
    "cleaned for the first time": {
      kind: "not_enough_data",
      reason: { because: "cleaned_up", days: 2, asBefore: null },
    },
    new: { kind: "not_enough_data", reason: { because: "too_few_days", days: 2 } },
    flat: { kind: "flat", isSure: true, ...trend },
    shrinking: { kind: "shrinking", ...trend },
  };
  const names = Object.entries(ranked);
  const sorted = names.toReversed().sort(([, a], [, b]) => byDaysUntilFull(a, b));
  expect(sorted.map(([name]) => name).join()).toBe(
    "full,soon,cleaned,later,new,cleaned for the first time,flat,shrinking",
  );
});
