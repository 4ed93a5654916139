import { expect, test } from "vitest";
import { formatWeekday, formatWeekdays } from "./weekday";

test.each([
  ["one", [1], "Mon"],
  ["some", [1, 5, 7], "Mon, Fri, Sun"],
  ["all", [1, 2, 3, 4, 5, 6, 7], "every day"],
])("names %s of the days", (_, days, words) => {
  expect(formatWeekdays(days)).toBe(words);
});

test("a day alone has its whole name", () => {
  expect(formatWeekday(7)).toBe("Sunday");
});
