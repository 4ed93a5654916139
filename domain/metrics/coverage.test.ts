import { describe, expect, it } from "vitest";
import { coverageOfPoints, coverageWords } from "./coverage";

const MINUTE = 60_000;
const from = Date.UTC(2026, 10, 21, 6);
const to = from + 60 * MINUTE;
const usual = { from, to, now: to + MINUTE, stepMs: null, intervalSeconds: 60, dueFrom: 0 };
const everyMinute = Array.from({ length: 60 }, (_, n) => ({ at: from + n * MINUTE + 12_345, samples: 1 }));

describe("what arrived against what was due", () => {
  it("is everything when each minute had its sample", () => {
    const coverage = coverageOfPoints({ ...usual, points: everyMinute });
    expect(coverage).toMatchObject({ samples: 60, due: 60 });
    expect(new Set(coverage.cells.map(({ share }) => share))).toEqual(new Set([1]));
    expect(coverageWords(coverage)).toBe("Every sample that was due arrived: 60.");
  });

  it("shows where samples are missing", () => {
    const points = everyMinute.filter((_, n) => n < 20 || n >= 40);
    const coverage = coverageOfPoints({ ...usual, points });
    expect(coverage.cells.map(({ share }) => share)).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(coverageWords(coverage)).toBe("66.7 % of the samples that were due arrived: 40 of 60.");
  });

  it("expects nothing before the first sample ever, and nothing of the future", () => {
    const points = everyMinute.slice(20, 40);
    const coverage = coverageOfPoints({
      ...usual,
      points,
      dueFrom: from + 20 * MINUTE,
      now: from + 41 * MINUTE,
    });
    expect(coverage).toMatchObject({ samples: 20, due: 20 });
    expect(coverage.cells.map(({ share }) => share)).toEqual([
      null,
      null,
      null,
      null,
      null,
      1,
      1,
      1,
      1,
      1,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it("misses nothing that may still come", () => {
    const coverage = coverageOfPoints({ ...usual, now: to, points: everyMinute.slice(0, 59) });
    expect(coverageWords(coverage)).toBe("Every sample that was due arrived: 59.");
  });

  it("counts buckets whole, also those at the edges", () => {
    const stepMs = 60 * MINUTE;
    const points = Array.from({ length: 25 }, (_, n) => ({ at: from + n * stepMs, samples: 60 }));
    const span = { from: from + 30 * MINUTE, to: from + 24 * stepMs + 30 * MINUTE };
    const coverage = coverageOfPoints({ ...usual, ...span, now: span.to + 91 * MINUTE, stepMs, points });
    expect(coverage).toMatchObject({ samples: 1500, due: 1500 });
  });

  it("draws a year in no more cells than a strip can show", () => {
    const stepMs = 2 * 86_400_000;
    const coverage = coverageOfPoints({ ...usual, from: to - 365 * 86_400_000, stepMs, points: [] });
    expect(coverage.cells.length).toBeLessThanOrEqual(121);
    expect(coverage.cells[0]?.from).toBe(to - 365 * 86_400_000);
    expect(coverage.cells.at(-1)?.to).toBe(to);
  });

  it("never says that all arrived when one is missing", () => {
    expect(coverageWords({ samples: 99_999, due: 100_000, cells: [] })).toMatch(/^99\.9 % /);
    expect(coverageWords({ samples: 0, due: 0, cells: [] })).toBe("No sample was due in this time.");
  });
});
