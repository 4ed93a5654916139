import { describe, expect, test } from "vitest";
import type { Forecast } from "../capacity/forecast";
import { weekAfter, weekOf } from "./week";
import {
  dueHours,
  type FilesystemDays,
  type HeardServer,
  type OpenedAlert,
  spanOf,
  summariseWeek,
  type WeekSummary,
} from "./week-summary";
import { messageOfWeek, verdictOf, weekWords } from "./words";

const hour = 3_600_000;
const day = 24 * hour;
const week = weekOf(Date.UTC(2026, 10, 18), "UTC");
const monday = week.from;
const whole = spanOf(week, weekAfter(week, "UTC", -1), week.to + hour);
const noEnergy = {
  kilowattHours: null,
  kilowattHoursBefore: null,
  rate: 0.24,
  currencySymbol: "£",
  unknownCount: 0,
};

function server(serverId: string, change: Partial<HeardServer> = {}): HeardServer {
  return {
    ...{ serverId, serverName: serverId.toUpperCase(), machineType: "server", pauses: [] },
    ...{ firstHourAt: monday - 30 * day, heardHours: 168, ...change },
  };
}

function summary(told: Partial<Parameters<typeof summariseWeek>[0]> = {}): WeekSummary {
  return summariseWeek({
    ...{ span: whole, servers: [server("nas")], services: [], filesystems: [], alerts: [], energy: noEnergy },
    ...told,
  });
}

describe("the hours that a server was due", () => {
  const noon = spanOf(week, weekAfter(week, "UTC", -1), monday + 2 * day + 12.5 * hour);
  const kolkata = weekOf(monday, "Asia/Kolkata");
  const inKolkata = spanOf(kolkata, weekAfter(kolkata, "Asia/Kolkata", -1), kolkata.to);
  const autumn = weekOf(Date.UTC(2026, 9, 21), "Europe/London");
  const inAutumn = spanOf(autumn, weekAfter(autumn, "Europe/London", -1), autumn.to);
  const long = monday - 30 * day;
  const paused = (from: number, to: number | null) => ({ firstHourAt: long, pauses: [{ from, to }] });
  test.each([
    ["all of a week that is over", whole, { firstHourAt: long, pauses: [] }, 168],
    ["until the last whole hour of one that is not", noon, { firstHourAt: long, pauses: [] }, 60],
    ["from the first that is known of", whole, { firstHourAt: monday + 100 * hour, pauses: [] }, 68],
    ["until it was paused, in whole hours", whole, paused(monday + 10.5 * hour, null), 10],
    ["none where it was paused before", whole, paused(monday - 1, null), 0],
    ["not while it was paused, in whole hours", whole, paused(monday + 10.5 * hour, monday + 12 * hour), 166],
    ["all around a pause that ended with the week before", whole, paused(monday - day, monday), 168],
    ["none where it was never heard", whole, { firstHourAt: null, pauses: [] }, 0],
    ["none where it was heard later for the first time", whole, { firstHourAt: week.to, pauses: [] }, 0],
    ["as many where a week begins at half past", inKolkata, { firstHourAt: long, pauses: [] }, 168],
    ["one more where the clocks go back", inAutumn, { firstHourAt: 0, pauses: [] }, 169],
  ])("are %s", (_name, span, of, hours) => {
    expect(dueHours(span, of)).toBe(hours);
  });
});

describe("availability", () => {
  test("is time heard against time due, the worst first", () => {
    const { availability } = summary({
      servers: [
        server("a"),
        server("b", { heardHours: 126 }),
        server("new", { firstHourAt: monday + 144 * hour, heardHours: 12 }),
        server("blink", { heardHours: 168 - 4 / 60 }),
      ],
    });
    // 168 + 126 + 12 + 167.93 of 168 + 168 + 24 + 168
    expect(availability.percent).toBeCloseTo((100 * (474 - 4 / 60)) / 528, 9);
    expect(availability.missed).toEqual([
      { serverId: "new", serverName: "NEW", percent: 50, missedMs: 12 * hour },
      { serverId: "b", serverName: "B", percent: 75, missedMs: 42 * hour },
    ]);
    expect(availability.serverCount).toBe(4);
  });

  test("counts nothing against what is paused, a workstation, or was never heard", () => {
    const { availability } = summary({
      servers: [
        server("paused", { pauses: [{ from: monday - hour, to: null }], heardHours: 0 }),
        server("laptop", { machineType: "workstation", heardHours: 3 }),
        server("coming", { firstHourAt: null, heardHours: 0 }),
      ],
    });
    expect(availability).toEqual({
      ...{ percent: null, serverCount: 0, missed: [] },
      notCounted: { paused: 1, workstations: 1, neverHeard: 1 },
    });
  });
});

