import { describe, expect, it } from "vitest";
import { formatDegrees, formatNumber, formatPercent } from "./number";

describe("a number", () => {
  it.each([
    [0, 0, "0"],
    [0.4249, 2, "0.42"],
    [1204, 0, "1\u202f204"],
    [-3.2, 1, "−3.2"],
    [-0.001, 1, "0.0"],
    [999_999_999.5, 0, "1\u202f000\u202f000\u202f000"],
    [null, 0, "–"],
    [Number.NaN, 2, "–"],
    [Number.POSITIVE_INFINITY, 0, "–"],
  ])("%s with %s digits reads %s", (value, digits, text) => {
    expect(formatNumber(value, digits)).toBe(text);
  });

  it("survives a counter beyond what fixed notation can say", () => {
    expect(formatNumber(1e22)).toBe("1e+22");
  });
});

describe("a percentage", () => {
  it.each([
    [12.34, 0, "12 %"],
    [96.24, 1, "96.2 %"],
    [0, 0, "0 %"],
    [100, 0, "100 %"],
    [null, 0, "–"],
    [undefined, 1, "–"],
  ])("%s with %s digits reads %s", (value, digits, text) => {
    expect(formatPercent(value, digits)).toBe(text);
  });
});

it("says degrees with their sign", () => {
  expect([
    formatDegrees(46.6, "celsius"),
    formatDegrees(-5, "celsius"),
    formatDegrees(null, "celsius"),
  ]).toEqual(["47 °C", "−5 °C", "–"]);
  expect(formatDegrees(115.88, "fahrenheit", 1)).toBe("115.9 °F");
});
