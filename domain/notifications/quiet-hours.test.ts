import fc from "fast-check";
import { expect, test } from "vitest";
import { wallClockOf } from "../alerts/zoned-time";
import { decide, wasHeld } from "./decide";
import { quietUntil } from "./quiet-hours";
import { notificationSettingsDefault, type QuietHours } from "./settings";

const nights: QuietHours = { ...notificationSettingsDefault.quiet_hours, enabled: true };
const quiet = (zone: string, change: Partial<QuietHours> = {}) => ({ ...nights, time_zone: zone, ...change });
const until = (quietHours: QuietHours, at: string) => {
  const end = quietUntil(quietHours, Date.parse(at));
  return end === null ? null : new Date(end).toISOString().replace(".000", "");
};

const london = quiet("Europe/London");
const lordHowe = quiet("Australia/Lord_Howe");
const overChange = { start: "01:30", end: "02:15" };

test.each<[string, QuietHours, string, string | null]>([
  ["begins on the minute", london, "2026-11-21T22:00:00Z", "2026-11-22T07:00:00Z"],
  ["is not there the second before", london, "2026-11-21T21:59:59Z", null],
  ["goes on past midnight", london, "2026-11-22T06:59:59Z", "2026-11-22T07:00:00Z"],
  ["ends on the minute", london, "2026-11-22T07:00:00Z", null],
  [
    "is an hour shorter on the night the clock goes forward",
    london,
    "2026-03-28T22:00:00Z",
    "2026-03-29T06:00:00Z",
  ],
  ["has ended by the summer clock", london, "2026-03-29T06:00:00Z", null],
  ["is an hour longer on the night it goes back", london, "2026-10-24T21:00:00Z", "2026-10-25T07:00:00Z"],
  ["still holds in the hour that was won", london, "2026-10-25T06:30:00Z", "2026-10-25T07:00:00Z"],
  ["knows half an hour of summer: back", lordHowe, "2026-04-04T11:00:00Z", "2026-04-04T20:30:00Z"],
  ["holds on Lord Howe's longer night", lordHowe, "2026-04-04T20:29:59Z", "2026-04-04T20:30:00Z"],
  ["knows half an hour of summer: forward", lordHowe, "2026-10-03T11:30:00Z", "2026-10-03T20:00:00Z"],
  ["ends on Lord Howe's shorter night", lordHowe, "2026-10-03T20:00:00Z", null],
  [
    "ends at a time of day too",
    quiet("UTC", { start: "12:00", end: "13:30" }),
    "2026-11-21T13:00:00Z",
    "2026-11-21T13:30:00Z",
  ],
  [
    "starts in the hour that is left out as much later",
    quiet("Europe/London", overChange),
    "2026-03-29T00:59:59Z",
    null,
  ],
  [
    "lasts while the clock shows it, twice over",
    quiet("Europe/London", overChange),
    "2026-10-25T02:00:00Z",
    "2026-10-25T02:15:00Z",
  ],
  [
    "counts the day on which it begins",
    quiet("UTC", { weekdays: [5] }),
    "2026-11-21T03:00:00Z",
    "2026-11-21T07:00:00Z",
  ],
  [
    "is not there on a day it does not begin on",
    quiet("UTC", { weekdays: [5] }),
    "2026-11-21T23:00:00Z",
    null,
  ],
  [
    "knows Sunday as the seventh",
    quiet("UTC", { weekdays: [7] }),
    "2026-11-22T23:00:00Z",
    "2026-11-23T07:00:00Z",
  ],
  [
    "is the whole day where both are one",
    quiet("UTC", { start: "06:00", end: "06:00" }),
    "2026-11-21T05:00:00Z",
    "2026-11-21T06:00:00Z",
  ],
  ["is nothing where it is off", { ...london, enabled: false }, "2026-11-21T23:00:00Z", null],
])("%s", (_sentence, quietHours, at, expected) => {
  expect(until(quietHours, at)).toBe(expected);
});

test("every end is later than the instant, within 26 hours, and shows the end on the wall clock", () => {
  const zones = fc.constantFrom("Europe/London", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kolkata");
  const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
  const text = ([hours, minutes]: [number, number]) =>
    `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
  const instant = fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2028, 0) });
  fc.assert(
    fc.property(zones, clock, clock, instant, (zone, start, end, at) => {
      const quietHours = quiet(zone, { start: text(start), end: text(end) });
      const endsAt = quietUntil(quietHours, at);
      if (endsAt === null) return;
      expect(endsAt).toBeGreaterThan(at);
      expect(endsAt - at).toBeLessThanOrEqual(26 * 3_600_000);
      const shown = new Date(wallClockOf(endsAt, zone)).toISOString().slice(11, 16);
      // An end in the hour that spring leaves out is as much later as the clock was put forward.
      const [hours] = end;
      if (hours > 3) expect(shown).toBe(text(end));
    }),
    { numRuns: 300 },
  );
});

const night = Date.parse("2026-11-21T23:00:00Z");

test.each([
  [
    "holds a high one at night",
    { severity: "high", now: night },
    { send: false, reason: "quiet_hours", until: Date.parse("2026-11-22T07:00:00Z") },
  ],
  [
    "lets a critical one pass",
    { severity: "critical", now: night },
    { send: true, reason: "critical_passes" },
  ],
  [
    "lets everything pass by day",
    { severity: "low", now: night - 7_200_000 },
    { send: true, reason: "no_quiet_hours" },
  ],
] as const)("%s", (_sentence, { severity, now }, expected) => {
  expect(decide({ severity, now, quietHours: london })).toEqual(expected);
});

test("holds a critical one as well where it was told to, and knows later that it did", () => {
  const quietHours = { ...london, critical_passes: false };
  expect(decide({ severity: "critical", now: night, quietHours })).toMatchObject({ send: false });
  expect(wasHeld({ severity: "critical", at: night, quietHours })).toBe(true);
  expect(wasHeld({ severity: "critical", at: night, quietHours: london })).toBe(false);
});
