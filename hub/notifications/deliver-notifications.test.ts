import { expect, onTestFinished, test, vi } from "vitest";
import { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { alertOfMessageSchema } from "../../domain/alerts/alert-answer";
import { resetClock, setClock } from "../clock-testing";
import { testNow } from "../testing";
import { claimNotifications } from "./claim-notifications";
import { deliverDueNotifications, deliverNotifications } from "./deliver-notifications";
import { alertOfTest, channelOfTest, outbox, receiver, waiting } from "./testing";

process.env.HOMELAB_LOG_LEVEL = "silent";

const second = 1000;
const minute = 60 * second;
const deliver = (db: Database, at = testNow, change: { hubId?: string; limitMs?: number } = {}) =>
  deliverNotifications(db, {
    hubId: change.hubId ?? "a",
    now: () => at,
    limits: { limitMs: change.limitMs },
  });

/** A database with one webhook to the receiver, and one message about one alert. */
async function oneWaiting(url: string, settings: Record<string, unknown> = {}) {
  const db = await temporaryDatabase();
  const channelId = await channelOfTest(db, { settings: { url, ...settings } });
  const alertId = await alertOfTest(db);
  await waiting(db, { channelId, alertId });
  return { db, channelId, alertId };
}

test("sends what is due once, with the alert as the API has it and its idempotency key", async () => {
  const { received, url } = await receiver(() => ({ status: 200, body: "thanks" }));
  const { db, alertId } = await oneWaiting(`${url}/hook`);
  const opened = `VALUES (${alertId}, 'opened', ${testNow}, 'critical', 96.2, NULL, NULL)`;
  await db.write([`INSERT INTO alert_events (alert_id, kind, at, severity, value, actor, note) ${opened}`]);
  expect(await deliver(db, testNow - 1)).toMatchObject({ begun: 0 });
  expect(await deliver(db)).toMatchObject({ begun: 1 });
  expect(await deliver(db, testNow + minute)).toMatchObject({ begun: 0 });
  const [row] = await outbox(db);
  expect(row).toMatchObject({
    status: "sent",
    attempts: 1,
    answer: "thanks",
    answer_status: 200,
    leased_by: null,
    finished_at: testNow,
  });
  expect(received).toHaveLength(1);
  const [request] = received;
  const payload = JSON.parse(request?.body ?? "");
  expect(payload).toMatchObject({ event: "opened", idempotency_key: row?.idempotency_key });
  expect(alertOfMessageSchema.parse(payload.alert)).toMatchObject({
    id: alertId,
    server_id: "nas",
    status: "open",
    timeline: [{ kind: "opened", at: new Date(testNow).toISOString(), severity: "critical", value: 96.2 }],
  });
  expect(request?.headers["idempotency-key"]).toBe(row?.idempotency_key);
});

test("tries again after 5, 15 and 45 s with the same key, until it is taken", async () => {
  const { received, url } = await receiver((_, count) => ({ status: count < 4 ? 500 : 200 }));
  const { db } = await oneWaiting(url);
  let at = testNow;
  for (const waitMs of [5, 15, 45].map((seconds) => seconds * second)) {
    await deliver(db, at);
    expect((await outbox(db))[0]).toMatchObject({
      status: "waiting",
      answer_status: 500,
      next_attempt_at: at + waitMs,
    });
    expect(await deliver(db, at + waitMs - 1)).toMatchObject({ begun: 0 });
    at += waitMs;
  }
  await deliver(db, at);
  expect((await outbox(db))[0]).toMatchObject({ status: "sent", attempts: 4, finished_at: at });
  expect(new Set(received.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test("waits as long as a receiver asks it to", async () => {
  const { url } = await receiver(() => ({ status: 429, headers: { "Retry-After": "120" } }));
  const { db } = await oneWaiting(url);
  await deliver(db);
  expect((await outbox(db))[0]).toMatchObject({ status: "waiting", next_attempt_at: testNow + 120 * second });
});

test("stops at once where it is refused, and keeps what was said, cut", async () => {
  const { url } = await receiver(() => ({ status: 400, body: `no such thing ${"x".repeat(100_000)}` }));
  const { db } = await oneWaiting(url);
  await deliver(db);
  const [row] = await outbox(db);
  expect(row).toMatchObject({ status: "failed", attempts: 1, answer_status: 400, finished_at: testNow });
  expect(row?.answer).toContain("The receiver answered 400: no such thing");
  expect(row?.answer).toHaveLength(2000);
});

test("gives up on a receiver that is gone after a day, and says why", async () => {
  // A port that no other test can be given meanwhile.
  const { db } = await oneWaiting("http://127.0.0.1:9");
  let at = testNow;
  for (let row = (await outbox(db))[0]; row?.status === "waiting"; row = (await outbox(db))[0]) {
    at = row.next_attempt_at;
    await deliver(db, at);
  }
  const [row] = await outbox(db);
  expect(row).toMatchObject({ status: "failed", finished_at: at, answer_status: null });
  expect(row?.answer).toContain("ECONNREFUSED");
  expect(at - testNow).toBeGreaterThanOrEqual(24 * 60 * minute);
  expect(at - testNow).toBeLessThanOrEqual(24.6 * 60 * minute);
});

test.each([
  ["stalls", "stall", 150, /No answer within/],
  ["drops the connection", "drop", undefined, /hang up|ECONNRESET/],
] as const)("tries again where the receiver %s", async (_does, answer, limitMs, words) => {
  const { url } = await receiver(() => answer);
  const { db } = await oneWaiting(url);
  await deliver(db, testNow, { limitMs });
  const [row] = await outbox(db);
  expect(row).toMatchObject({
    status: "waiting",
    attempts: 1,
    next_attempt_at: testNow + 5 * second,
    leased_by: null,
  });
  expect(row?.answer).toMatch(words);
});

test("goes where it was told to and nowhere else: a redirect is not followed", async () => {
  const target = await receiver();
  const { url } = await receiver(() => ({ status: 307, headers: { Location: target.url } }));
  const { db } = await oneWaiting(url);
  await deliver(db);
  expect((await outbox(db))[0]).toMatchObject({ status: "waiting", answer_status: 307 });
  expect(target.received).toHaveLength(0);
});

test("of two hubs that look at once, one sends each", async () => {
  const { received, url } = await receiver();
  const { db, channelId } = await oneWaiting(url);
  for (let index = 0; index < 3; index++) await waiting(db, { channelId, alertId: await alertOfTest(db) });
  const other = new Database(db.url);
  onTestFinished(() => other.closeNow());
  await Promise.all([deliver(db, testNow, { hubId: "a" }), deliver(other, testNow, { hubId: "b" })]);
  await deliver(db);
  const keys = received.map(({ headers }) => headers["idempotency-key"]);
  expect(new Set(keys).size).toBe(4);
  expect(keys).toHaveLength(4);
  expect((await outbox(db)).map(({ status }) => status)).toEqual(Array(4).fill("sent"));
});

test("of two hubs that claim at the same moment, neither takes what the other has", async () => {
  const { url } = await receiver();
  const { db, channelId } = await oneWaiting(url);
  const other = new Database(db.url);
  onTestFinished(() => other.closeNow());
  for (let round = 1; round <= 10; round++) {
    const now = testNow + round * 10 * minute;
    await waiting(db, { channelId, alertId: await alertOfTest(db), at: now });
    const claims = await Promise.all([
      claimNotifications(db, { hubId: "a", underWay: new Map(), now }),
      claimNotifications(other, { hubId: "b", underWay: new Map(), now: now + 1 }),
    ]);
    const leased = claims.flatMap((claim) => claim.leased);
    expect(leased.length).toBeGreaterThan(0);
    expect(new Set(leased).size).toBe(leased.length);
  }
});

test("a hub that read its clock a moment before another took a message does not take it as well", async () => {
  const { db } = await oneWaiting("http://127.0.0.1:9");
  const claim = (hubId: string, now: number) =>
    claimNotifications(db, { hubId, underWay: new Map(), now }).then(({ leased }) => leased.length);
  expect([await claim("b", testNow + 40), await claim("a", testNow)]).toEqual([1, 0]);
});

test("a hub that dies between sending and writing it down leaves it to be sent again, with the same key", async () => {
  let dies = () => {};
  const { received, url } = await receiver(() => {
    dies();
    return { status: 200 };
  });
  const { db } = await oneWaiting(url);
  const dying = new Database(db.url);
  dies = () => dying.closeNow();
  await deliver(dying, testNow, { hubId: "dying" });
  expect((await outbox(db))[0]).toMatchObject({ status: "waiting", attempts: 0, leased_by: "dying" });
  expect(await deliver(db, testNow + 59 * second)).toMatchObject({ begun: 0 });
  await deliver(db, testNow + minute);
  expect((await outbox(db))[0]).toMatchObject({ status: "sent", attempts: 1 });
  const keys = received.map(({ headers }) => headers["idempotency-key"]);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test("what a dead hub had in hand is sent when its lease is over, with the same key", async () => {
  const { received, url } = await receiver();
  const { db } = await oneWaiting(url);
  await db.write([
    {
      sql: "UPDATE notifications SET leased_by = 'dead', leased_until = CAST(? AS INTEGER)",
      args: [testNow + minute],
    },
  ]);
  expect(await deliver(db, testNow + minute - 1)).toMatchObject({ begun: 0 });
  expect(await deliver(db, testNow + minute)).toMatchObject({ begun: 1 });
  expect(received.map(({ headers }) => headers["idempotency-key"])).toEqual([
    (await outbox(db))[0]?.idempotency_key,
  ]);
});

test("a lease from before the clock was set back is none", async () => {
  const { url } = await receiver();
  const { db } = await oneWaiting(url);
  await db.write([
    {
      sql: "UPDATE notifications SET leased_by = 'b', leased_until = CAST(? AS INTEGER)",
      args: [testNow + 60 * minute],
    },
  ]);
  expect(await deliver(db)).toMatchObject({ begun: 1 });
});

test("drops what is for a channel that is off, and says so", async () => {
  const { received, url } = await receiver();
  const { db } = await oneWaiting(url);
  await db.write([{ sql: "UPDATE notification_channels SET is_enabled = 0", args: [] }]);
  await deliver(db);
  expect((await outbox(db))[0]).toMatchObject({
    status: "dropped",
    answer: "the channel is turned off",
    finished_at: testNow,
  });
  expect(received).toHaveLength(0);
});

test("tells a down and an up that both wait as one", async () => {
  const { received, url } = await receiver((_, count) => ({ status: count === 1 ? 503 : 200 }));
  const { db, channelId, alertId } = await oneWaiting(url);
  await deliver(db);
  await waiting(db, { channelId, alertId, event: "resolved", at: testNow + 2 * second });
  await deliver(db, testNow + 2 * second);
  expect((await outbox(db)).map(({ status }) => status)).toEqual(["merged", "sent"]);
  expect(received.map(({ body }) => JSON.parse(body).event)).toEqual(["opened", "resolved"]);
  expect(await deliver(db, testNow + minute)).toMatchObject({ begun: 0 });
});

test("holds by night, tells in one digest in the morning, and lets what is critical pass", async () => {
  const { received, url } = await receiver();
  const db = await temporaryDatabase();
  const channelId = await channelOfTest(db, { settings: { url } });
  await db.write([
    {
      sql: `INSERT INTO config (key, value) VALUES ('notifications', '{"quiet_hours":{"enabled":true}}')`,
      args: [],
    },
  ]);
  const night = Date.UTC(2026, 10, 21, 23);
  const morning = Date.UTC(2026, 10, 22, 7);
  const [first, second_, third] = [await alertOfTest(db), await alertOfTest(db), await alertOfTest(db)];
  await waiting(db, { channelId, alertId: first, severity: "high", at: night });
  await waiting(db, { channelId, alertId: second_, severity: "medium", at: night });
  await waiting(db, { channelId, alertId: third, at: night });
  expect(await deliver(db, night)).toMatchObject({ held: 2, begun: 1 });
  expect((await outbox(db)).map(({ next_attempt_at }) => next_attempt_at)).toEqual([morning, morning, night]);
  await waiting(db, {
    channelId,
    alertId: second_,
    severity: "medium",
    event: "resolved",
    at: night + minute,
  });
  await deliver(db, night + minute);
  expect(await deliver(db, morning - 1)).toMatchObject({ begun: 0 });
  await deliver(db, morning);
  await deliver(db, morning + second);
  expect((await outbox(db)).map(({ status, event }) => [event, status])).toEqual([
    ["opened", "merged"],
    ["opened", "merged"],
    ["opened", "sent"],
    ["resolved", "merged"],
    ["digest", "sent"],
  ]);
  const digest = JSON.parse(received.at(-1)?.body ?? "");
  expect(digest).toMatchObject({
    event: "digest",
    alert: null,
    alerts: [{ event: "opened" }, { event: "resolved" }],
  });
  expect(digest.alerts.map(({ alert }: { alert: { id: number } }) => alert.id)).toEqual([first, second_]);
});

test("the job waits for nobody who stalls, and another channel hears at once", async () => {
  setClock(testNow);
  onTestFinished(resetClock);
  let release = (_: { status: number }) => {};
  const stalling = new Promise<{ status: number }>((resolve) => (release = resolve));
  const slow = await receiver(() => stalling);
  const quick = await receiver();
  const { db } = await oneWaiting(slow.url);
  const slowId = await channelOfTest(db, { name: "slow", settings: { url: slow.url } });
  const quickId = await channelOfTest(db, { name: "quick", settings: { url: quick.url } });
  for (let index = 0; index < 9; index++)
    await waiting(db, { channelId: slowId, alertId: await alertOfTest(db) });
  await deliverDueNotifications(db, { hubId: "a", startedAt: testNow });
  // The job waits no longer than a second, in which a busy machine may not have come to send.
  await vi.waitFor(() => expect(slow.received.length).toBe(5), { timeout: 10_000 });
  await waiting(db, { channelId: quickId, alertId: await alertOfTest(db) });
  await deliverDueNotifications(db, { hubId: "a", startedAt: testNow });
  await vi.waitFor(() => expect(quick.received).toHaveLength(1), { timeout: 10_000 });
  // The one channel has as many under way as it may, so no more of it have begun.
  expect(slow.received.length).toBe(5);
  release({ status: 200 });
  await vi.waitFor(
    async () => {
      await deliverDueNotifications(db, { hubId: "a", startedAt: testNow });
      expect((await outbox(db)).every(({ status }) => status === "sent")).toBe(true);
    },
    { timeout: 10_000 },
  );
  expect(new Set(slow.received.map(({ headers }) => headers["idempotency-key"])).size).toBe(10);
  expect(slow.received).toHaveLength(10);
});
