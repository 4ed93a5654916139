import { describe, expect, test } from "vitest";
import { weekOf } from "@/domain/summary/week";
import type { WeekSummary } from "@/domain/summary/week-summary";
import { weekAsked, weekView } from "./week-view";

const timeZone = "Europe/London";
const now = Date.UTC(2026, 10, 21, 9, 30);
const hour = 3_600_000;

describe("the week of an address", () => {
  test.each([
    [undefined, "2026-11-09"],
    ["", "2026-11-09"],
    ["nonsense", "2026-11-09"],
    ["2026-11-16", "2026-11-16"],
    ["2026-10-25", "2026-10-19"],
    ["2026-11-23", "2026-11-16"],
    ["9999-12-31", "2026-11-16"],
    ["1999-12-31", "2026-11-09"],
  ])("%s is that of %s", (asked, name) => {
    expect(weekAsked(asked, { timeZone, now }).name).toBe(name);
  });
});

const calm: WeekSummary = {
  ...{ week: weekOf(now - 7 * 24 * hour, timeZone), end: Date.UTC(2026, 10, 16), isOver: true },
  availability: {
    ...{ percent: 100, serverCount: 3, missed: [] },
    notCounted: { paused: 1, workstations: 2, neverHeard: 0 },
  },
  services: { count: 12, down: [] },
  ...{ growers: [], filling: [] },
  alerts: { opened: 0, openedBefore: 4, stillOpen: 0, loudest: [] },
  energy: {
    kilowattHours: null,
    kilowattHoursBefore: null,
    rate: 0.24,
    currencySymbol: "£",
    unknownCount: 3,
  },
};

test("a calm week has sentences and no tables", () => {
  const view = weekView(calm, { timeZone, now });
  expect(view.title).toBe("Week of 9–15 November 2026");
  expect([view.previousHref, view.nextHref]).toEqual([
    "/summary?week=2026-11-02",
    "/summary?week=2026-11-16",
  ]);
  expect(view.availability).toEqual({
    ...{
      sentence: "All 3 servers were heard from all the time. Not counted: 1 paused, 2 workstations.",
      rows: [],
    },
  });
  expect(view.services.sentence).toBe("None of the 12 that are watched was seen down.");
  expect(view.alerts).toEqual({ sentence: "Opened: 0, the week before 4.", rows: [] });
  expect(view.energy).toBe("Not known: no server has its power at full load set.");
});

test("the week that is not over has no week after it", () => {
  const view = weekView({ ...calm, week: weekOf(now, timeZone), isOver: false }, { timeZone, now });
  expect([view.previousHref, view.nextHref]).toEqual(["/summary?week=2026-11-09", null]);
});

test("what was wrong is a table of links, the worst first", () => {
  const of = { serverId: "nas", serverName: "NAS" };
  const view = weekView(
    {
      ...calm,
      availability: {
        ...calm.availability,
        percent: 97.5,
        missed: Array.from({ length: 9 }, (_, n) => ({
          ...{ serverId: `s${n}`, serverName: `S${n}`, percent: 90 + n, missedMs: (17 - n) * hour },
        })),
      },
      services: { count: 2, down: [{ ...of, name: "nginx", percent: 99.5, downMs: hour }] },
      alerts: {
        ...{ opened: 2, openedBefore: 1, stillOpen: 1 },
        loudest: [
          {
            ...{ ...of, alertType: "disk", subject: "/mnt/tank", openings: 2, openingsBefore: 0 },
            ...{ openMs: 5 * hour, openMsBefore: 0 },
          },
          {
            ...{ ...of, alertType: "memory", subject: "", openings: 0, openingsBefore: 1 },
            ...{ openMs: 7 * hour, openMsBefore: 26 * hour },
          },
        ],
      },
      growers: [{ ...of, mount: "/mnt/tank", grownBytes: 3 * 1024 ** 3, share: 0.84 }],
      filling: [{ ...of, mount: "/mnt/tank", forecast: { kind: "full" } }],
      energy: { ...calm.energy, kilowattHours: 10, kilowattHoursBefore: 5, unknownCount: 1 },
    },
    { timeZone, now },
  );
  expect(view.availability.sentence).toContain("97.5 % of the time, all servers together. The worst 8 of 9:");
  expect(view.availability.rows).toHaveLength(8);
  expect(view.availability.rows[0]).toMatchObject({ href: "/servers/s0", figures: ["90.0 %", "17h"] });
  expect(view.services.rows).toMatchObject([
    { name: "nginx", serverName: "NAS", href: "/servers/nas/services", figures: ["99.50 %", "1h"] },
  ]);
  expect(view.alerts.rows).toMatchObject([
    { name: "disk /mnt/tank", href: "/alerts?status=all&server=nas&type=disk", figures: ["2", "5h", "–"] },
    { name: "memory", figures: ["0", "7h", "1 opened, open 1d 2h"] },
  ]);
  expect(view.growers.rows).toMatchObject([{ figures: ["+3.0 GiB", "84 %"] }]);
  expect(view.filling.rows).toMatchObject([{ name: "/mnt/tank", figures: ["full"] }]);
  expect(view.energy).toBe(
    "About 10.0 kWh, £2.40 (£1.20 the week before), an estimate. Without one server, whose power at full load is not set.",
  );
});
