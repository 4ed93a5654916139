import { expect, test } from "vitest";
import type { ServerRecord } from "@/db/queries/servers";
import { readThresholds, thresholdsDefault } from "@/domain/alerts/thresholds";
import { costConfigDefault } from "@/domain/capacity/cost-config";
import { energyOf, monthsUntil } from "@/domain/capacity/energy";
import { type Forecast, forecast } from "@/domain/capacity/forecast";
import type { RankedSeries } from "@/hub/capacity/rank-capacity";
import type { EnergyBook } from "@/hub/capacity/read-energy";
import { testNow } from "@/hub/testing";
import { capacityHref, parseCapacityQuery } from "./capacity-query";
import { capacityRow, energyView, energyWords, growerRows } from "./capacity-view";

const GIB = 1024 ** 3;
const today = Math.floor(testNow / 86_400_000);

const server = (change: Partial<ServerRecord> = {}) =>
  ({ id: "nas", displayName: "NAS", tdpWatts: 60, idleWatts: 20, ...change }) as ServerRecord;

function series(change: Partial<RankedSeries> = {}): RankedSeries {
  const values = Array.from({ length: 31 }, (_, index) => {
    return { day: today - 30 + index, value: (400 + 10 * index) * GIB, coverage: 1 };
  });
  const one = { serverId: "nas", server: server(), kind: "filesystem" as const, subject: "/mnt/tank" };
  const capacity = change.capacity === undefined ? 1000 * GIB : change.capacity;
  const given = change.values ?? values;
  return {
    ...one,
    capacity,
    values: given,
    forecast: forecast({ values: given, capacity, now: testNow }),
    ...change,
  };
}

const rowOf = (one: RankedSeries, thresholds = thresholdsDefault) =>
  capacityRow(one, { now: testNow, thresholds });

test("a meter of each has the lines that hold for it", () => {
  const thresholds = readThresholds({
    servers: { nas: { filesystems: { "/mnt/tank": { critical_percent: 98 } } } },
  });
  const lines = (change: Partial<RankedSeries>) => rowOf(series(change), thresholds).lines;
  expect(lines({})).toEqual([80, 98]);
  expect(lines({ subject: "/" })).toEqual([80, 95]);
  expect(lines({ kind: "memory", subject: "" })).toEqual([85, 95]);
  expect(lines({ kind: "load", subject: "" })).toEqual([null, null]);
});

test("a filesystem in words: what is used, how fast it grows, when it is full", () => {
  const row = rowOf(series());
  expect(row).toMatchObject({
    ...{ serverName: "NAS", href: "/servers/nas", what: "/mnt/tank", series: "disk" },
    ...{
      used: "700 GiB of 1\u202f000 GiB",
      perDay: "+10 GiB",
      forecast: "30–31 d",
      reason: null,
      mark: null,
    },
  });
  expect(row.usedPercent).toBeCloseTo(70);
  // From the first day that is known: a month has the whole width to itself.
  expect(row.days).toHaveLength(31);
  expect(row.days[0]).toBeCloseTo(40);
  expect(row.days.at(-1)).toBeCloseTo(70);
});

test("what it wants is marked: two weeks, three days, full; memory and load never", () => {
  const filling = (pessimisticDays: number): Forecast => ({
    ...{ kind: "filling", pessimisticDays, optimisticDays: 99, perDay: 1, trendDays: 9 },
  });
  const mark = (answer: Forecast, kind: RankedSeries["kind"] = "filesystem") =>
    rowOf(series({ forecast: answer, kind })).mark;
  expect([20, 14, 3, 0].map((days) => mark(filling(days)))).toEqual([null, "minor", "notice", "notice"]);
  expect([mark({ kind: "full" }), mark(filling(1), "memory"), mark(filling(1), "load")]).toEqual([
    ...["bad", null, null],
  ]);
});

test("without enough data it says why, and shows dashes and no zeros", () => {
  const row = rowOf(series({ values: [], capacity: null }));
  expect(row).toMatchObject({ forecast: "not enough data", reason: "its size is not known" });
  expect(row).toMatchObject({ usedPercent: null, used: "", perDay: "–" });
});

test("memory is in percent, load of the cores", () => {
  const flat: Forecast = { kind: "flat", perDay: 0.2, trendDays: 30, isSure: true };
  const values = [{ day: today, value: 1.5, coverage: 1 }];
  const memory = rowOf(series({ kind: "memory", subject: "", capacity: 100, forecast: flat }));
  expect(memory).toMatchObject({ what: "memory", perDay: "+0.2 %", used: "" });
  const load = rowOf(series({ kind: "load", subject: "", capacity: 4, values, forecast: flat }));
  expect(load).toMatchObject({ what: "load", used: "1.50 of 4", usedPercent: 37.5, perDay: "+0.20" });
});

