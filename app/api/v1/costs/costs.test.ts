import { expect, test } from "vitest";
import { costBreakdownAnswerSchema, costSummaryAnswerSchema } from "@/domain/capacity/cost-answer";
import { insertServer } from "@/hub/alerts/testing-alerts";
import { runningDays } from "@/hub/capacity/testing-capacity";
import { testNow } from "@/hub/testing";
import { ask, bodyOf, errorOf, stopClock, testHub } from "../testing";
import { GET as getBreakdown } from "./breakdown/route";
import { GET as getSummary } from "./summary/route";

const summary = async () => bodyOf(await getSummary(ask("/costs/summary"), {}), costSummaryAnswerSchema);
const breakdown = async (query = "") =>
  bodyOf(await getBreakdown(ask(`/costs/breakdown${query}`), {}), costBreakdownAnswerSchema);

/** 21 November, 09:30: 20 whole days and 9.5 hours of November. */
const hoursOfNovember = 20 * 24 + 9.5;

async function hub() {
  const db = await testHub();
  stopClock(testNow);
  await insertServer(db, "nas", { tdp_watts: 60, idle_watts: 20 });
  await insertServer(db, "pi", { tdp_watts: 9 });
  await insertServer(db, "mystery");
  await db.write(
    ["nas", "mystery"].flatMap((serverId) =>
      runningDays({ serverId, days: 40, now: testNow, cpuPercent: 50 }),
    ),
  );
  return db;
}

test("the month until now, and what it comes to", async () => {
  await hub();
  const answer = await summary();
  const kWh = (40 * hoursOfNovember) / 1000;
  expect(answer).toMatchObject({
    ...{ month: "2026-11", servers_included: 2, servers_missing_config: 1 },
    ...{ electricity_rate: 0.24, currency_symbol: "£", total_estimated_watts: 40 },
    kilowatt_hours: expect.closeTo(kWh, 6),
    cost: expect.closeTo(kWh * 0.24, 6),
    daily_cost: expect.closeTo(0.04 * 24 * 0.24, 3),
    monthly_cost: expect.closeTo(0.04 * 720 * 0.24, 3),
  });
});

test("by server and month; what is not known is not nothing, and what was off is", async () => {
  await hub();
  const { servers, totals } = await breakdown("?months=3");
  expect(totals.map(({ month }) => month)).toEqual(["2026-11", "2026-10", "2026-09"]);
  const of = (id: string) => servers.find(({ server_id }) => server_id === id);
  expect(of("nas")?.months.map(({ hours }) => hours)).toEqual([
    expect.closeTo(hoursOfNovember, 3),
    19 * 24,
    0,
  ]);
  expect(of("nas")?.months[1]).toEqual({
    ...{ month: "2026-10", hours: 456, cpu_percent: 50, estimated_watts: 40 },
    ...{ kilowatt_hours: expect.closeTo(18.24, 6), cost: expect.closeTo(4.3776, 6) },
  });
  expect(of("nas")?.months[2]).toMatchObject({ kilowatt_hours: 0, cpu_percent: null, estimated_watts: null });
  expect(of("pi")).toMatchObject({ is_idle_assumed: true, months: [{ kilowatt_hours: 0 }, {}, {}] });
  expect(of("mystery")?.months[0]).toMatchObject({ kilowatt_hours: null, cost: null, cpu_percent: 50 });
  expect(totals[1]?.kilowatt_hours).toBeCloseTo(18.24, 6);
});

test("a month begins by the clock of the zone that is set", async () => {
  const db = await hub();
  const value = JSON.stringify({ time_zone: "Pacific/Auckland", electricity_rate: 1 });
  await db.write([
    {
      sql: "INSERT INTO config VALUES ('cost', ?, 0) ON CONFLICT DO UPDATE SET value = excluded.value",
      args: [value],
    },
  ]);
  const { servers, settings } = await breakdown("?months=1");
  expect(settings).toEqual({ electricity_rate: 1, currency_symbol: "£", time_zone: "Pacific/Auckland" });
  // There, November began 13 hours earlier.
  const nas = servers.find(({ server_id }) => server_id === "nas");
  expect(nas?.months[0]?.hours).toBeCloseTo(hoursOfNovember + 13, 6);
});

test("where no power is known nothing is, and the sum is not nothing", async () => {
  await testHub();
  stopClock(testNow);
  expect(await summary()).toMatchObject({
    ...{
      kilowatt_hours: null,
      cost: null,
      daily_cost: null,
      monthly_cost: null,
      total_estimated_watts: null,
    },
  });
  expect(await breakdown()).toMatchObject({ servers: [], totals: Array(6).fill({ cost: null }) });
});

test("a bad number of months is 422, and without a key there is no answer", async () => {
  await testHub();
  for (const months of ["0", "25", "1.5", "many"]) {
    const answer = await errorOf(await getBreakdown(ask(`/costs/breakdown?months=${months}`), {}));
    expect(answer).toMatchObject({ status: 422, fields: [{ path: "months" }] });
  }
  expect((await getBreakdown(ask("/costs/breakdown", { key: null }), {})).status).toBe(401);
  expect((await getSummary(ask("/costs/summary", { key: null }), {})).status).toBe(401);
});
