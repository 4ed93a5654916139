import { expect, test } from "vitest";
import { weekAnswerSchema } from "@/domain/summary/week-answer";
import { insertAlert, insertServer } from "@/hub/alerts/testing-alerts";
import { filesystemDays, line, runningDays } from "@/hub/capacity/testing-capacity";
import { testNow } from "@/hub/testing";
import { ask, bodyOf, errorOf, stopClock, testHub } from "../../testing";
import { GET } from "./route";

const read = async (query = "") => bodyOf(await GET(ask(`/summary/week${query}`), {}), weekAnswerSchema);

test("answers the last week, or the one of a day, as the page tells it", async () => {
  const db = await testHub();
  stopClock(testNow);
  const created_at = testNow - 40 * 86_400_000;
  await insertServer(db, "nas", { display_name: "NAS", tdp_watts: 100, idle_watts: 0, created_at });
  await db.write([
    ...runningDays({ serverId: "nas", days: 31, now: testNow, cpuPercent: 50 }),
    ...filesystemDays({
      ...{ seriesId: 1, serverId: "nas", mount: "/mnt/tank", shares: line(31, 0.5, 0.01), now: testNow },
    }),
  ]);
  await insertAlert(db, { created_at: testNow - 86_400_000 });
  const last = await read();
  expect(last).toMatchObject({
    ...{
      week: "2026-11-09",
      is_over: true,
      from: "2026-11-09T00:00:00.000Z",
      to: "2026-11-16T00:00:00.000Z",
    },
    availability: { percent: 100, servers: 1, missed: [] },
    alerts: { opened: 0, opened_before: 0, loudest: [] },
    growers: [{ server_id: "nas", mount: "/mnt/tank" }],
    energy: {
      kilowatt_hours: expect.closeTo(8.4, 9),
      cost: expect.closeTo(2.016, 9),
      servers_missing_config: 0,
    },
  });
  expect(await read("?week=2026-11-21")).toMatchObject({
    ...{ week: "2026-11-16", is_over: false, to: "2026-11-21T09:30:00.000Z" },
    alerts: { opened: 1, still_open: 1, loudest: [{ server_id: "nas", alert_type: "cpu", openings: 1 }] },
    filling: [{ mount: "/mnt/tank", forecast: { kind: "filling" } }],
  });
  expect(await read("?week=2001-01-01")).toMatchObject({ availability: { percent: null, servers: 0 } });
});

test("refuses what is no day, and whoever has no key", async () => {
  await testHub();
  for (const week of ["last", "2026-13-01", "2026-02-30", "0001-01-01", "0050-03-01", "1969-12-31"]) {
    const error = await errorOf(await GET(ask(`/summary/week?week=${week}`), {}));
    expect(error, week).toMatchObject({ code: "VALIDATION_ERROR" });
  }
  expect((await GET(ask("/summary/week", { key: null }), {})).status).toBe(401);
  for (const week of ["1970-01-01", "9999-12-31"]) expect(await read(`?week=${week}`)).toBeTruthy();
});