test("the top growers are filesystems that grow, most bytes first, five at most", () => {
  const growing = (perDay: number, change: Partial<RankedSeries> = {}) =>
    series({
      subject: `/${perDay}`,
      forecast: { kind: "flat", perDay, trendDays: 30, isSure: false },
      ...change,
    });
  const rows = growerRows([
    growing(3 * GIB),
    ...[-5, 0, 7, 1, 4, 2, 9].map((gib) => growing(gib * GIB)),
    growing(99, { kind: "memory" }),
    series({ forecast: { kind: "full" } }),
  ]);
  expect(rows.map(({ perDay, perMonth }) => [perDay, perMonth])).toEqual([
    ["+9.0 GiB", "+270 GiB"],
    ["+7.0 GiB", "+210 GiB"],
    ["+4.0 GiB", "+120 GiB"],
    ["+3.0 GiB", "+90 GiB"],
    ["+2.0 GiB", "+60 GiB"],
  ]);
});

const months = monthsUntil(testNow, { timeZone: "UTC", count: 4 });
const book = (servers: { change: Partial<ServerRecord>; hours: number[] }[]): EnergyBook => ({
  cost: costConfigDefault,
  months,
  servers: servers.map(({ change, hours }) => ({
    server: server(change),
    months: hours.map((each) => energyOf(server(change), { hours: each, busyHours: each / 2 })),
  })),
});

test("energy by server and month: unknown is a dash, and the months in which nothing ran are left out", () => {
  const view = energyView(
    book([
      { change: {}, hours: [489.5, 744, 0, 0] },
      { change: { id: "pi", displayName: null, idleWatts: null, tdpWatts: 9 }, hours: [0, 100, 0, 0] },
      { change: { id: "mystery", tdpWatts: null }, hours: [489.5, 0, 0, 0] },
    ]),
    testNow,
  );
  expect(view.months).toEqual(["Nov 2026", "Oct 2026"]);
  expect(
    view.rows.map(({ name, watts, cpu, months: [now, then] }) => [name, watts, cpu, now?.cost, then?.cost]),
  ).toEqual([
    ["NAS", "40 W", "50 %", "£4.70", "£7.14"],
    ["pi", "–", "–", "£0.00", "£0.14"],
    ["NAS", "–", "50 %", "–", "–"],
  ]);
  expect(view.rows.map(({ isIdleAssumed }) => isIdleAssumed)).toEqual([false, true, false]);
  expect(view).toMatchObject({ unknownCount: 1, hasAssumed: true });
  expect(view.totals.map(({ kilowattHours }) => kilowattHours)).toEqual(["19.6 kWh", "30.4 kWh"]);
  expect(view.sentence).toBe("£4.70 this month until now, about £6.91 for the whole of it");
});

test("where no power is known there is no sum and no sentence", () => {
  const view = energyView(book([{ change: { tdpWatts: null }, hours: [10, 0, 0, 0] }]), testNow);
  expect(view).toMatchObject({ sentence: null, unknownCount: 1, totals: [{ cost: "–" }] });
});

test("one server's energy is one phrase, and none where it is not known or it did not run", () => {
  const words = (change: Partial<ServerRecord>, hours: number) =>
    energyWords(book([{ change, hours: [hours] }]));
  expect([words({}, 100), words({ tdpWatts: null }, 100), words({}, 0)]).toEqual(["4.0 kWh, £0.96", "", ""]);
});

test("the address says which kind and how many; what it cannot mean is not there", () => {
  expect(parseCapacityQuery({ kind: "memory", rows: "all" })).toEqual({ kind: "memory", isAll: true });
  expect(parseCapacityQuery({ kind: ["memory", "load"], rows: "7" })).toEqual({ kind: null, isAll: false });
  expect(parseCapacityQuery({ kind: "toString" })).toEqual({ kind: null, isAll: false });
  expect(capacityHref({ kind: null })).toBe("/capacity");
  expect(capacityHref({ kind: "load", isAll: true })).toBe("/capacity?kind=load&rows=all");
});

test("what has a date grows by so much, however little; what has none may not grow at all", () => {
  const perDay = (kind: RankedSeries["kind"], amount: number, answer: "filling" | "flat" = "filling") => {
    const told: Forecast =
      answer === "filling"
        ? { kind: answer, pessimisticDays: 50, optimisticDays: 99, perDay: amount, trendDays: 9 }
        : { kind: answer, perDay: amount, trendDays: 9, isSure: true };
    return rowOf(series({ kind, forecast: told, capacity: 100 })).perDay;
  };
  expect([0.04, -0.04, 0.06, 0.0031].map((amount) => perDay("memory", amount))).toEqual([
    ...["+0.04 %", "−0.04 %", "+0.06 %", "+0.003 %"],
  ]);
  expect([0.004, -0.006, 0.2].map((amount) => perDay("load", amount))).toEqual(["+0.004", "−0.006", "+0.20"]);
  expect([perDay("memory", 0.002, "flat"), perDay("load", 0.0000001)]).toEqual(["0", "0"]);
});

test("the days are those since the first that is known, sixty at most, with what is missing between them", () => {
  const daysOf = (...ago: number[]) =>
    rowOf(series({ values: ago.map((days) => ({ day: today - days, value: 500 * GIB, coverage: 1 })) })).days;
  expect(daysOf(3, 1, 0)).toEqual([50, null, 50, 50]);
  expect(daysOf(90, 0)).toHaveLength(61);
  expect(daysOf(2)).toHaveLength(3);
});
