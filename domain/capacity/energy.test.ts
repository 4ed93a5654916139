import { describe, expect, test } from "vitest";
import { costConfigDefault, readCostConfig } from "./cost-config";
import { energyOf, monthsUntil, wholeMonth } from "./energy";

const HOUR_MS = 3_600_000;

describe("energy", () => {
  test.each([
    // tdp, idle, hours, busy hours: kWh and watts
    ["idle all day", 65, 15, 24, 0, 0.36, 15],
    ["at full load all day", 65, 15, 24, 24, 1.56, 65],
    ["half busy", 65, 15, 10, 5, 0.4, 40],
    ["without idle power, a third is assumed", 60, null, 10, 0, 0.2, 20],
    ["idle power above the full one counts as the full one", 20, 50, 10, 5, 0.2, 20],
    ["a machine without power", 0, 0, 24, 12, 0, 0],
  ])("%s", (_name, tdpWatts, idleWatts, hours, busyHours, kilowattHours, watts) => {
    const energy = energyOf({ tdpWatts, idleWatts }, { hours, busyHours });
    expect(energy.kilowattHours).toBeCloseTo(kilowattHours, 9);
    expect(energy.watts).toBeCloseTo(watts, 9);
  });

  test("is unknown without the power at full load, and not nothing", () => {
    const energy = energyOf({ tdpWatts: null, idleWatts: 15 }, { hours: 24, busyHours: 6 });
    expect(energy).toEqual({ hours: 24, cpuPercent: 25, kilowattHours: null, watts: null });
  });

  test("of a machine that was off is nothing, and its power not known", () => {
    const energy = energyOf({ tdpWatts: 65, idleWatts: 15 }, { hours: 0, busyHours: 0 });
    expect(energy).toEqual({ hours: 0, cpuPercent: null, kilowattHours: 0, watts: null });
  });

  test("of two stretches is the sum of theirs", () => {
    const power = { tdpWatts: 90, idleWatts: 12 };
    const a = energyOf(power, { hours: 7, busyHours: 2 }).kilowattHours ?? 0;
    const b = energyOf(power, { hours: 3, busyHours: 3 }).kilowattHours ?? 0;
    expect(energyOf(power, { hours: 10, busyHours: 5 }).kilowattHours).toBeCloseTo(a + b, 9);
  });
});

describe("months", () => {
  test("begin where the clock of their zone says so", () => {
    const now = Date.UTC(2026, 10, 30, 23, 30);
    expect(monthsUntil(now, { timeZone: "UTC", count: 2 }).map(({ name }) => name)).toEqual([
      "2026-11",
      "2026-10",
    ]);
    expect(monthsUntil(now, { timeZone: "Europe/Berlin", count: 1 })).toEqual([
      { name: "2026-12", from: Date.UTC(2026, 10, 30, 23), to: Date.UTC(2026, 11, 31, 23) },
    ]);
  });

  test("are longer or shorter by what the clocks change, and follow one another over the year's end", () => {
    const months = monthsUntil(Date.UTC(2026, 3, 15), { timeZone: "Europe/London", count: 7 });
    expect(months.map(({ name }) => name)).toEqual([
      ...["2026-04", "2026-03", "2026-02", "2026-01", "2025-12", "2025-11", "2025-10"],
    ]);
    const hours = months.map(({ from, to }) => (to - from) / HOUR_MS);
    expect(hours).toEqual([720, 743, 672, 744, 744, 720, 745]);
    for (const [index, { to }] of months.slice(1).entries()) expect(to).toBe(months[index]?.from);
  });

  test("begin at half an hour in zones that are so", () => {
    const [month] = monthsUntil(Date.UTC(2026, 6, 10), { timeZone: "Asia/Kolkata", count: 1 });
    expect(month?.from).toBe(Date.UTC(2026, 5, 30, 18, 30));
  });
});

test("a month that is half over comes to twice as much, one that is over to what it was", () => {
  const month = { name: "2026-11", from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 11, 1) };
  expect(wholeMonth(10, month, Date.UTC(2026, 10, 16))).toBeCloseTo(20);
  expect(wholeMonth(10, month, Date.UTC(2026, 11, 16))).toBe(10);
  expect(wholeMonth(null, month, Date.UTC(2026, 11, 16))).toBeNull();
  expect(wholeMonth(0.1, month, Date.UTC(2026, 10, 1, 2))).toBeNull();
});

test("a damaged price is the usual one, a half one is completed", () => {
  expect(readCostConfig({ electricity_rate: 0.3, time_zone: "Europe/Paris" })).toEqual({
    ...{ electricity_rate: 0.3, currency_symbol: "£", time_zone: "Europe/Paris" },
  });
  for (const damaged of [null, "x", { electricity_rate: "much" }, { time_zone: "Mars/Base" }]) {
    expect(readCostConfig(damaged)).toEqual(costConfigDefault);
  }
});
