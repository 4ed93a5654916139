import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChartSpec, chartUnits } from "@/domain/metrics/chart";
import { valueAxis } from "./value-axis";

function axisOf(unit: ChartSpec["unit"], values: (number | null)[], domain?: ChartSpec["domain"]) {
  const points = values.map((value, at) => ({ at, value }));
  return valueAxis({ unit, domain, series: [{ key: "a", label: "a", series: "cpu", points }] });
}

describe("the value axis", () => {
  it("is 0 to 100 for a percentage, whatever small values it shows", () => {
    expect(axisOf("percent", [1, 2])).toEqual({ low: 0, high: 100, ticks: [0, 25, 50, 75, 100] });
  });

  it("is labelled at round places of its binary unit", () => {
    const { ticks } = axisOf("bytes_per_second", [0, 900 * 1024]);
    expect(ticks.length).toBeGreaterThan(2);
    expect(ticks.every((tick) => Number.isInteger(tick / 1024))).toBe(true);
  });

  it("spans something even when all values are zero", () => {
    expect(axisOf("load", [0, 0])).toMatchObject({ low: 0, high: 1 });
    expect(axisOf("bytes_per_second", [0])).toMatchObject({ low: 0, high: 1024 });
  });

  it("begins where it was told to", () => {
    expect(axisOf("celsius", [35, 62], [30, "auto"])).toMatchObject({ low: 30, high: 70 });
  });

  it("holds every value, with two to five ascending labels, for anything a machine reports", () => {
    const value = fc.option(fc.maxSafeInteger().map((thousandths) => thousandths / 1000));
    fc.assert(
      fc.property(fc.constantFrom(...chartUnits), fc.array(value), (unit, values) => {
        const { low, high, ticks } = axisOf(unit, values);
        expect(high).toBeGreaterThan(low);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
        for (const known of values) {
          if (known === null) continue;
          expect(known).toBeGreaterThanOrEqual(low);
          expect(known).toBeLessThanOrEqual(high);
        }
      }),
    );
  });
});
