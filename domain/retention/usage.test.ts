import { expect, test } from "vitest";
import { estimatedBytes, growthPerDay } from "./usage";

const day = 86_400_000;
const sizes = (count: number, perDay: number) =>
  Array.from({ length: count }, (_, n) => ({ day: n * day, bytes: 1000 + n * perDay }));

test.each([
  ["what the last days say", sizes(10, 50), 50],
  ["nothing from fewer than a week", sizes(6, 50), null],
  ["nothing from nothing", [], null],
  ["the last thirty days and not those before", [...sizes(30, 0), ...sizes(60, 100).slice(30)], 100],
  ["nothing more where the file stays as it is", sizes(30, 0), 0],
])("the growth of a file is %s", (_name, days, expected) => {
  expect(growthPerDay(days)).toBe(expected);
});

test("an estimate is proportional to the rows", () => {
  expect(estimatedBytes("raw", 20)).toBe(2 * estimatedBytes("raw", 10));
});
