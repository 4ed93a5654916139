import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { HubError } from "../../domain/hub-error";
import { notificationsUpdateSchema } from "../../domain/notifications/notifications-config";
import { keyFileOf } from "../system/key-file";
import { testBy, testNow } from "../testing";
import { deliverNotifications } from "./deliver-notifications";
import { readNotificationsConfig } from "./read-notifications-config";
import { alertOfTest, channelOfTest, outbox, receiver, waiting } from "./testing";
import { updateNotifications } from "./update-notifications";

const update = (db: Database, change: unknown, now = testNow) =>
  updateNotifications(db, notificationsUpdateSchema.parse(change), testBy({ now }));
const channel = (change: Record<string, unknown> = {}) => ({
  channels: [
    {
      name: "phone",
      type: "gotify",
      settings: { url: "http://gotify.lan", token: "s3cret-token" },
      ...change,
    },
  ],
});
const failure = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof HubError) return error;
  throw new Error(`no HubError: ${String(error)}`);
};
const stored = async (db: Database) =>
  (await db.query<{ settings: string }>("SELECT settings FROM notification_channels ORDER BY name")).map(
    ({ settings }) => JSON.parse(settings),
  );

test("a fresh hub has no channel, and is told of by the defaults", async () => {
  const db = await temporaryDatabase();
  expect(await readNotificationsConfig(db)).toMatchObject({
    channels: [],
    quiet_hours: { enabled: false, critical_passes: true },
    cooldowns: { critical_minutes: 30, high_minutes: 240 },
    notify_on_resolve: true,
  });
});

test("changes what is named and nothing else", async () => {
  const db = await temporaryDatabase();
  await update(db, { cooldowns: { high_minutes: 60 }, quiet_hours: { enabled: true } });
  await update(db, { notify_on_resolve: false, quiet_hours: { time_zone: "Europe/London" } });
  expect(await readNotificationsConfig(db)).toMatchObject({
    cooldowns: { critical_minutes: 30, high_minutes: 60 },
    quiet_hours: { enabled: true, time_zone: "Europe/London", start: "22:00" },
    notify_on_resolve: false,
  });
});

test("keeps a secret where nobody can read it, shows three stars, and sends with it", async () => {
  const { received, url } = await receiver();
  const db = await temporaryDatabase();
  await update(db, channel({ settings: { url, token: "s3cret-token" } }));
  expect(JSON.stringify(await stored(db))).not.toContain("s3cret");
  expect((await readNotificationsConfig(db)).channels).toEqual([
    { name: "phone", type: "gotify", enabled: true, min_severity: "low", settings: { url, token: "***" } },
  ]);
  expect(statSync(keyFileOf(db)).mode & 0o777).toBe(0o600);
  const [{ id = 0 } = {}] = await db.query<{ id: number }>("SELECT id FROM notification_channels");
  await waiting(db, { channelId: id, alertId: await alertOfTest(db) });
  await deliverNotifications(db, { hubId: "a", now: () => testNow });
  expect(received[0]).toMatchObject({ path: "/message", headers: { "x-gotify-key": "s3cret-token" } });
});

test("what a program reads it may send back: three stars keep the secret, and no other setting", async () => {
  const db = await temporaryDatabase();
  await update(db, channel({ settings: { url: "http://gotify.lan", token: "s3cret-token", priority: 3 } }));
  const before = await stored(db);
  await update(db, await readNotificationsConfig(db));
  expect(await stored(db)).toEqual(before);
  await update(db, channel({ settings: { url: "http://other.lan", token: "***" } }));
  expect(await stored(db)).toEqual([{ url: "http://other.lan", token: before[0].token }]);
  await update(db, { channels: [{ name: "phone", enabled: false }] });
  expect((await readNotificationsConfig(db)).channels[0]).toMatchObject({ enabled: false, type: "gotify" });
  expect(await stored(db)).toEqual([{ url: "http://other.lan", token: before[0].token }]);
});

test("names the field that is wrong, and then changes nothing", async () => {
  const db = await temporaryDatabase();
  const bad = [
    [channel({ settings: { url: "ftp://x", token: "t" } }), "channels.0.settings.url"],
    [channel({ settings: { url: "http://x", token: "t", tokn: 1 } }), "channels.0.settings"],
    [channel({ settings: { url: "http://x", token: "***" } }), "channels.0.settings.token"],
    [channel({ type: undefined }), "channels.0.type"],
    [channel({ settings: undefined }), "channels.0.settings"],
  ] as const;
  for (const [change, path] of bad) {
    const good = {
      channels: [{ name: "first", type: "slack", settings: { url: "https://hooks.slack.com/x" } }],
    };
    const error = await failure(
      update(db, { ...change, channels: [...change.channels, ...good.channels], notify_on_resolve: false }),
    );
    expect(error).toMatchObject({ code: "invalid", fields: [{ path }] });
  }
  expect(await readNotificationsConfig(db)).toMatchObject({ channels: [], notify_on_resolve: true });
});

