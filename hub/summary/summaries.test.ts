import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { Database } from "../../db/client";
import { listSummaryMessages } from "../../db/queries/weeks";
import { temporaryDatabase } from "../../db/testing";
import type { ChannelType } from "../../domain/notifications/notification";
import type { SummaryConfig } from "../../domain/summary/summary-config";
import { insertServer } from "../alerts/testing-alerts";
import { runningDays } from "../capacity/testing-capacity";
import { resetClock, setClock } from "../clock-testing";
import { jobTable } from "../jobs/jobs";
import { startScheduler } from "../jobs/scheduler";
import { deliverNotifications } from "../notifications/deliver-notifications";
import { channelOfTest, outbox, receiver } from "../notifications/testing";
import { isSummaryDue, queueSummaries } from "./queue-summaries";
import { readSummarySettings } from "./read-summary-settings";
import { sendSummaryNow } from "./send-summary-now";
import { updateSummarySettings } from "./update-summary-settings";

process.env.HOMELAB_LOG_LEVEL = "silent";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Monday, 23 November 2026, 08:00 in London. */
const due = Date.UTC(2026, 10, 23, 8);
const chosen = due - 2 * day;

let db: Database;
beforeEach(async () => {
  db = await temporaryDatabase();
});

async function choose(channels: string[], change: Partial<SummaryConfig> = {}, now = chosen) {
  const settings = { channels, weekday: 1, time: "08:00", time_zone: "Europe/London", ...change };
  const actor = { kind: "person" as const, id: "operator", name: "operator" };
  await updateSummarySettings(db, settings, { actor, address: null, now });
}

const hook = (name: string, url = "http://127.0.0.1:9", isEnabled = true) =>
  channelOfTest(db, { name, isEnabled, settings: { url } });
const keys = async () => (await outbox(db)).map(({ idempotency_key }) => idempotency_key).sort();
const deliver = (at: number) => deliverNotifications(db, { hubId: "a", now: () => at });

test("nobody is told who was not chosen, and of nothing before its time", async () => {
  const [phone] = [await hook("phone"), await hook("other"), await hook("off", undefined, false)];
  expect(await isSummaryDue(db, due)).toBe(false);
  await choose([]);
  expect(await isSummaryDue(db, due)).toBe(false);
  await choose(["phone", "off"]);
  expect(await isSummaryDue(db, due - 1)).toBe(false);
  expect(await queueSummaries(db, due - 1)).toEqual({ queued: 0 });
  expect(await isSummaryDue(db, due)).toBe(true);
  expect(await queueSummaries(db, due)).toEqual({ queued: 1 });
  expect(await keys()).toEqual([`week:2026-11-16:${phone}`]);
  expect(await isSummaryDue(db, due)).toBe(false);
});

test("a week is told once to a channel, however often it is tried, and the next one again", async () => {
  const phone = await hook("phone");
  const mail = await hook("mail");
  await choose(["phone", "mail"]);
  for (const at of [due, due + minute, due + 10 * hour]) await queueSummaries(db, at);
  await queueSummaries(db, due + 7 * day);
  expect(await keys()).toEqual([
    ...[`week:2026-11-16:${phone}`, `week:2026-11-16:${mail}`],
    ...[`week:2026-11-23:${phone}`, `week:2026-11-23:${mail}`],
  ]);
});

test("a hub that was off sends it late on the same day, and on the next no more", async () => {
  await hook("phone");
  await choose(["phone"]);
  expect(await isSummaryDue(db, due + 16 * hour)).toBe(false);
  expect(await queueSummaries(db, due + 16 * hour)).toEqual({ queued: 0 });
  expect(await queueSummaries(db, due + 16 * hour - 1)).toEqual({ queued: 1 });
});

test("who is chosen after its time is told the next time", async () => {
  await hook("phone");
  await choose(["phone"], {}, due + minute);
  expect(await isSummaryDue(db, due + 2 * minute)).toBe(false);
  expect(await isSummaryDue(db, due + 7 * day)).toBe(true);
});

test("of many hubs that do it at the same moment one does it", async () => {
  await hook("phone");
  await choose(["phone"]);
  const others = [1, 2, 3].map(() => new Database(db.url));
  onTestFinished(() => {
    for (const other of others) other.closeNow();
  });
  for (const other of others) await other.prepare();
  const runs = await Promise.all([db, ...others].map((each) => queueSummaries(each, due)));
  expect(runs.map(({ queued }) => queued).sort()).toEqual([0, 0, 0, 1]);
  expect(await outbox(db)).toHaveLength(1);
});

test("a hub that ends between the outbox and the sending leaves it to the next, which says what was true then", async () => {
  const { received, url } = await receiver();
  const id = await hook("phone", url);
  await choose(["phone"]);
  await queueSummaries(db, due);
  // What happens in between is no part of the week.
  await insertServer(db, "nas");
  await db.write(runningDays({ serverId: "nas", days: 10, now: due, cpuPercent: 10 }));
  const next = new Database(db.url);
  onTestFinished(() => next.closeNow());
  await next.prepare();
  await queueSummaries(next, due + hour);
  await deliverNotifications(next, { hubId: "b", now: () => due + hour });
  await deliver(due + 2 * hour);
  expect(received).toHaveLength(1);
  expect(received[0]?.headers["idempotency-key"]).toBe(`week:2026-11-16:${id}`);
  expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({
    event: "summary",
    alert: null,
    week: "2026-11-16",
    title: "Week of 16–22 November 2026",
    text: "Nothing to tell: no server was due to be heard from.",
    idempotency_key: `week:2026-11-16:${id}`,
  });
});

