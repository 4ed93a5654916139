import { expect, test } from "vitest";
import { capacityAnswerSchema } from "@/domain/capacity/capacity-answer";
import { insertServer } from "@/hub/alerts/testing-alerts";
import { filesystemDays, line, runningDays, TEST_DISK_BYTES } from "@/hub/capacity/testing-capacity";
import { testNow } from "@/hub/testing";
import { ask, bodyOf, enrolmentKey, errorOf, stopClock, testHub } from "../testing";
import { GET } from "./route";

const read = async (query = "") => bodyOf(await GET(ask(`/capacity${query}`), {}), capacityAnswerSchema);

async function hub() {
  const db = await testHub();
  stopClock(testNow);
  await insertServer(db, "nas", { display_name: "NAS", cpu_cores: 4 });
  await insertServer(db, "pi");
  const disk = (seriesId: number, serverId: string, mount: string, shares: number[]) =>
    filesystemDays({ seriesId, serverId, mount, shares, now: testNow });
  await db.write([
    ...runningDays({ serverId: "nas", days: 31, now: testNow, cpuPercent: 10, memoryPercent: 60, load: 1 }),
    ...runningDays({ serverId: "pi", days: 31, now: testNow, cpuPercent: 10 }),
    ...disk(1, "nas", "/", line(31, 0.5, 0)),
    ...disk(2, "nas", "/mnt/tank", line(31, 0.4, 0.01)),
    ...disk(3, "pi", "/", line(31, 0.65, 0.01)),
    ...disk(4, "pi", "/new", line(3, 0.2, 0.01)),
    ...disk(5, "pi", "/cleaned", [...line(25, 0.5, 0.01), ...line(6, 0.2, 0.01)]),
  ]);
}

test("lists what fills up, the first to be full first, as ranges and as plain words where there is none", async () => {
  await hub();
  const { subjects, total } = await read();
  expect(total).toBe(subjects.length);
  expect(
    subjects.map(({ server_id, kind, subject, forecast }) => [server_id, kind, subject, forecast.kind]),
  ).toEqual([
    ["pi", "filesystem", "/", "filling"],
    ["nas", "filesystem", "/mnt/tank", "filling"],
    ["pi", "filesystem", "/cleaned", "not_enough_data"],
    ["pi", "filesystem", "/new", "not_enough_data"],
    ["nas", "filesystem", "/", "flat"],
    ["nas", "memory", "", "flat"],
    ["nas", "load", "", "flat"],
  ]);
  const [first, , cleaned, fresh] = subjects;
  expect(first).toMatchObject({
    ...{ server_name: "pi", unit: "bytes", capacity: TEST_DISK_BYTES },
    value: expect.closeTo(0.95 * TEST_DISK_BYTES, -3),
    forecast: {
      pessimistic_days: expect.closeTo(5, 0),
      optimistic_days: expect.closeTo(5, 0),
      trend_days: 30,
    },
  });
  expect(cleaned?.forecast.not_enough).toMatchObject({
    ...{ because: "cleaned_up", as_before: { pessimistic_days: expect.closeTo(75, 0) } },
  });
  expect(fresh?.forecast).toMatchObject({
    ...{ pessimistic_days: null, not_enough: { because: "too_few_days", days: 2 } },
  });
});

test("can be asked of one server and of one kind", async () => {
  await hub();
  expect((await read("?server_id=nas")).subjects.every(({ server_name }) => server_name === "NAS")).toBe(
    true,
  );
  expect((await read("?kind=memory")).total).toBe(1);
  expect((await read("?server_id=nobody")).subjects).toEqual([]);
  expect(await errorOf(await GET(ask("/capacity?kind=cpu"), {}))).toMatchObject({
    ...{ status: 422, fields: [{ path: "kind" }] },
  });
});

test("without a server there is nothing, and without a key no answer", async () => {
  await testHub();
  expect(await read()).toEqual({ subjects: [], total: 0 });
  for (const key of [null, enrolmentKey]) expect((await GET(ask("/capacity", { key }), {})).status).toBe(401);
});
