import { describe, expect, it } from "vitest";
import { formatAgo, formatClock, formatDuration, formatInstant } from "./time";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("a duration", () => {
  it.each([
    [0, "0s"],
    [999, "0s"],
    [45 * SECOND, "45s"],
    [12 * MINUTE + 5 * SECOND, "12m 5s"],
    [3 * HOUR, "3h"],
    [3 * HOUR + 59 * SECOND, "3h"],
    [3 * HOUR + 12 * MINUTE, "3h 12m"],
    [41 * DAY + 3 * HOUR + 59 * MINUTE, "41d 3h"],
    [800 * DAY, "800d"],
    [-5 * SECOND, "0s"],
    [null, "–"],
    [Number.NaN, "–"],
  ])("of %s ms reads %s", (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});

describe("how long ago", () => {
  it.each([
    [0, "0 s"],
    [-3 * SECOND, "0 s"],
    [12 * SECOND + 900, "12 s"],
    [59 * SECOND, "59 s"],
    [MINUTE, "1 m"],
    [3 * HOUR + 59 * MINUTE, "3 h"],
    [3 * DAY, "3 d"],
    [null, "–"],
  ])("%s ms reads %s", (elapsedMs, text) => {
    expect(formatAgo(elapsedMs)).toBe(text);
  });
});

it("says an instant in UTC, whatever the zone of the machine", () => {
  const at = Date.UTC(2026, 10, 21, 6, 2, 13, 456);
  expect(formatClock(at)).toBe("06:02:13");
  expect(formatInstant(at)).toBe("2026-11-21 06:02:13 UTC");
});

it.each([
  ["Europe/London", "2026-11-21 06:02:13 UTC"],
  ["Europe/Berlin", "2026-11-21 07:02:13 UTC+1"],
  ["Asia/Kathmandu", "2026-11-21 11:47:13 UTC+5:45"],
  ["America/Los_Angeles", "2026-11-20 22:02:13 UTC−8"],
])("says an instant in %s with how far that is from UTC", (timeZone, words) => {
  expect(formatInstant(Date.UTC(2026, 10, 21, 6, 2, 13), timeZone)).toBe(words);
});

it("says an instant that no calendar holds as unknown", () => {
  expect([formatClock(null), formatInstant(9e15, "Europe/Berlin"), formatClock(Number.NaN)]).toEqual([
    "–",
    "–",
    "–",
  ]);
});
