import { expect, test } from "vitest";
import { aliveAt, graceMs, isOverdue, presenceAfter, silenceAllowedMs, watchingSince } from "./presence";

const now = Date.UTC(2026, 10, 21, 9, 30);
const minute = 60_000;

test.each([
  [
    "the configured time where the agent is quick",
    { serverOfflineSeconds: 180, intervalSeconds: 60 },
    180_000,
  ],
  [
    "two and a half intervals where the agent is slow",
    { serverOfflineSeconds: 180, intervalSeconds: 300 },
    750_000,
  ],
  ["never less than thirty seconds", { serverOfflineSeconds: 5, intervalSeconds: 1 }, 30_000],
])("allows %s of silence", (_name, options, expected) => {
  expect(silenceAllowedMs(options)).toBe(expected);
});

test.each([
  [
    "believes the sample where the agent does not say its clock",
    { timestamp: now - 5000, sentAt: null },
    now - 5000,
  ],
  ["takes a sample from the near future for now", { timestamp: now + 5000, sentAt: null }, now],
  ["corrects a clock that is an hour slow", { timestamp: now - 60 * minute, sentAt: now - 60 * minute }, now],
  [
    "still sees that a spooled sample is old",
    { timestamp: now - 90 * minute, sentAt: now - 60 * minute },
    now - 30 * minute,
  ],
])("aliveAt %s", (_name, options, expected) => {
  expect(aliveAt({ ...options, now })).toBe(expected);
});

test("an old sample does not move lastSeen back and makes nobody online", () => {
  const presence = presenceAfter({
    aliveAt: now - 60 * minute,
    lastSeen: now - 30 * minute,
    silenceAllowedMs: 180_000,
    now,
  });
  expect(presence).toEqual({ lastSeen: now - 30 * minute, offlineAfter: now - 27 * minute, isFresh: false });
});

test("a fresh sample sets the deadline from the moment the machine was alive", () => {
  const presence = presenceAfter({ aliveAt: now - 1000, lastSeen: null, silenceAllowedMs: 180_000, now });
  expect(presence).toEqual({ lastSeen: now - 1000, offlineAfter: now + 179_000, isFresh: true });
});

test.each([
  ["begins at the first sweep", { before: null, lastSweepAt: null }, now],
  [
    "goes on while sweeps follow one another",
    { before: now - 60 * minute, lastSweepAt: now - 10_000 },
    now - 60 * minute,
  ],
  ["begins anew after a break", { before: now - 60 * minute, lastSweepAt: now - 31_000 }, now],
  ["begins anew when the clock jumped back", { before: now - 60 * minute, lastSweepAt: now + 10_000 }, now],
])("the watch %s", (_name, options, expected) => {
  expect(watchingSince({ ...options, now })).toBe(expected);
});

test("a hub that has just begun to listen accuses nobody for at least one interval", () => {
  const server = { serverId: "nas", intervalSeconds: 60, offlineAfter: now - 10 * minute, now };
  expect(isOverdue({ ...server, watchingSince: now })).toBe(false);
  expect(isOverdue({ ...server, watchingSince: now - minute })).toBe(graceMs(server) <= minute);
  expect(isOverdue({ ...server, watchingSince: now - 1.5 * minute })).toBe(true);
});

test("a server before its deadline is never overdue", () => {
  const watch = { serverId: "nas", intervalSeconds: 60, watchingSince: now - 60 * minute, now };
  expect(isOverdue({ ...watch, offlineAfter: now + 1 })).toBe(false);
  expect(isOverdue({ ...watch, offlineAfter: now })).toBe(true);
});