describe("what grew", () => {
  const firstDay = monday / day;
  const disk = (
    mount: string,
    values: [number, number][],
    change: Partial<FilesystemDays> = {},
  ): FilesystemDays => ({
    ...{ serverId: "nas", serverName: "NAS", mount, capacity: 1000 },
    values: values.map(([at, value]) => ({ day: firstDay + at, value, coverage: 1 })),
    ...{ forecast: { kind: "flat", perDay: 0, trendDays: 7 } as Forecast, ...change },
  });

  test("is told from the day before the week to its last, the most bytes first", () => {
    const { growers } = summary({
      filesystems: [
        disk("/a", [
          [-2, 0],
          [-1, 100],
          [0, 120],
          [6, 150],
        ]),
        disk(
          "/new",
          [
            [3, 10],
            [5, 300],
          ],
          { capacity: null },
        ),
        disk("/shrank", [
          [-1, 500],
          [6, 400],
        ]),
        disk("/hardly", [
          [-1, 500],
          [6, 501],
        ]),
        disk("/once", [[6, 500]]),
        disk("/before", [
          [-9, 0],
          [-1, 900],
        ]),
      ],
    });
    expect(growers.map(({ mount, grownBytes, share }) => [mount, grownBytes, share])).toEqual([
      ["/new", 290, null],
      ["/a", 50, 0.15],
    ]);
  });

  test("what may be full within 30 days is told, the first to be full first", () => {
    const filling = (pessimisticDays: number): Partial<FilesystemDays> => ({
      forecast: {
        kind: "filling",
        pessimisticDays,
        optimisticDays: pessimisticDays + 9,
        perDay: 1,
        trendDays: 9,
      },
    });
    const told = summary({
      filesystems: [
        disk("/later", [], filling(30.5)),
        disk("/30", [], filling(30)),
        disk("/full", [], { forecast: { kind: "full" } }),
        disk("/9", [], filling(9)),
      ],
    });
    expect(told.filling.map(({ mount }) => mount)).toEqual(["/full", "/9", "/30"]);
  });
});

describe("the loudest alerts", () => {
  const alert = (subject: string, from: number, to: number | null): OpenedAlert => ({
    ...{ serverId: "nas", serverName: "NAS", alertType: "disk", subject },
    ...{ createdAt: monday + from * hour, resolvedAt: to === null ? null : monday + to * hour },
  });

  test("are counted and timed in the week, and compared with the one before", () => {
    const { alerts } = summary({
      alerts: [
        alert("/old", -200, null),
        alert("/often", -100, -99),
        alert("/often", -1, 1),
        alert("/often", 10, 12),
        alert("/often", 20, 21),
        alert("/long", 100, 168),
        alert("/past", -20, -10),
        alert("/next", 168, null),
      ],
    });
    expect(alerts).toMatchObject({ opened: 3, openedBefore: 3, stillOpen: 2 });
    expect(
      alerts.loudest.map(({ subject, openings, openingsBefore, openMs, openMsBefore }) => [
        ...[subject, openings, openingsBefore, openMs / hour, openMsBefore / hour],
      ]),
    ).toEqual([
      ["/often", 2, 2, 4, 2],
      ["/long", 1, 0, 68, 0],
      ["/old", 0, 0, 168, 168],
    ]);
  });

  test("of a week that is not over are compared with as much of the one before", () => {
    const span = spanOf(week, weekAfter(week, "UTC", -1), monday + 10 * hour);
    const { alerts, isOver } = summary({
      span,
      alerts: [alert("/a", 5, null), alert("/b", -168 + 5, -168 + 6), alert("/c", -168 + 11, -150)],
    });
    expect(isOver).toBe(false);
    expect(alerts).toMatchObject({ opened: 1, openedBefore: 1, stillOpen: 1 });
    expect(alerts.loudest.map(({ subject, openMs }) => [subject, openMs / hour])).toEqual([["/a", 5]]);
  });

  test("what was open longest is named though many others opened more often", () => {
    const { alerts } = summary({
      alerts: [
        alert("/long", -10, null),
        ...[1, 2, 3, 4, 5, 6].flatMap((n) => [alert(`/${n}`, n, n + 0.1), alert(`/${n}`, n + 1, n + 1.1)]),
      ],
    });
    expect(alerts.loudest.map(({ subject }) => subject)).toEqual(["/1", "/2", "/3", "/4", "/5", "/long"]);
  });
});

