import { describe, expect, test } from "vitest";
import { isMassOver, isPartOf, judgeSilence, type WatchedServer } from "./silence";

const now = Date.UTC(2026, 10, 21, 9, 30);
const second = 1000;

/** A server last heard so many seconds ago, with the usual interval of a minute and deadline of three. */
function heard(id: string, secondsAgo: number, change: Partial<WatchedServer> = {}): WatchedServer {
  const lastSeen = now - secondsAgo * second;
  const offlineAfter = lastSeen + 180 * second;
  return {
    id,
    name: id,
    lastSeen,
    offlineAfter,
    intervalSeconds: 60,
    isOffline: offlineAfter <= now,
    graceUntil: 0,
    ...change,
  };
}

/** The judgement that the newest of the overdue asks for: who makes the mass, or the verdict that it is none. */
function judged(servers: WatchedServer[], at = now): string {
  const overdue = servers.filter(({ isOffline }) => isOffline).map(({ offlineAfter }) => offlineAfter);
  const judgement = judgeSilence(servers, { around: Math.max(...overdue), now: at });
  return judgement.verdict === "mass" ? judgement.silent.map(({ id }) => id).join("") : judgement.verdict;
}

test.each<[sentence: string, servers: WatchedServer[], expected: string]>([
  ["nobody is no mass", [], "single"],
  ["two are no mass, though they are all", [heard("a", 200), heard("b", 200)], "single"],
  [
    "three of six are",
    [..."abc"].map((id) => heard(id, 200)).concat([..."def"].map((id) => heard(id, 10))),
    "abc",
  ],
  [
    "three of seven are not",
    [..."abc"].map((id) => heard(id, 200)).concat([..."defg"].map((id) => heard(id, 10))),
    "single",
  ],
  [
    "who is late counts, though not yet overdue",
    [heard("a", 190), heard("b", 150), heard("c", 91), heard("d", 10)],
    "abc",
  ],
  ["who is not late does not", [heard("a", 190), heard("b", 150), heard("c", 90), heard("d", 10)], "single"],
  [
    "late is said in intervals of its own",
    [heard("a", 190), heard("b", 190), heard("c", 190, { intervalSeconds: 300 })],
    "single",
  ],
  [
    "who fell silent long ago has nothing to do with it",
    [heard("a", 190), heard("b", 190), heard("old", 800)],
    "single",
  ],
  [
    "nor does it count among all",
    [heard("a", 190), heard("b", 190), heard("c", 190), ...[..."wxyz"].map((id) => heard(id, 9000))],
    "abc",
  ],
  [
    "as many that all fell silent an hour ago are one, for a hub that was away since",
    [..."abc"].map((id, index) => heard(id, 3780 + 20 * index)),
    "abc",
  ],
  [
    "of them only those that fell silent together",
    [heard("a", 3780), heard("b", 3790), heard("c", 3800), heard("old", 9000)],
    "abc",
  ],
  [
    "who reports again counts as heard",
    [..."abc"].map((id) => heard(id, 3780)).concat([..."wxyz"].map((id) => heard(id, 10))),
    "single",
  ],
  [
    "who fell silent much later has nothing to do with it either",
    [heard("a", 9000), heard("b", 9000), heard("c", 9000), heard("late", 120)],
    "abc",
  ],
])("%s", (_sentence, servers, expected) => {
  expect(judged(servers)).toBe(expected);
});

describe("after a break", () => {
  /** Heard last before it, and in grace for some seconds more; who is not is offline. */
  const missing = (id: string, graceSeconds: number, change: Partial<WatchedServer> = {}) =>
    heard(id, 3780, { isOffline: graceSeconds <= 0, graceUntil: now + graceSeconds * second, ...change });

  test.each<[sentence: string, servers: WatchedServer[], expected: string]>([
    [
      "waits for the grace of as many as may be a mass",
      [missing("a", 0), missing("b", 10), missing("c", 20)],
      "wait",
    ],
    [
      "also where enough are silent already: one alert names them all",
      [missing("a", 0), missing("b", 0), missing("c", 0), missing("d", 20)],
      "wait",
    ],
    ["does not wait for one more", [missing("a", 0), missing("b", 10)], "single"],
    [
      "nor for those that reported again",
      [missing("a", 0), missing("b", 10), heard("c", 20), heard("d", 20)],
      "single",
    ],
    [
      "nor for one with a longer interval",
      [missing("a", 0), missing("b", 0), missing("c", 900, { intervalSeconds: 600 })],
      "single",
    ],
    ["and judges when no grace is left", [missing("a", 0), missing("b", 0), missing("c", 0)], "abc"],
  ])("a judgement %s", (_sentence, servers, expected) => {
    expect(judged(servers)).toBe(expected);
  });
});

test("a server is part of a mass silence when its deadline passed within ten minutes of its begin", () => {
  const since = now - 60 * second;
  expect(isPartOf(heard("a", 240), since)).toBe(true);
  expect(isPartOf(heard("a", 240 + 599), since)).toBe(true);
  expect(isPartOf(heard("a", 240 + 601), since)).toBe(false);
  expect(isPartOf(heard("a", 240), since - 599 * second)).toBe(true);
  expect(isPartOf(heard("a", 240), since - 3600 * second)).toBe(false);
});

test.each<[sentence: string, silent: number, back: number, isOver: boolean]>([
  ["it goes on while three of four are silent", 3, 1, false],
  ["it goes on while half is", 3, 3, false],
  ["it is over when less than half is", 3, 4, true],
  ["it is over when two are left", 2, 1, true],
])("%s", (_sentence, silent, back, isOver) => {
  const servers = [
    ...Array.from({ length: silent }, (_, index) => heard(`s${index}`, 400)),
    ...Array.from({ length: back }, (_, index) => heard(`b${index}`, 5)),
  ];
  expect(isMassOver(servers, { since: now - 220 * second, now })).toBe(isOver);
});

test("it goes on while those that are late come to their deadlines one by one", () => {
  const servers = [heard("a", 190), heard("b", 170), heard("c", 150), heard("d", 135)];
  expect(servers.filter(({ isOffline }) => isOffline)).toHaveLength(1);
  expect(isMassOver(servers, { since: now - 10 * second, now })).toBe(false);
});

test("who was silent long before keeps no mass silence going", () => {
  const servers = [heard("a", 400), heard("b", 400), heard("old", 9000), heard("c", 5)];
  expect(isMassOver(servers, { since: now - 220 * second, now })).toBe(true);
});
