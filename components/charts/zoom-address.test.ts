import { expect, it } from "vitest";
import { withoutZoom, withZoom } from "./zoom-address";

const from = Date.UTC(2026, 10, 21, 6, 2, 0, 400);

it("writes the stretch in UTC to the second, and keeps what else the address says", () => {
  expect(withZoom("range=24h", from, from + 3_600_000)).toBe(
    "?range=24h&from=2026-11-21T06:02:00Z&to=2026-11-21T07:02:00Z",
  );
});

it("replaces an earlier zoom", () => {
  expect(withZoom("from=a&to=b", from, from)).toBe("?from=2026-11-21T06:02:00Z&to=2026-11-21T06:02:00Z");
});

it.each([
  ["", ""],
  ["range=7d", "?range=7d"],
  ["range=7d&from=a&to=b", "?range=7d"],
  ["from=a&to=b", ""],
])("goes back from %j to %j", (query, expected) => {
  expect(withoutZoom(query)).toBe(expected);
});
