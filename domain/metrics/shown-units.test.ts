import { describe, expect, it, test } from "vitest";
import type { ChartSpec } from "./chart";
import { conversionOf, inShownUnits } from "./shown-units";

const usual = { temperature_unit: "celsius", network_unit: "bytes" } as const;
const other = { temperature_unit: "fahrenheit", network_unit: "bits" } as const;

const chart = (unit: ChartSpec["unit"]): ChartSpec => ({
  ...{ id: "any", title: "Any", unit, from: 0, to: 120_000 },
  series: [
    {
      ...{ key: "a", label: "a", series: "neutral" },
      points: [
        { at: 0, value: -40, min: -40, max: 0 },
        { at: 60_000, value: null, min: null, max: null },
        { at: 120_000, value: 100 },
      ],
    },
  ],
});

const pointsOf = (spec: ChartSpec) => spec.series[0]?.points;

describe("a chart in the units that people chose", () => {
  it("of temperatures is in degrees Fahrenheit, its band as well, and its gaps stay gaps", () => {
    const shown = inShownUnits(chart("celsius"), other);
    expect(shown).toMatchObject({ id: "any", unit: "fahrenheit", from: 0, to: 120_000 });
    expect(pointsOf(shown)).toEqual([
      { at: 0, value: -40, min: -40, max: 32 },
      { at: 60_000, value: null, min: null, max: null },
      { at: 120_000, value: 212 },
    ]);
  });

  it("begins where it began", () => {
    const of = (domain: ChartSpec["domain"]) => inShownUnits({ ...chart("celsius"), domain }, other).domain;
    expect([of([20, "auto"]), of([-40, 100])]).toEqual([
      [68, "auto"],
      [-40, 212],
    ]);
  });

  it("has its lines where they were among the values", () => {
    const spec = { ...chart("celsius"), lines: [{ value: 100, label: "boils" }] };
    expect(inShownUnits(spec, other).lines).toEqual([{ value: 212, label: "boils" }]);
  });

  it("of traffic is in bits", () => {
    const shown = inShownUnits(chart("bytes_per_second"), other);
    expect(shown.unit).toBe("bits_per_second");
    expect(pointsOf(shown)?.at(-1)).toEqual({ at: 120_000, value: 800 });
  });

  it.each(["percent", "bytes", "load", "count"] as const)("of %s is as it is stored", (unit) => {
    const spec = chart(unit);
    expect(inShownUnits(spec, other)).toBe(spec);
  });
});

test.each(["celsius", "bytes_per_second"] as const)("%s stays what it is where nobody chose", (unit) => {
  expect(conversionOf(unit, usual)).toBeNull();
});
