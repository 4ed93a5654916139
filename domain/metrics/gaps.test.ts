import { expect, test } from "vitest";
import { marksBetween, withGaps } from "./gaps";

const minute = 60_000;

test("a line breaks where samples are missing, and nowhere else", () => {
  const points = [0, 1, 2, 10, 11].map((at) => ({ at: at * minute, value: 1 }));
  expect(withGaps(points, 2.5 * minute).map(({ value }) => value)).toEqual([1, 1, 1, null, 1, 1]);
  expect(withGaps([], minute)).toEqual([]);
});

test("marks a silence where it began, and a boot when it happened", () => {
  const readings = [
    { at: 0, uptimeSeconds: 5000 },
    { at: minute, uptimeSeconds: 5060 },
    { at: 11 * minute, uptimeSeconds: 120 },
    { at: 12 * minute, uptimeSeconds: 180 },
  ];
  expect(marksBetween(readings, 2.5 * minute)).toEqual([
    { at: minute, kind: "gap", label: "no data for 10m" },
    { at: 9 * minute, kind: "reboot", label: "booted" },
  ]);
});

test("says nothing of boots where the uptime is unknown", () => {
  expect(
    marksBetween(
      [
        { at: 0, uptimeSeconds: null },
        { at: minute, uptimeSeconds: 5 },
      ],
      2.5 * minute,
    ),
  ).toEqual([]);
});