describe("the words", () => {
  test.each([
    ["2026-11-16", "16–22 November 2026"],
    ["2026-06-29", "29 June – 5 July 2026"],
    ["2026-12-28", "28 December 2026 – 3 January 2027"],
  ])("of the week of %s", (name, words) => {
    expect(weekWords({ name })).toBe(words);
  });

  test("of a week in which nothing happened are one calm sentence", () => {
    const calm =
      "every server was heard from all the time, nothing alerted, and nothing fills up within 30 days.";
    expect(verdictOf(summary())).toBe(`A calm week: ${calm}`);
    const span = spanOf(week, weekAfter(week, "UTC", -1), monday + 10 * hour);
    expect(verdictOf(summary({ span }))).toBe(`A calm week until now: ${calm}`);
    expect(verdictOf(summary({ servers: [] }))).toBe("Nothing to tell: no server was due to be heard from.");
    expect(messageOfWeek(summary())).toEqual({
      title: "Week of 16–22 November 2026",
      text: `A calm week: ${calm}`,
      facts: [{ name: "Servers", value: "1 server heard 100 % of the time" }],
    });
  });

  test("of a bad week name the worst of each, and the message the next few", () => {
    const filling: Forecast = {
      kind: "filling",
      pessimisticDays: 12,
      optimisticDays: 20,
      perDay: 1,
      trendDays: 9,
    };
    const told = summary({
      servers: [server("nas", { heardHours: 126 }), server("pi", { heardHours: 167 }), server("web")],
      services: [
        { serverId: "web", serverName: "WEB", name: "nginx", percent: 98.5, downMs: 2.5 * hour },
        { serverId: "web", serverName: "WEB", name: "cron", percent: 100, downMs: 0 },
      ],
      alerts: [
        {
          ...{ serverId: "nas", serverName: "NAS", alertType: "offline", subject: "" },
          ...{ createdAt: monday, resolvedAt: null },
        },
      ],
      filesystems: [
        {
          ...{ serverId: "nas", serverName: "NAS", mount: "/mnt/tank", capacity: 2 ** 40, forecast: filling },
          values: [-1, 6].map((at) => ({ day: monday / day + at, value: (at + 2) * 2 ** 36, coverage: 1 })),
        },
      ],
      energy: { ...noEnergy, kilowattHours: 14.2, kilowattHoursBefore: 13.75 },
    });
    expect(verdictOf(told)).toBe(
      "2 of 3 servers were not heard from at times; NAS was not heard from for 1d 18h. nginx on WEB was down for 2h 30m. " +
        "1 alert opened (0 the week before); 1 is still open. /mnt/tank on NAS may be full in 12–20 d.",
    );
    expect(messageOfWeek(told).facts).toEqual([
      {
        name: "Servers",
        value: "3 servers heard 91.5 % of the time; NAS 75.0 %, 1d 18h not heard; PI 99.40 %, 1h not heard",
      },
      { name: "Services", value: "nginx on WEB 98.5 %, down 2h 30m" },
      { name: "Loudest", value: "offline on NAS once, 7d open" },
      { name: "Full within 30 days", value: "/mnt/tank on NAS 12–20 d" },
      { name: "Grew most", value: "/mnt/tank on NAS +448 GiB" },
      { name: "Energy", value: "about 14.2 kWh, £3.41 (£3.30 the week before)" },
    ]);
  });
});