test("a channel that is taken away drops what waits for it, and leaves the history", async () => {
  const db = await temporaryDatabase();
  const channelId = await channelOfTest(db, { settings: { url: "http://127.0.0.1:9" } });
  const sent = await waiting(db, { channelId, alertId: await alertOfTest(db) });
  await db.write([
    {
      sql: "UPDATE notifications SET status = 'sent', finished_at = 1 WHERE id = CAST(? AS INTEGER)",
      args: [sent],
    },
  ]);
  await waiting(db, { channelId, alertId: await alertOfTest(db) });
  await update(db, {
    channels: [
      { name: "phone", removed: true },
      { name: "nobody", removed: true },
    ],
  });
  expect(await outbox(db)).toMatchObject([
    { status: "sent", finished_at: 1 },
    { status: "dropped", answer: "the channel was removed", finished_at: testNow },
  ]);
});

test("quiet hours that are turned off let go what they hold", async () => {
  const { received, url } = await receiver();
  const db = await temporaryDatabase();
  const channelId = await channelOfTest(db, { settings: { url } });
  const night = Date.UTC(2026, 10, 21, 23);
  await update(db, { quiet_hours: { enabled: true } });
  await waiting(db, { channelId, alertId: await alertOfTest(db), severity: "high", at: night });
  expect(await deliverNotifications(db, { hubId: "a", now: () => night })).toMatchObject({
    held: 1,
    begun: 0,
  });
  await update(db, { quiet_hours: { enabled: false } }, night + 1000);
  await deliverNotifications(db, { hubId: "a", now: () => night + 1000 });
  expect(received).toHaveLength(1);
});

test("says that the key is lost, makes no other in its place, and delivers when it is back", async () => {
  const { received, url } = await receiver();
  const db = await temporaryDatabase();
  await update(db, channel({ settings: { url, token: "s3cret-token" } }));
  const key = readFileSync(keyFileOf(db));
  rmSync(keyFileOf(db));
  const error = await failure(update(db, channel({ name: "other" })));
  expect(error).toMatchObject({ code: "unavailable", message: expect.stringContaining("is missing") });
  expect(error.hint).toContain(keyFileOf(db));
  const [{ id = 0 } = {}] = await db.query<{ id: number }>("SELECT id FROM notification_channels");
  await waiting(db, { channelId: id, alertId: await alertOfTest(db) });
  await deliverNotifications(db, { hubId: "a", now: () => testNow });
  expect((await outbox(db))[0]).toMatchObject({
    status: "waiting",
    answer: expect.stringContaining("is missing"),
  });
  writeFileSync(keyFileOf(db), key);
  await deliverNotifications(db, { hubId: "a", now: () => testNow + 5000 });
  expect(received).toHaveLength(1);
});

test("another key, a damaged one and a moved cipher text are told apart from a secret", async () => {
  const db = await temporaryDatabase();
  const attempt = async () => {
    await db.write([{ sql: "DELETE FROM notifications", args: [] }]);
    const [{ id = 0 } = {}] = await db.query<{ id: number }>(
      "SELECT id FROM notification_channels ORDER BY id DESC",
    );
    await waiting(db, { channelId: id, alertId: await alertOfTest(db) });
    await deliverNotifications(db, { hubId: "a", now: () => testNow });
    return (await outbox(db))[0]?.answer;
  };
  await update(db, channel());
  const key = readFileSync(keyFileOf(db));
  writeFileSync(keyFileOf(db), Buffer.alloc(32, 7).toString("base64url"));
  expect(await attempt()).toContain("encrypted with another key");
  writeFileSync(keyFileOf(db), "oops");
  expect(await attempt()).toContain("is damaged");
  writeFileSync(keyFileOf(db), key);
  await db.write([
    {
      sql: "INSERT INTO notification_channels (name, type, settings) SELECT 'thief', type, settings FROM notification_channels",
      args: [],
    },
  ]);
  expect(await attempt()).toContain("encrypted with another key");
});

test.each([
  ["webhook", { url: "http://user:passw0rd@hook.lan/api/webhook/abcdef" }],
  ["apprise", { url: "http://apprise:8000/notify/SECRETKEY" }],
  ["ntfy", { url: "https://ntfy.sh", topic: "SECRETTOPIC" }],
] as const)(
  "what is all that it takes to post to %s is in no answer, no record and not at rest",
  async (type, settings) => {
    const db = await temporaryDatabase();
    await update(db, { channels: [{ name: "phone", type, settings }] });
    await update(db, { channels: [{ name: "phone", removed: true }] });
    await update(db, { channels: [{ name: "phone", type, settings }] });
    const records = await db.query("SELECT * FROM audit_log");
    expect(records).toHaveLength(3);
    const said = JSON.stringify([await readNotificationsConfig(db), await stored(db), records]);
    expect(said).not.toMatch(/passw0rd|abcdef|SECRET/);
  },
);
