import { expect, test } from "vitest";
import { beginningOf, dueFromOf, type FirstBucket } from "./due";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.UTC(2026, 10, 1);

const bucket = (bucketMs: number, change: Partial<FirstBucket> = {}): FirstBucket => ({
  ...{ bucketMs, start, samples: 10, lastAt: start + bucketMs - minute, due: bucketMs / minute, ...change },
});
const raw = (firstSampleAt: number | null, rawFrom = 0) => ({ firstSampleAt, rawFrom, intervalMs: minute });
const firstHour = bucket(hour, { start: start + 9 * hour, lastAt: start + 9.9 * hour });
const firstMinutes = bucket(5 * minute, {
  ...{ start: start + 9.5 * hour, samples: 2, lastAt: start + 9.5 * hour + 4 * minute },
});

test.each<[string, (FirstBucket | null)[], ReturnType<typeof raw>, { start: number; at: number } | null]>([
  ["nowhere where there is nothing", [null, null, null], raw(null), null],
  [
    "with a sample that is in no bucket yet",
    [null, null, null],
    raw(start + 7),
    { start: start + 7, at: start + 7 },
  ],
  [
    "with its first sample while that is kept",
    [bucket(day), firstHour, firstMinutes],
    raw(start + 9.5 * hour + 3 * minute),
    { start: start + 9.5 * hour + 3 * minute, at: start + 9.5 * hour + 3 * minute },
  ],
  [
    "in its first five minutes, as long before the last sample of them as their number says",
    [bucket(day), firstHour, firstMinutes],
    raw(start + 3 * day, start + 2 * day),
    { start: start + 9.5 * hour, at: start + 9.5 * hour + 3 * minute },
  ],
  [
    "in its first hour where five minutes are not kept so long",
    [bucket(day), firstHour, bucket(5 * minute, { start: start + 2 * day })],
    raw(start + 3 * day, start + 2 * day),
    { start: start + 9 * hour, at: start + 9.9 * hour - 9 * minute },
  ],
  [
    "in its first day where nothing finer is kept so long, by the interval of that time",
    [bucket(day, { due: 144 }), bucket(hour, { start: start + 5 * day }), null],
    raw(start + 9 * day, start + 9 * day),
    { start, at: start + day - minute - 90 * minute },
  ],
  [
    "never before its bucket, whatever the interval is now",
    [bucket(day, { samples: 5000, due: null })],
    raw(null),
    { start, at: start },
  ],
  [
    "not with the newest sample, which alone is kept of a silent server",
    [bucket(day), firstHour, firstMinutes],
    raw(firstMinutes.lastAt, start + 30 * day),
    { start: start + 9.5 * hour, at: start + 9.5 * hour + 3 * minute },
  ],
])("history begins %s", (_name, buckets, samples, expected) => {
  expect(beginningOf(buckets, samples)).toEqual(expected);
});

const at = (instant: number) => ({ start: instant, at: instant });
const createdAt = start + 20 * day + 9 * minute;
const until = start + 20 * day;

test.each<[string, Partial<Parameters<typeof dueFromOf>[0]>, number]>([
  ["from its first sample where that is later", { first: at(createdAt + day) }, createdAt + day],
  [
    "from its first sample where that is a few minutes earlier",
    { first: at(createdAt - minute) },
    createdAt - minute,
  ],
  [
    "since the hub heard of it where a sample is strayed",
    { before: { hours: 1, until } },
    createdAt + minute,
  ],
  [
    "since then too where a spool of a wrong clock came along",
    { before: { hours: 30, until } },
    createdAt + minute,
  ],
  ["since then where nothing came but the stray", { before: { hours: 1, until }, since: null }, createdAt],
  [
    "since then where its bucket began before",
    { before: { hours: 1, until }, since: at(createdAt - minute) },
    createdAt,
  ],
  [
    "from its first sample where it brought its history, with holes",
    { before: { hours: 200, until } },
    start,
  ],
])("a server is due %s", (_name, change, expected) => {
  const told = { createdAt, first: at(start), before: null, since: at(createdAt + minute), ...change };
  expect(dueFromOf(told)).toBe(expected);
});
