import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { notificationsUpdateSchema } from "../../domain/notifications/notifications-config";
import { sweepAlerts } from "../alerts/sweep-alerts";
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

  test("each message says the reading and the line of its own moment", async () => {
    const { received, url } = await receiver();
    const db = await openTestDatabase(kind);
    const channels = [{ name: "phone", type: "ntfy", settings: { url, topic: "home" } }];
    await updateNotifications(db, notificationsUpdateSchema.parse({ channels }), testBy());
    const samples = [90, 90, 90, 97, 87, 10, 10];
    for (const [index, value] of samples.entries()) {
      await post(db, testNow + index * minute, "nas", value);
      await deliver(db, testNow + index * minute);
    }
    expect(
      received.map(({ body }) => [JSON.parse(body).title, JSON.parse(body).message.split("\n")[0]]),
    ).toEqual([
      ["HIGH: nas: CPU at 90.0 %", "CPU is at 90.0 %, at or above the line of 85.0 %."],
      ["Now CRITICAL: nas: CPU at 97.0 %", "CPU is at 97.0 %, at or above the line of 95.0 %."],
      ["Resolved: nas: CPU was at 97.0 %", "CPU was at 97.0 % at worst, at or above the line of 95.0 %."],
    ]);
  });

  test("a reminder of what became less bad says the line that holds by then", async () => {
    const { received, url } = await receiver();
    const db = await openTestDatabase(kind);
    const channels = [{ name: "phone", type: "ntfy", settings: { url, topic: "home" } }];
    await updateNotifications(db, notificationsUpdateSchema.parse({ channels }), testBy());
    for (const [index, value] of [97, 97, 97, 88].entries())
      await post(db, testNow + index * minute, "nas", value);
    const later = testNow + 300 * minute;
    await post(db, later, "nas", 87);
    await deliver(db, later);
    await sweepAlerts(db, later);
    await deliver(db, later + 1000);
    const said = JSON.parse(received.at(-1)?.body ?? "{}");
    expect(said.title).toBe("Still HIGH: nas: CPU at 87.0 %");
    expect(said.message).toContain("CPU is at 87.0 %, at or above the line of 85.0 %.");
    expect(said.message).toContain("Value: 87.0 %, the line is 85.0 %, the worst was 97.0 %");
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

  test("a digest says the readings of its moments, and the worst of what is over", async () => {
    const { received, url } = await receiver();
    const db = await openTestDatabase(kind);
    const update = {
      channels: [{ name: "phone", type: "ntfy", settings: { url, topic: "home" } }],
      quiet_hours: { enabled: true, critical_passes: false },
    };
    await updateNotifications(db, notificationsUpdateSchema.parse(update), testBy());
    for (const [index, value] of [90, 90, 90, 97].entries())
      await post(db, night + index * minute, "nas", value);
    for (const [index, value] of [90, 90, 96, 10, 10].entries())
      await post(db, night + index * minute, "pi", value);
    await deliver(db, morning);
    await deliver(db, morning + 1000);
    const lines = received.flatMap(({ body }) => JSON.parse(body).message.split("\n"));
    expect(lines.filter((line) => line.startsWith("- "))).toEqual([
      expect.stringMatching(/ Now CRITICAL: nas: CPU at 97.0 %$/),
      expect.stringMatching(/ Resolved: pi: CPU was at 96.0 %$/),
    ]);
  });
});
