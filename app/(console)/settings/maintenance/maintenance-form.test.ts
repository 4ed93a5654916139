import { expect, test } from "vitest";
import { maintenanceOf, maintenanceRows } from "./maintenance-form";

function formOf(fields: Record<string, string | string[]>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value].flat()) form.append(name, each);
  }
  return form;
}

const once = {
  kind: "once",
  name: "New disk",
  whom: "server:nas",
  from: "2026-07-05T10:00",
  to: "2026-07-05T12:00",
  time_zone: "Europe/Berlin",
};
const weekly = {
  kind: "weekly",
  name: "Backup",
  whom: "tag:store",
  weekdays: ["6", "7"],
  start: "02:30",
  minutes: "90",
  time_zone: "Europe/Berlin",
};
const blamed = (fields: Record<string, string | string[]>) =>
  new Set(maintenanceOf(formOf(fields)).faults.map(({ path }) => path));

test("a single window stands where the wall clock of its zone says", () => {
  expect(maintenanceOf(formOf(once)).window).toEqual({
    name: "New disk",
    serverId: "nas",
    tag: null,
    when: {
      kind: "once",
      startsAt: Date.parse("2026-07-05T08:00:00Z"),
      endsAt: Date.parse("2026-07-05T10:00:00Z"),
    },
  });
});

test("a weekly one keeps its zone", () => {
  expect(maintenanceOf(formOf(weekly)).window).toEqual({
    name: "Backup",
    serverId: null,
    tag: "store",
    when: {
      kind: "weekly",
      weekdays: [6, 7],
      startMinute: 150,
      durationMinutes: 90,
      timeZone: "Europe/Berlin",
    },
  });
});

test.each<[string, Record<string, string | string[]>, string[]]>([
  ["no name", { ...once, name: "" }, ["name"]],
  ["no times", { ...once, from: "", to: "" }, ["from", "to"]],
  ["an end before its start", { ...once, to: "2026-07-05T09:00" }, ["to"]],
  ["no day", { ...weekly, weekdays: [] }, ["weekdays"]],
  ["no time of day", { ...weekly, start: "half two" }, ["start"]],
  ["no length", { ...weekly, minutes: "" }, ["minutes"]],
  ["a zone nobody knows", { ...weekly, time_zone: "Mars" }, ["time_zone"]],
  ["no server", { ...once, whom: "server:" }, ["whom"]],
])("refuses %s beside its field", (_name, fields, inputs) => {
  expect(blamed(fields)).toEqual(new Set(inputs));
});

test.each<[string, Record<string, string | string[]>, string[]]>([
  ["nothing that is weekly", { kind: "weekly" }, ["name", "weekdays", "start", "minutes", "time_zone"]],
  ["nothing that comes once", { kind: "once" }, ["name", "from", "to", "time_zone"]],
  ["a zone that is none, and times that are", { ...once, time_zone: "Mars" }, ["time_zone"]],
  [
    "no zone and an end before its start",
    { ...once, time_zone: "", to: "2026-07-05T09:00" },
    ["to", "time_zone"],
  ],
])("says at once all that is wrong with %s", (_name, fields, inputs) => {
  expect(blamed(fields)).toEqual(new Set(inputs));
});

test("shows what runs first, then what comes next, then what is over", () => {
  const now = Date.parse("2026-11-21T09:30:00Z");
  const at = (from: number, to: number) => ({
    kind: "once" as const,
    startsAt: now + from,
    endsAt: now + to,
  });
  const hour = 3_600_000;
  const rows = maintenanceRows(
    [
      { id: 1, name: "over", serverId: null, tag: null, when: at(-2 * hour, -hour) },
      {
        id: 2,
        name: "next",
        serverId: null,
        tag: "store",
        when: { kind: "weekly", weekdays: [7], startMinute: 150, durationMinutes: 90, timeZone: "UTC" },
      },
      { id: 3, name: "runs", serverId: "nas", tag: null, when: at(-hour, hour) },
    ],
    new Map([["nas", "NAS"]]),
    now,
  );
  expect(rows.map(({ name, isRunning, whom, when }) => [name, isRunning, whom, when])).toEqual([
    ["runs", true, "NAS", "once, for 2h"],
    ["next", false, "all with the tag store", "Sun at 02:30 UTC, for 1h 30m"],
    ["over", false, "everything", "once, for 1h"],
  ]);
});
