import fc from "fast-check";
import { expect, test } from "vitest";
import { severities } from "../alerts/alert";
import { notificationEvents } from "./notification";
import { planDelivery, type WaitingNotification } from "./plan";
import { notificationSettingsDefault } from "./settings";

const now = Date.UTC(2026, 10, 22, 7, 0);
const night = now - 4 * 3_600_000;
const evening = Date.UTC(2026, 10, 21, 23);
const quietHours = { ...notificationSettingsDefault.quiet_hours, enabled: true };
const off = { ...quietHours, enabled: false };
const channels = new Map([
  [1, { isEnabled: true }],
  [2, { isEnabled: true }],
  [3, { isEnabled: false }],
]);

const row = (id: number, change: Partial<WaitingNotification> = {}): WaitingNotification => ({
  id,
  channelId: 1,
  alertId: 10,
  event: "opened",
  severity: "high",
  at: now,
  nextAttemptAt: now,
  isUnderWay: false,
  createdAt: change.at ?? now,
  ...change,
});
const plan = (waiting: WaitingNotification[], hours = off, at = now) =>
  planDelivery({ waiting, channels, quietHours: hours, now: at });
const nothing = { send: [], hold: [], merge: [], drop: [], digests: [] };

test("tells a down and an up that both wait as one", () => {
  const waiting = [row(1, { nextAttemptAt: now + 45_000, at: now - 9 }), row(2, { event: "resolved" })];
  expect(plan(waiting)).toEqual({ ...nothing, send: [2], merge: [{ id: 1, into: 2 }] });
});

test("tells them apart where they are of different alerts, or for different channels", () => {
  const waiting = [
    row(1),
    row(2, { event: "resolved", alertId: 11 }),
    row(3, { event: "resolved", channelId: 2 }),
  ];
  expect(plan(waiting)).toEqual({ ...nothing, send: [1, 2, 3] });
});

test("lets no up overtake its down that is on its way", () => {
  expect(plan([row(1, { isUnderWay: true }), row(2, { event: "resolved", at: now + 1 })])).toEqual(nothing);
});

test("does not tell the old where the new waits for its turn", () => {
  const waiting = [row(1), row(2, { event: "resolved", at: now + 1, nextAttemptAt: now + 5000 })];
  expect(plan(waiting)).toEqual({ ...nothing, merge: [{ id: 1, into: 2 }] });
});

test("drops what has no channel any more, or one that is off", () => {
  const waiting = [row(1, { channelId: 3 }), row(2, { channelId: null }), row(3, { channelId: 99 })];
  expect(plan(waiting).drop.map(({ id, reason }) => [id, reason])).toEqual([
    [1, "the channel is turned off"],
    [2, "the channel was removed"],
    [3, "the channel was removed"],
  ]);
});

test("holds by night what is not critical", () => {
  const waiting = [row(1), row(2, { alertId: 11, severity: "critical" })].map((each) => ({
    ...each,
    at: evening,
    nextAttemptAt: evening,
  }));
  expect(plan(waiting, quietHours, evening)).toEqual({
    ...nothing,
    send: [2],
    hold: [{ id: 1, until: now }],
  });
});

test("makes one digest for each channel of what the night held, and leaves the morning's own alone", () => {
  const waiting = [
    row(1, { at: night }),
    row(2, { at: night + 5, alertId: 11, severity: "medium" }),
    row(3, { at: night + 9, alertId: 11, severity: "medium", event: "resolved" }),
    row(4, { at: night, channelId: 2 }),
    row(5, { alertId: 12 }),
  ];
  expect(plan(waiting, quietHours)).toEqual({
    ...nothing,
    send: [5, 4],
    merge: [{ id: 2, into: 3 }],
    digests: [
      {
        channelId: 1,
        ids: [1, 3],
        severity: "high",
        content: {
          items: [
            { event: "opened", severity: "high", at: night, alertId: 10 },
            { event: "resolved", severity: "medium", at: night + 9, alertId: 11 },
          ],
        },
      },
    ],
  });
});

test("what came late by day about a cause of the night was not held, and is told by itself", () => {
  const waiting = [row(1, { at: night, createdAt: now }), row(2, { at: night, createdAt: now, alertId: 11 })];
  expect(plan(waiting, quietHours)).toEqual({ ...nothing, send: [1, 2] });
});

test("of everything that waits, each is planned once at most, and all that is due and free has a fate", () => {
  const wild = fc.record({
    channelId: fc.constantFrom(1, 2, 3, 9, null),
    alertId: fc.constantFrom(10, 11, null),
    event: fc.constantFrom(...notificationEvents),
    severity: fc.constantFrom(...severities),
    at: fc.integer({ min: evening, max: now + 3_600_000 }),
    nextAttemptAt: fc.constantFrom(evening, night, now, now + 1),
    isUnderWay: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(wild, { maxLength: 12 }), fc.constantFrom(evening, night, now), (rows, at) => {
      const waiting = rows.map((each, index) => ({ ...each, createdAt: each.at, id: index + 1 }));
      const { send, hold, merge, drop, digests } = plan(waiting, quietHours, at);
      const planned = [
        ...send,
        ...[...hold, ...merge, ...drop].map(({ id }) => id),
        ...digests.flatMap(({ ids }) => ids),
      ];
      expect(new Set(planned).size).toBe(planned.length);
      for (const { id, isUnderWay } of waiting) if (isUnderWay) expect(planned).not.toContain(id);
      const isBusy = (one: WaitingNotification) =>
        waiting.some(
          (other) => other.isUnderWay && other.channelId === one.channelId && other.alertId === one.alertId,
        );
      for (const each of waiting)
        if (each.nextAttemptAt <= at && !each.isUnderWay && (each.alertId === null || !isBusy(each)))
          expect(planned).toContain(each.id);
      // A carrier is never older than what it carries.
      for (const { id, into } of merge) {
        const [old, carrier] = [waiting[id - 1], waiting[into - 1]];
        expect(carrier?.at ?? 0).toBeGreaterThanOrEqual(old?.at ?? 0);
      }
    }),
    { numRuns: 500 },
  );
});
