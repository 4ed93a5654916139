import { expect, test } from "vitest";
import type { Segment } from "@/domain/services/availability";
import { stripOf } from "./strip";

const segments = (...parts: [number, Segment["status"]][]): Segment[] => {
  let from = 1000;
  return parts.map(([lengthMs, status]) => {
    const segment = { from, to: from + lengthMs, status };
    from = segment.to;
    return segment;
  });
};

const stripPaths = (of: readonly Segment[]) => stripOf(of, "Last hour").paths;

test("a span is drawn as wide as it lasted, each kind at its own height", () => {
  expect(stripPaths(segments([240, "running"], [120, "failed"], [120, "unknown"]))).toEqual([
    { kind: "is-running", d: "M0 5h240v6H0z" },
    { kind: "is-unknown", d: "M360 7.5h120v1H360z" },
    { kind: "is-down", d: "M240 0h120v16H240z" },
  ]);
});

test("an outage too short to be seen is drawn wide enough, and never beyond the strip", () => {
  const [, down] = stripPaths(segments([1e6, "running"], [1, "stopped"], [1e6, "running"]));
  expect(down).toEqual({ kind: "is-down", d: "M238 0h4v16H238z" });
  const atTheEnd = stripPaths(segments([1e6, "running"], [1, "failed"])).at(-1);
  expect(atTheEnd?.d).toBe("M476 0h4v16H476z");
  const atTheStart = stripPaths(segments([1, "failed"], [1e6, "running"])).at(-1);
  expect(atTheStart?.d).toBe("M0 0h4v16H0z");
});

test("what is not there is not drawn", () => {
  expect(stripPaths(segments([10, "running"])).map(({ kind }) => kind)).toEqual(["is-running"]);
  expect(stripPaths([])).toEqual([]);
});

test.each([
  ["never seen down", segments([10, "running"])],
  ["nothing known", segments([10, "unknown"])],
  ["nothing known", []],
  ["down once, for 2 m", segments([1e6, "running"], [120_000, "failed"], [1e6, "running"])],
  ["down 2 times, the last for 3 m", segments([60_000, "stopped"], [1e6, "running"], [180_000, "failed"])],
])("and says in words that it was %s", (words, of) => {
  expect(stripOf(of, "Last hour").label).toBe(`Last hour: ${words}`);
});
