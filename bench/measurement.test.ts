import { expect, test } from "vitest";
import { median, percentile, table } from "./measurement";

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test.each([
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95, 10],
  [[5, 1, 3], 0.5, 3],
  [[5, 1, 3], 0, 1],
])("of %j the percentile %d is %d", (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected);
});

test("nothing has no median", () => {
  expect(() => median([])).toThrow();
  expect(() => percentile([], 0.5)).toThrow();
});

test("the table says in words what was met and what was missed", () => {
  const rows = [
    { what: "a rate", figure: "9,000/s", goal: ">= 8,000/s", isMet: true },
    { what: "a time", figure: "200 ms", goal: "<= 150 ms", isMet: false },
    { what: "told only", figure: "3", goal: "", isMet: null },
  ];
  expect(table(rows).split("\n")).toEqual([
    "| what      | figure  | goal       | verdict |",
    "|-----------|---------|------------|---------|",
    "| a rate    | 9,000/s | >= 8,000/s | met     |",
    "| a time    | 200 ms  | <= 150 ms  | MISSED  |",
    "| told only | 3       |            |         |",
  ]);
});
