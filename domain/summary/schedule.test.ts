import { describe, expect, test } from "vitest";
import { dueWeek, lastWeek, nextSending } from "./schedule";
import { readSummaryConfig } from "./summary-config";

const monday = { weekday: 1, time: "08:00", time_zone: "Europe/London" };
const at = (text: string) => Date.parse(text);

describe("the week that is due", () => {
  test.each([
    // now, the week that is told, or none
    ["a minute too early", monday, "2026-11-23T07:59:59.999Z", null],
    ["at its time, the week that ended at midnight", monday, "2026-11-23T08:00:00Z", "2026-11-16"],
    ["late, but on the day", monday, "2026-11-23T23:59:59.999Z", "2026-11-16"],
    ["a day late it is skipped", monday, "2026-11-24T00:00:00Z", null],
    ["the day before", monday, "2026-11-22T12:00:00Z", null],
    ["by the clock in summer, an hour earlier in UTC", monday, "2026-07-06T07:00:00Z", "2026-06-29"],
    ["not yet by the clock in winter", monday, "2026-11-23T07:00:00Z", null],
    ["on the Monday after the clocks went back", monday, "2026-10-26T08:00:00Z", "2026-10-19"],
    [
      "on another day, still the last week that is over",
      { ...monday, weekday: 3 },
      "2026-11-25T08:00:00Z",
      "2026-11-16",
    ],
    [
      "on a Sunday, the week before this one",
      { ...monday, weekday: 7 },
      "2026-11-29T10:00:00Z",
      "2026-11-16",
    ],
    ["at midnight", { ...monday, time: "00:00" }, "2026-11-23T00:00:00Z", "2026-11-16"],
    [
      "at a time that the clock skips, an hour later",
      { weekday: 7, time: "01:30", time_zone: "Europe/London" },
      "2026-03-29T01:30:00Z",
      "2026-03-16",
    ],
    [
      "far east, where Monday begins on Sunday in UTC",
      { ...monday, time_zone: "Pacific/Auckland" },
      "2026-11-22T19:00:00Z",
      "2026-11-16",
    ],
  ])("%s", (_name, schedule, now, week) => {
    expect(dueWeek(schedule, { chosenAt: 0, now: at(now) })?.week.name ?? null).toBe(week);
  });

  test("is none before what was chosen begins: the next time after it", () => {
    const now = at("2026-11-23T10:00:00Z");
    expect(dueWeek(monday, { chosenAt: at("2026-11-23T08:00:01Z"), now })).toBeNull();
    expect(dueWeek(monday, { chosenAt: at("2026-11-23T08:00:00Z"), now })).not.toBeNull();
  });

  test("is told once in every week of a year, whatever the clocks do", () => {
    const told = new Set<string>();
    for (let now = at("2026-01-05T00:00:00Z"); now < at("2027-01-04T00:00:00Z"); now += 1_800_000) {
      const due = dueWeek(monday, { chosenAt: 0, now });
      if (due !== null) told.add(`${due.week.name} ${due.at}`);
    }
    expect(told.size).toBe(52);
  });
});

test("the next sending is the next time of its day and clock", () => {
  expect(nextSending(monday, at("2026-11-23T07:59:00Z"))).toBe(at("2026-11-23T08:00:00Z"));
  expect(nextSending(monday, at("2026-11-23T08:00:00Z"))).toBe(at("2026-11-30T08:00:00Z"));
  expect(nextSending(monday, at("2026-03-24T08:00:00Z"))).toBe(at("2026-03-30T07:00:00Z"));
});

test("the last week is the newest that is over", () => {
  expect(lastWeek(at("2026-11-22T23:59:00Z"), "UTC").name).toBe("2026-11-09");
  expect(lastWeek(at("2026-11-23T00:00:00Z"), "UTC").name).toBe("2026-11-16");
});

test("settings are completed, and damaged ones count as none", () => {
  const usual = { channels: [], weekday: 1, time: "08:00", time_zone: "Europe/Berlin" };
  const read = (stored: unknown) => readSummaryConfig(stored, { timeZone: "Europe/Berlin" });
  expect(read(null)).toEqual(usual);
  expect(read({ channels: ["phone"], time: "07:30" })).toEqual({
    ...usual,
    channels: ["phone"],
    time: "07:30",
  });
  for (const damaged of [{ weekday: 9 }, { time: "8" }, { time_zone: "Mars" }, { more: 1 }, "x"]) {
    expect(read(damaged)).toEqual(usual);
  }
});
