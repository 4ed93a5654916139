import { expect, it } from "vitest";
import { trendOf } from "./trend";

it.each([
  ["more than before", 42, 30, { direction: "up", difference: 12 }],
  ["less than before", 30, 42, { direction: "down", difference: -12 }],
  ["about as before", 30.4, 30, { direction: "level", difference: expect.closeTo(0.4) }],
  ["nothing known of the week before", 30, null, null],
  ["nothing known of this week", null, 30, null],
])("%s", (_, thisWeek, weekBefore, trend) => {
  expect(trendOf(thisWeek, weekBefore, 1)).toEqual(trend);
});
