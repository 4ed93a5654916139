import { expect, test } from "vitest";
import { isInMaintenance, type MaintenanceTime, maintenanceSchema, nextSpanOf } from "./maintenance";

const at = (iso: string) => Date.parse(iso);

const weekly = (change: Partial<Extract<MaintenanceTime, { kind: "weekly" }>> = {}): MaintenanceTime => ({
  kind: "weekly",
  weekdays: [7],
  startMinute: 2 * 60,
  durationMinutes: 120,
  timeZone: "Europe/Berlin",
  ...change,
});

const once: MaintenanceTime = {
  kind: "once",
  startsAt: at("2026-11-21T10:00:00Z"),
  endsAt: at("2026-11-21T12:00:00Z"),
};

test.each<[string, MaintenanceTime, string, boolean]>([
  ["before a single window", once, "2026-11-21T09:59:59.999Z", false],
  ["at its first instant", once, "2026-11-21T10:00:00Z", true],
  ["at its last instant", once, "2026-11-21T11:59:59.999Z", true],
  ["at its end", once, "2026-11-21T12:00:00Z", false],
  ["on a winter Sunday at two on the wall", weekly(), "2026-11-22T01:00:00Z", true],
  ["a moment before it", weekly(), "2026-11-22T00:59:59Z", false],
  ["on a summer Sunday at two on the wall", weekly(), "2026-07-05T00:00:00Z", true],
  ["at its end in summer", weekly(), "2026-07-05T02:00:00Z", false],
  ["on another day at that time", weekly(), "2026-11-23T01:30:00Z", false],
  [
    "after midnight, in a window that began the day before",
    weekly({ weekdays: [6], startMinute: 23 * 60 }),
    "2026-11-21T23:30:00Z",
    true,
  ],
  [
    "before midnight, in a window that begins on the day after",
    weekly({ weekdays: [7], startMinute: 23 * 60 }),
    "2026-11-21T22:30:00Z",
    false,
  ],
  [
    "on Monday, in a window over the end of the week",
    weekly({ startMinute: 23 * 60 }),
    "2026-11-22T23:30:00Z",
    true,
  ],
  [
    "on any day of a window that lasts a week",
    weekly({ durationMinutes: 10_080 }),
    "2026-11-27T12:00:00Z",
    true,
  ],
  // Berlin puts its clock forward on 29 March 2026 at 01:00 UTC, from 02:00 to 03:00.
  ["in spring, where its start was skipped, from three", weekly(), "2026-03-29T01:00:00Z", true],
  ["in spring, as long as ever", weekly(), "2026-03-29T02:59:59Z", true],
  ["in spring, no longer than ever", weekly(), "2026-03-29T03:00:00Z", false],
  // It puts it back on 25 October 2026 at 01:00 UTC, from 03:00 to 02:00.
  ["in autumn, from the first two o'clock", weekly(), "2026-10-25T00:00:00Z", true],
  ["in autumn, without a hole between the two", weekly(), "2026-10-25T01:15:00Z", true],
  ["in autumn, no longer than ever", weekly(), "2026-10-25T02:00:00Z", false],
  ["east of the date line", weekly({ timeZone: "Pacific/Auckland" }), "2026-11-21T13:30:00Z", true],
  ["west of it", weekly({ timeZone: "Pacific/Honolulu" }), "2026-11-22T12:30:00Z", true],
  ["in a zone off the full hour", weekly({ timeZone: "Asia/Kathmandu" }), "2026-11-21T20:15:00Z", true],
])("%s", (_name, when, instant, isIn) => {
  const window = { serverId: null, tag: null, when };
  expect(isInMaintenance([window], { serverId: "nas", tags: [], now: at(instant) })).toBe(isIn);
});

test.each<[string, { serverId: string | null; tag: string | null }, boolean]>([
  ["everything", { serverId: null, tag: null }, true],
  ["this server", { serverId: "nas", tag: null }, true],
  ["another server", { serverId: "pi", tag: null }, false],
  ["one of its tags", { serverId: null, tag: "store" }, true],
  ["another tag", { serverId: null, tag: "lab" }, false],
])("a window for %s", (_name, whom, isIn) => {
  const subject = { serverId: "nas", tags: ["rack", "store"], now: at("2026-11-21T11:00:00Z") };
  expect(isInMaintenance([{ ...whom, when: once }], subject)).toBe(isIn);
});

test("no window is no maintenance", () => {
  expect(isInMaintenance([], { serverId: "nas", tags: [], now: 0 })).toBe(false);
});

test("says when a window comes next, or that it is over", () => {
  expect(nextSpanOf(weekly({ weekdays: [1, 7] }), at("2026-11-22T12:00:00Z"))).toEqual({
    startsAt: at("2026-11-23T01:00:00Z"),
    endsAt: at("2026-11-23T03:00:00Z"),
  });
  expect(nextSpanOf(once, at("2026-11-20T00:00:00Z"))).toMatchObject({
    startsAt: at("2026-11-21T10:00:00Z"),
  });
  expect(nextSpanOf(once, at("2026-11-21T12:00:00Z"))).toBeNull();
});

const form = (when: unknown, change: Record<string, unknown> = {}) => ({
  name: " Backup ",
  server_id: null,
  tag: "store",
  when,
  ...change,
});
const sunday = {
  kind: "weekly",
  weekdays: [7, 1, 7],
  start_minute: 120,
  duration_minutes: 60,
  time_zone: "Europe/Berlin",
};

test("reads what a form sends", () => {
  expect(maintenanceSchema.parse(form(sunday))).toEqual({
    name: "Backup",
    serverId: null,
    tag: "store",
    when: weekly({ weekdays: [1, 7], durationMinutes: 60 }),
  });
  const single = { kind: "once", starts_at: "2026-11-21T10:00:00Z", ends_at: "2026-11-21T12:00:00Z" };
  expect(maintenanceSchema.parse(form(single)).when).toEqual(once);
});

test.each<[string, unknown, string]>([
  ["no name", form(sunday, { name: "  " }), "name"],
  ["a server and a tag at once", form(sunday, { server_id: "nas" }), "tag"],
  ["no weekday", form({ ...sunday, weekdays: [] }), "when.weekdays"],
  ["an eighth day", form({ ...sunday, weekdays: [8] }), "when.weekdays.0"],
  ["a zone nobody knows", form({ ...sunday, time_zone: "Mars/Olympus" }), "when.time_zone"],
  ["no length", form({ ...sunday, duration_minutes: 0 }), "when.duration_minutes"],
  [
    "an end before its start",
    form({ kind: "once", starts_at: "2026-11-21T12:00:00Z", ends_at: "2026-11-21T10:00:00Z" }),
    "when.ends_at",
  ],
])("refuses %s", (_name, input, path) => {
  expect(maintenanceSchema.safeParse(input).error?.issues.map((issue) => issue.path.join("."))).toEqual([
    path,
  ]);
});
