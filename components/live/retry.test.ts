import { expect, test } from "vitest";
import { retryAfterMs } from "./retry";

test.each([
  [0, 1000],
  [1, 2000],
  [5, 32_000],
  [6, 60_000],
  [5000, 60_000],
])("after %i failures the wait is %i ms", (failures, expected) => {
  expect(retryAfterMs(failures, 0)).toBe(expected);
});

test("chance takes a fifth away at most", () => {
  expect(retryAfterMs(0, 1)).toBe(800);
});
