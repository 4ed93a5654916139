import { expect, it } from "vitest";
import { summariseSeries } from "./chart";

it("takes extremes from the band, and the average from the values that are known", () => {
  const points = [
    { at: 0, value: 10, min: 2, max: 30 },
    { at: 1, value: null },
    { at: 2, value: 20 },
  ];
  expect(summariseSeries(points)).toEqual({ latest: 20, min: 2, max: 30, average: 15 });
});

it("does not pass an old value off as the latest", () => {
  const points = [
    { at: 0, value: 10 },
    { at: 1, value: null },
  ];
  expect(summariseSeries(points).latest).toBeNull();
});

it("knows nothing of a series without samples", () => {
  expect(summariseSeries([])).toEqual({ latest: null, min: null, max: null, average: null });
});
