import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { notificationsUpdateSchema } from "../../domain/notifications/notifications-config";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { testArrival, testBy, testNow } from "../testing";
import { deliverNotifications } from "./deliver-notifications";
import { outbox, receiver } from "./testing";
import { updateNotifications } from "./update-notifications";

const minute = 60_000;
const night = Date.UTC(2026, 10, 21, 23);
const morning = Date.UTC(2026, 10, 22, 7);

const post = (db: Database, at: number, server_id: string, cpu_percent: number) => {
  const change = { server_id, timestamp: new Date(at).toISOString(), metrics: { cpu_percent } };
  return recordHeartbeats(db, [testArrival(change, { receivedAt: at })]);
};
const deliver = (db: Database, at: number) => deliverNotifications(db, { hubId: "a", now: () => at });

await describeEachDatabase("from a sample to a message", (kind) => {
  const withChannel = async (url: string, change: Record<string, unknown> = {}) => {
    const db = await openTestDatabase(kind);
    const settings = { url };
    const update = { channels: [{ name: "phone", type: "webhook", settings }], ...change };
    await updateNotifications(db, notificationsUpdateSchema.parse(update), testBy());
    return db;
  };

  test("what opens, worsens and resolves is told, each once, with the reading of its moment", async () => {
    const { received, url } = await receiver();
    const db = await withChannel(url);
    for (const [index, value] of [90, 91, 92, 97, 70, 70, 70].entries()) {
      const at = testNow + index * minute;
      await post(db, at, "nas", value);
      await deliver(db, at);
    }
    const told = received.map(({ body }) => JSON.parse(body));
    expect(told.map(({ event, alert }) => [event, alert.severity, alert.status])).toEqual([
      ["opened", "high", "open"],
      ["escalated", "critical", "open"],
      ["resolved", "critical", "resolved"],
    ]);
    expect((await outbox(db)).map(({ status }) => status)).toEqual(["sent", "sent", "sent"]);
  });

  test("what the night held is one digest in the morning", async () => {
    const { received, url } = await receiver();
    const db = await withChannel(url, { quiet_hours: { enabled: true } });
    for (const name of ["nas", "pi"]) {
      for (let index = 0; index < 3; index++) await post(db, night + index * minute, name, 90);
    }
    await deliver(db, night + 3 * minute);
    expect(received).toHaveLength(0);
    await deliver(db, morning);
    await deliver(db, morning + 1000);
    const told = received.map(({ body }) => JSON.parse(body));
    expect(told).toMatchObject([{ event: "digest", alerts: [{ event: "opened" }, { event: "opened" }] }]);
    expect((await outbox(db)).map(({ status }) => status)).toEqual(["merged", "merged", "sent"]);
  });
});