test("quiet hours hold it, and it is told by itself when they end", async () => {
  const { received, url } = await receiver();
  await hook("phone", url);
  await choose(["phone"]);
  const quiet = { enabled: true, time_zone: "Europe/London", start: "22:00", end: "09:00" };
  const value = JSON.stringify({ quiet_hours: quiet });
  await db.write([{ sql: "INSERT INTO config (key, value) VALUES ('notifications', ?)", args: [value] }]);
  await queueSummaries(db, due);
  await deliver(due + minute);
  expect(received).toHaveLength(0);
  await deliver(due + hour);
  expect(received.map(({ body }) => JSON.parse(body).event)).toEqual(["summary"]);
});

test.each<[ChannelType, (url: string) => Record<string, unknown>]>([
  ["slack", (url) => ({ url })],
  ["discord", (url) => ({ url })],
  ["ntfy", (url) => ({ url, topic: "home" })],
  ["gotify", (url) => ({ url, token: "t" })],
  ["telegram", (url) => ({ url, token: "12:ab-c", chat_id: "-100" })],
  ["apprise", (url) => ({ url })],
  ["webhook", (url) => ({ url })],
])("%s is told the week with its facts", async (type, settingsOf) => {
  const { received, url } = await receiver(() => ({ status: 200, body: '{"ok":true}' }));
  await channelOfTest(db, { name: "one", type, settings: settingsOf(url) });
  // Known as long as it was heard: the database's own clock is the test's machine's, which may be years later.
  const known = { created_at: due - 12 * day };
  await insertServer(db, "nas", { ...known, display_name: "Tank", tdp_watts: 100, idle_watts: 20 });
  // Silent since Sunday noon, twelve hours of the week.
  await db.write(runningDays({ serverId: "nas", days: 10, now: due - 20 * hour, cpuPercent: 50 }));
  await choose(["one"]);
  await queueSummaries(db, due);
  await deliver(due);
  expect(await outbox(db)).toMatchObject([{ status: "sent" }]);
  const text = received[0]?.body ?? "";
  // Telegram escapes its markup.
  const plain = text.replaceAll("\\\\", "").replaceAll("\\", "");
  for (const words of ["16–22 November 2026", "Tank was not heard from for 12h", "92.8 %", "Energy", "kWh"]) {
    expect(plain).toContain(words);
  }
});

test("the real scheduler sends it at its time, and the settings page shows what became of it", async () => {
  const { received, url } = await receiver();
  await hook("phone", url);
  setClock(due - hour);
  await choose(["phone"]);
  const stop = startScheduler(
    db,
    jobTable.filter(({ name }) => ["tell-the-week", "deliver-notifications"].includes(name)),
  );
  onTestFinished(async () => {
    await stop();
    resetClock();
  });
  expect(await isSummaryDue(db, due)).toBe(true);
  setClock(due + 30_000);
  await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 20_000, interval: 20 });
  await vi.waitFor(
    async () =>
      expect(await listSummaryMessages(db)).toMatchObject([
        { week: "2026-11-16", channelName: "phone", status: "sent", finishedAt: expect.any(Number) },
      ]),
    { timeout: 20_000, interval: 20 },
  );
});

test("sent now it goes to a channel that is off as well, as often as it is asked, and leaves the week to be told", async () => {
  const { received, url } = await receiver();
  await hook("phone", url, false);
  await choose(["phone"]);
  for (const _ of [1, 2]) {
    expect(await sendSummaryNow(db, "phone", { now: due })).toMatchObject({ success: true, status: 200 });
  }
  expect(new Set(received.map(({ headers }) => headers["idempotency-key"])).size).toBe(2);
  expect(await outbox(db)).toHaveLength(0);
  await expect(sendSummaryNow(db, "none", { now: due })).rejects.toMatchObject({ code: "not_found" });
});

test("settings are kept and recorded, a channel that is gone is refused, and the zone of the price is the usual one", async () => {
  await hook("phone");
  const cost = JSON.stringify({ electricity_rate: 0.2, currency_symbol: "€", time_zone: "Europe/Berlin" });
  await db.write([{ sql: "INSERT INTO config (key, value) VALUES ('cost', ?)", args: [cost] }]);
  expect(await readSummarySettings(db)).toMatchObject({ channels: [], time_zone: "Europe/Berlin" });
  await expect(choose(["gone"])).rejects.toMatchObject({ code: "invalid" });
  await choose(["phone"], { time: "07:30" });
  expect(await readSummarySettings(db)).toEqual({
    ...{ channels: ["phone"], weekday: 1, time: "07:30", time_zone: "Europe/London" },
  });
  expect(await db.query("SELECT action, after FROM audit_log", [])).toEqual([
    {
      action: "summary.update",
      after: JSON.stringify({ channels: ["phone"], time: "07:30", time_zone: "Europe/London" }),
    },
  ]);
});
