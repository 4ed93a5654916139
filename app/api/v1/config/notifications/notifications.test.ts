import { expect, test } from "vitest";
import { configAnswerSchema } from "@/domain/config-answer";
import {
  notificationsConfigSchema,
  testNotificationAnswerSchema,
} from "@/domain/notifications/notifications-config";
import { receiver } from "@/hub/notifications/testing";
import { ask, bodyOf, errorOf, testHub } from "../../testing";
import { POST as sendTest } from "../test-notification/route";
import { PUT } from "./route";

const put = (json: unknown) => PUT(ask("/config/notifications", { method: "PUT", json }), {});
const test_ = (json: unknown) => sendTest(ask("/config/test-notification", { json }), {});
const phone = (settings: unknown, change: Record<string, unknown> = {}) => ({
  channels: [{ name: "phone", type: "webhook", enabled: true, min_severity: "low", settings, ...change }],
});

test("answers the settings whole, with secrets masked", async () => {
  await testHub();
  const response = await put(phone({ url: "http://127.0.0.1:9/hook", secret: "s3cret" }));
  expect(response.status).toBe(200);
  const { notifications } = await bodyOf(response, configAnswerSchema);
  expect(notificationsConfigSchema.parse(notifications)).toMatchObject({
    channels: [{ name: "phone", settings: { url: "***", secret: "***" } }],
    cooldowns: { critical_minutes: 30, high_minutes: 240 },
    notify_on_resolve: true,
  });
});

test.each([
  ["a channel of no known type", phone({}, { type: "pigeon" }), "channels.0.type"],
  ["an address that is none", phone({ url: "hook" }), "channels.0.settings.url"],
  ["a severity that is none", phone({ url: "http://x" }, { min_severity: "bad" }), "channels.0.min_severity"],
  ["a channel that is named twice", { channels: [...phone({}).channels, ...phone({}).channels] }, "channels"],
  ["a time zone that is none", { quiet_hours: { time_zone: "Moon/Base" } }, "quiet_hours.time_zone"],
  ["a time of day that is none", { quiet_hours: { start: "25:00" } }, "quiet_hours.start"],
  ["a cooldown of no time", { cooldowns: { high_minutes: 0 } }, "cooldowns.high_minutes"],
])("refuses %s", async (_what, json, path) => {
  await testHub();
  expect(await errorOf(await put(json))).toMatchObject({ status: 422, fields: [{ path }] });
});

test("sends a test at once and answers what the receiver said, good or bad", async () => {
  await testHub();
  const { received, url } = await receiver((_, count) =>
    count === 1 ? { status: 200, body: "thanks" } : { status: 403, body: "who are you?" },
  );
  await put(phone({ url }, { enabled: false }));
  const good = await test_({ channel: "phone" });
  expect(good.status).toBe(200);
  expect(await bodyOf(good, testNotificationAnswerSchema)).toEqual({
    success: true,
    status: 200,
    answer: "thanks",
    error: null,
  });
  expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ event: "test", alert: null });
  expect(await bodyOf(await test_({ channel: "phone" }), testNotificationAnswerSchema)).toEqual({
    success: false,
    status: 403,
    answer: "who are you?",
    error: "The receiver answered 403",
  });
});

test("knows no channel of another name, and nobody without a key", async () => {
  await testHub();
  expect(await errorOf(await test_({ channel: "phone" }))).toMatchObject({ status: 404, code: "NOT_FOUND" });
  const stranger = ask("/config/notifications", { method: "PUT", key: null, json: {} });
  expect(await errorOf(await PUT(stranger, {}))).toMatchObject({ status: 401 });
  const tester = ask("/config/test-notification", { key: null, json: { channel: "phone" } });
  expect(await errorOf(await sendTest(tester, {}))).toMatchObject({ status: 401 });
});
