import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparisonShiftMs, comparisons } from "./comparison";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const at = Date.UTC(2026, 10, 21);

describe("how far back a compared span lies", () => {
  it("is the length of the span for the period before", () => {
    expect(comparisonShiftMs("before", { from: at, to: at + 6 * HOUR_MS }, null)).toBe(6 * HOUR_MS);
  });

  it("is seven days for the week before, at the same time of day", () => {
    expect(comparisonShiftMs("week", { from: at, to: at + DAY_MS }, 300_000)).toBe(7 * DAY_MS);
  });

  it("is as near to a year as whole buckets come", () => {
    expect(comparisonShiftMs("year", { from: at, to: at + DAY_MS }, null)).toBe(365 * DAY_MS);
    expect(comparisonShiftMs("year", { from: at, to: at + 365 * DAY_MS }, 2 * DAY_MS)).toBe(366 * DAY_MS);
  });

  it("is always whole buckets, so that both spans lie on the same instants, and the period before never overlaps", () => {
    const steps = fc.constantFrom(60_000, 300_000, HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS);
    fc.assert(
      fc.property(
        fc.constantFrom(...comparisons),
        fc.integer({ min: 60_000, max: 3000 * DAY_MS }),
        steps,
        (comparison, length, stepMs) => {
          const shift = comparisonShiftMs(comparison, { from: at, to: at + length }, stepMs);
          expect(shift % stepMs).toBe(0);
          expect(shift).toBeGreaterThan(0);
          if (comparison === "before") expect(shift).toBeGreaterThanOrEqual(length);
        },
      ),
    );
  });
});
