import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { availabilityOf, type KnownRun, segmentsOf } from "./availability";
import { serviceStatuses } from "./service";

const run = (from: number, until: number, status: KnownRun["status"] = "running"): KnownRun => ({
  ...{ from, until, status, restarts: 0 },
});

describe("the parts of a span", () => {
  const span = { from: 100, to: 200 };

  test.each<[string, KnownRun[], [number, number, string][]]>([
    ["nothing was ever heard of it", [], [[100, 200, "unknown"]]],
    ["it ran all along", [run(0, 300)], [[100, 200, "running"]]],
    [
      "it began within the span",
      [run(150, 300)],
      [
        [100, 150, "unknown"],
        [150, 200, "running"],
      ],
    ],
    [
      "the next run begins while the one before still vouched",
      [run(0, 190), run(160, 300, "failed")],
      [
        [100, 160, "running"],
        [160, 200, "failed"],
      ],
    ],
    [
      "nobody vouched for a while",
      [run(0, 120), run(160, 300)],
      [
        [100, 120, "running"],
        [120, 160, "unknown"],
        [160, 200, "running"],
      ],
    ],
    ["a restart begins a run and changes nothing", [run(0, 190), run(150, 300)], [[100, 200, "running"]]],
    ["a run that was over before the span", [run(0, 100)], [[100, 200, "unknown"]]],
    ["a run that begins after the span", [run(200, 300)], [[100, 200, "unknown"]]],
  ])("%s", (_what, runs, expected) => {
    expect(segmentsOf(runs, span).map(({ from, to, status }) => [from, to, status])).toEqual(expected);
  });

  test("cover the span without a hole, and say at each instant what a count of instants says", () => {
    const anyRun = fc.record({
      from: fc.integer({ min: 0, max: 120 }),
      length: fc.integer({ min: 0, max: 60 }),
      status: fc.constantFrom(...serviceStatuses),
    });
    fc.assert(
      fc.property(fc.uniqueArray(anyRun, { selector: ({ from }) => from, maxLength: 12 }), (found) => {
        const runs = found
          .sort((a, b) => a.from - b.from)
          .map(({ from, length, status }) => run(from, from + length, status));
        const segments = segmentsOf(runs, { from: 20, to: 100 });
        const spent = { running: 0, stopped: 0, failed: 0, unknown: 0 };
        for (let at = 20; at < 100; at++) {
          const begun = runs.filter(({ from }) => from <= at).at(-1);
          const status = begun === undefined || begun.until <= at ? "unknown" : begun.status;
          spent[status] += 1;
          const holding = segments.filter(({ from, to }) => from <= at && at < to);
          expect(holding.map((segment) => segment.status)).toEqual([status]);
        }
        expect(availabilityOf(segments)).toMatchObject({
          ...{ runningMs: spent.running, downMs: spent.stopped + spent.failed, unknownMs: spent.unknown },
        });
      }),
    );
  });
});

describe("availability", () => {
  test("leaves out what is not known, and says how much that is", () => {
    const segments = segmentsOf([run(0, 60), run(80, 95, "failed"), run(95, 100)], { from: 0, to: 100 });
    expect(availabilityOf(segments)).toEqual({
      ...{ percent: (100 * 65) / 80, runningMs: 65, downMs: 15, unknownMs: 20 },
    });
  });

  test("is not known where nothing is", () => {
    const nothing = segmentsOf([run(0, 60, "unknown")], { from: 0, to: 100 });
    expect(availabilityOf(nothing)).toEqual({ percent: null, runningMs: 0, downMs: 0, unknownMs: 100 });
  });
});
