import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeTicks } from "./time-ticks";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const utc = () => 0;
const words = (from: number, to: number, offsetMinutesAt: (at: number) => number = utc) =>
  timeTicks({ from, to, countMax: 5, offsetMinutesAt }).map(({ label }) => label);

describe("the labels of the time axis", () => {
  it.each([
    ["an hour", HOUR, ["06:15", "06:30", "06:45", "07:00"]],
    ["a day", DAY, ["12:00", "18:00", "22 Nov", "06:00"]],
    ["a week", 7 * DAY, ["23 Nov", "25 Nov", "27 Nov"]],
    ["a year", 365 * DAY, ["2027", "Apr", "Jul", "Oct"]],
    ["ten years", 3653 * DAY, ["2028", "2030", "2032", "2034", "2036"]],
  ])("of %s are round", (_, span, expected) => {
    const from = Date.UTC(2026, 10, 21, 6, 2);
    const shown = words(from, from + span);
    expect(shown).toEqual(expected);
  });

  it("are round on the wall clock of the zone, also across the end of summer time", () => {
    // Berlin left summer time on 25 October 2026 at 01:00 UTC.
    const change = Date.UTC(2026, 9, 25, 1);
    const berlin = (at: number) => (at < change ? 120 : 60);
    const from = Date.UTC(2026, 9, 24, 12);
    expect(words(from, from + DAY, berlin)).toEqual(["18:00", "25 Oct", "06:00", "12:00"]);
  });

  it("know zones that are half an hour off", () => {
    const from = Date.UTC(2026, 10, 21, 6);
    expect(words(from, from + 6 * HOUR, () => 330)).toEqual(["12:00", "14:00", "16:00"]);
  });

  it("are none when there is no time to label", () => {
    expect(words(5, 5)).toEqual([]);
    expect(words(9, 5)).toEqual([]);
  });

  it("ascend, lie inside and are few, for any range", () => {
    const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(instant, fc.integer({ min: 60_000, max: 40 * 365 * DAY }), (from, span) => {
        const ticks = timeTicks({ from, to: from + span, countMax: 5, offsetMinutesAt: () => -210 });
        expect(ticks.length).toBeLessThanOrEqual(7);
        for (const [index, { at }] of ticks.entries()) {
          expect(at).toBeGreaterThanOrEqual(from);
          expect(at).toBeLessThanOrEqual(from + span);
          if (index > 0) expect(at).toBeGreaterThan(ticks[index - 1]?.at ?? Number.NaN);
        }
      }),
    );
  });
});
