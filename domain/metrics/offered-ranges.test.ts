import { expect, it } from "vitest";
import { offeredRanges } from "./offered-ranges";

const DAY_MS = 86_400_000;
const now = Date.UTC(2026, 10, 21);

it.each([
  ["nothing", null, ["1h", "all"]],
  ["ten minutes", 600_000, ["1h", "all"]],
  ["two hours", 2 * 3_600_000, ["1h", "6h", "all"]],
  ["two weeks", 14 * DAY_MS, ["1h", "6h", "24h", "7d", "30d", "all"]],
  ["two years", 730 * DAY_MS, ["1h", "6h", "24h", "7d", "30d", "90d", "12m", "all"]],
])("with a history of %s, what shows more than the range before it is offered", (_, history, offered) => {
  const ranges = offeredRanges(now, history === null ? null : now - history);
  expect(ranges.filter(({ isOffered }) => isOffered).map(({ range }) => range)).toEqual(offered);
});
