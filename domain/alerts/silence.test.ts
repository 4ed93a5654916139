import { expect, test } from "vitest";
import { isMassOver, isPartOf, massSilence, type WatchedServer } from "./silence";

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
    ...change,
  };
}

const idsOf = (servers: WatchedServer[] | null) => servers?.map(({ id }) => id) ?? null;

test.each<[sentence: string, servers: WatchedServer[], expected: string[] | null]>([
  ["nobody is no mass", [], null],
  ["two are no mass, though they are all", [heard("a", 200), heard("b", 200)], null],
  [
    "three of six are",
    [..."abc"].map((id) => heard(id, 200)).concat([..."def"].map((id) => heard(id, 10))),
    ["a", "b", "c"],
  ],
  [
    "three of seven are not",
    [..."abc"].map((id) => heard(id, 200)).concat([..."defg"].map((id) => heard(id, 10))),
    null,
  ],
  [
    "who is late counts, though not yet overdue",
    [heard("a", 190), heard("b", 150), heard("c", 91), heard("d", 10)],
    ["a", "b", "c"],
  ],
  ["who is not late does not", [heard("a", 190), heard("b", 150), heard("c", 90), heard("d", 10)], null],
  [
    "late is said in intervals of its own",
    [heard("a", 190), heard("b", 190), heard("c", 190, { intervalSeconds: 300 })],
    null,
  ],
  [
    "who fell silent long ago has nothing to do with it",
    [heard("a", 190), heard("b", 190), heard("old", 790)],
    null,
  ],
  [
    "nor does it count among all",
    [heard("a", 190), heard("b", 190), heard("c", 190), ...[..."wxyz"].map((id) => heard(id, 9000))],
    ["a", "b", "c"],
  ],
])("%s", (_sentence, servers, expected) => {
  expect(idsOf(massSilence(servers, now))).toEqual(expected);
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
