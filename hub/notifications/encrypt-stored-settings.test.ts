import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { notificationsUpdateSchema } from "../../domain/notifications/notifications-config";
import { keyFileOf } from "../system/key-file";
import { testBy, testNow } from "../testing";
import { deliverNotifications } from "./deliver-notifications";
import { encryptStoredSettings } from "./encrypt-stored-settings";
import { alertOfTest, channelOfTest, receiver, waiting } from "./testing";
import { updateNotifications } from "./update-notifications";

const stored = async (db: Database) =>
  (await db.query<{ settings: string }>("SELECT settings FROM notification_channels ORDER BY id")).map(
    ({ settings }) => settings,
  );

test("a start encrypts what was stored in the clear, once, and messages go out as before", async () => {
  const { received, url } = await receiver();
  const db = await temporaryDatabase();
  const channelId = await channelOfTest(db, { settings: { url: `${url}/api/webhook/abcdef` } });
  await db.write([
    `INSERT INTO notification_channels (name, type, settings) VALUES
       ('read', 'ntfy', '{"url":"https://ntfy.sh","topic":"SECRETTOPIC","priority":3}'),
       ('many', 'apprise', '{"url":"http://apprise:8000/notify/SECRETKEY"}'),
       ('mail', 'email', '{"host":"smtp.lan","from":"a@lan","to":["b@lan"]}')`,
  ]);
  expect(await encryptStoredSettings(db)).toEqual(["phone", "read", "many"]);
  const once = await stored(db);
  expect(once.join()).not.toMatch(/abcdef|SECRET/);
  expect(once.join()).toContain('"url":"https://ntfy.sh"');
  expect(once[3]).toBe('{"host":"smtp.lan","from":"a@lan","to":["b@lan"]}');
  expect(await encryptStoredSettings(db)).toEqual([]);
  expect(await stored(db)).toEqual(once);
  await waiting(db, { channelId, alertId: await alertOfTest(db) });
  await deliverNotifications(db, { hubId: "a", now: () => testNow });
  expect(received[0]).toMatchObject({ path: expect.stringContaining("/api/webhook/abcdef") });
});

test("where the key file is lost, nothing changes and the hub starts", async () => {
  const db = await temporaryDatabase();
  const slack = { name: "chat", type: "slack", settings: { url: "https://hooks.slack.com/x" } };
  await updateNotifications(db, notificationsUpdateSchema.parse({ channels: [slack] }), testBy());
  await channelOfTest(db, { settings: { url: "http://user:passw0rd@hook.lan" } });
  rmSync(keyFileOf(db));
  const before = await stored(db);
  expect(await encryptStoredSettings(db)).toEqual([]);
  expect(await stored(db)).toEqual(before);
});
