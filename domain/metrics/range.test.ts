import { expect, test } from "vitest";
import { listStepOfSpan, resolutionName, spanOfRange, stepOfSpan } from "./range";
import { counterRate, hasBooted } from "./rate";

const now = Date.UTC(2026, 10, 21, 9, 30);
const hour = 3_600_000;
const day = 24 * hour;

test.each([
  ["an hour of minutes as it is", hour, 300, "raw"],
  ["six hours in buckets of two minutes", 6 * hour, 300, "2m"],
  ["a day in buckets of five minutes", day, 300, "5m"],
  ["a week in buckets of an hour where 300 points are wanted", 7 * day, 300, "1h"],
  ["a week in buckets of ten minutes where 2,000 points are wanted", 7 * day, 2000, "10m"],
  ["a year in buckets of two days", 365 * day, 300, "2d"],
  ["ten years in buckets of two weeks", 3650 * day, 300, "14d"],
])("draws %s", (_name, span, points, expected) => {
  expect(resolutionName(stepOfSpan({ from: now - span, to: now }, { points, intervalSeconds: 60 }))).toBe(
    expected,
  );
});

test("never answers more buckets than were asked for", () => {
  for (let hours = 1; hours < 24 * 400; hours += 7) {
    const step = stepOfSpan({ from: 0, to: hours * hour }, { points: 300, intervalSeconds: 60 });
    if (step !== null) expect((hours * hour) / step).toBeLessThanOrEqual(300);
  }
});

test("'all' begins with the first sample, and is never shorter than an hour", () => {
  expect(spanOfRange("all", now, now - 3 * day)).toEqual({ from: now - 3 * day, to: now });
  expect(spanOfRange("all", now, now - 1000)).toEqual({ from: now - hour, to: now });
});

const reading = (seconds: number, value: number | null, uptimeSeconds: number | null = null) => ({
  at: seconds * 1000,
  value,
  uptimeSeconds,
});

test.each([
  ["bytes per second between two readings", reading(0, 1000), reading(60, 7000), 100],
  ["nothing across a missing value", reading(0, null), reading(60, 7000), null],
  ["nothing when the counter fell", reading(0, 7000), reading(60, 1000), null],
  ["nothing across a boot, though the counter grew", reading(0, 1000, 5000), reading(60, 7000, 30), null],
  ["nothing across a gap", reading(0, 1000), reading(600, 7000), null],
  ["nothing between a reading and itself", reading(60, 1000), reading(60, 1000), null],
])("a rate is %s", (_name, before, after, expected) => {
  expect(counterRate(before, after, 150_000)).toBe(expected);
});

test("a machine that has been up for less than the time between two samples has booted", () => {
  expect(hasBooted(reading(0, 0, 10), reading(600, 0, 20))).toBe(true);
  expect(hasBooted(reading(0, 0, 10), reading(600, 0, 610))).toBe(false);
});

test.each([
  ["every list is kept", 0, 1_800_000, 1_800_000],
  ["every list is kept", 0, null, null],
  ["one an hour is kept", 5, 1_800_000, 3_600_000],
  ["one an hour is kept", 5, null, 3_600_000],
  ["one an hour is kept", 5, 7_200_000, 7_200_000],
])("lists where %s, from %s, are drawn for %s in buckets of %s", (_, listsFrom, stepMs, expected) => {
  expect(listStepOfSpan({ from: 4, to: 10 }, stepMs, listsFrom)).toBe(expected);
});
