import { describe, expect, test } from "vitest";
import { weekAfter, weekNamed, weekOf } from "./week";

const hour = 3_600_000;

describe("a week", () => {
  test.each([
    // zone, an instant in it, its Monday, its beginning in UTC, its hours
    ["UTC", "2026-11-21T09:30:00Z", "2026-11-16", "2026-11-16T00:00:00Z", 168],
    ["UTC, its first instant", "2026-11-16T00:00:00Z", "2026-11-16", "2026-11-16T00:00:00Z", 168],
    ["UTC, its last millisecond", "2026-11-22T23:59:59.999Z", "2026-11-16", "2026-11-16T00:00:00Z", 168],
    [
      "Europe/Berlin, Monday there, Sunday in UTC",
      "2026-11-15T23:30:00Z",
      "2026-11-16",
      "2026-11-15T23:00:00Z",
      168,
    ],
    [
      "Europe/London, clocks go back on its Sunday",
      "2026-10-21T12:00:00Z",
      "2026-10-19",
      "2026-10-18T23:00:00Z",
      169,
    ],
    [
      "Europe/London, clocks go forward on its Sunday",
      "2026-03-25T12:00:00Z",
      "2026-03-23",
      "2026-03-23T00:00:00Z",
      167,
    ],
    [
      "Australia/Lord_Howe, by half an hour",
      "2026-10-01T00:00:00Z",
      "2026-09-28",
      "2026-09-27T13:30:00Z",
      167.5,
    ],
    ["Asia/Kolkata, half an hour off", "2026-11-18T00:00:00Z", "2026-11-16", "2026-11-15T18:30:00Z", 168],
    [
      "America/New_York, over the year's end",
      "2027-01-01T12:00:00Z",
      "2026-12-28",
      "2026-12-28T05:00:00Z",
      168,
    ],
    ["UTC, before 1970", "1969-12-31T12:00:00Z", "1969-12-29", "1969-12-29T00:00:00Z", 168],
  ])("of %s", (zone, at, name, from, hours) => {
    const week = weekOf(Date.parse(at), zone.split(",")[0] ?? "UTC");
    expect(week).toEqual({ name, from: Date.parse(from), to: Date.parse(from) + hours * hour });
  });

  test("is found by any of its days, and by nothing that is no day", () => {
    for (const day of ["2026-11-16", "2026-11-18", "2026-11-22"]) {
      expect(weekNamed(day, "Europe/Berlin")?.name).toBe("2026-11-16");
    }
    expect(weekNamed("2026-11-23", "Europe/Berlin")?.name).toBe("2026-11-23");
    for (const word of [
      "",
      "last",
      "2026-11",
      "2026-04-31",
      "2026-13-01",
      "26-11-16",
      "2026-11-16T00:00",
      "0001-01-01",
      "1969-12-31",
    ]) {
      expect(weekNamed(word, "UTC")).toBeNull();
    }
  });

  test("follows another without a gap, over a change of the clocks and the year's end", () => {
    let week = weekOf(Date.UTC(2026, 0, 1), "Europe/London");
    for (let count = 0; count < 60; count++) {
      const next = weekAfter(week, "Europe/London");
      expect(next.from).toBe(week.to);
      expect(weekAfter(next, "Europe/London", -1)).toEqual(week);
      week = next;
    }
  });
});
