import fc from "fast-check";
import { expect, test } from "vitest";
import { afterFailure, backoffMs, GIVE_UP_AFTER_MS, isPermanentStatus, parseRetryAfter } from "./backoff";

const now = Date.UTC(2026, 10, 21, 9, 30);
const failed = { attempts: 1, dueAt: now, now, isPermanent: false, retryAfterMs: null };

test("waits 5 s, 15 s, 45 s, then twice as long each time, and never more than half an hour", () => {
  const seconds = Array.from({ length: 12 }, (_, index) => backoffMs(index + 1) / 1000);
  expect(seconds).toEqual([5, 15, 45, 90, 180, 360, 720, 1440, 1800, 1800, 1800, 1800]);
});

test.each([
  ["tries again after its own time", {}, { retry: true, at: now + 5000, reason: "backoff" }],
  [
    "waits as long as it was asked to",
    { retryAfterMs: 120_000 },
    { retry: true, at: now + 120_000, reason: "retry_after" },
  ],
  ["is not hurried by a receiver", { retryAfterMs: 1 }, { retry: true, at: now + 5000, reason: "backoff" }],
  [
    "waits a day at most",
    { retryAfterMs: 1e12 },
    { retry: true, at: now + GIVE_UP_AFTER_MS, reason: "retry_after" },
  ],
  [
    "stops at once where it was refused",
    { isPermanent: true, retryAfterMs: 5 },
    { retry: false, reason: "refused" },
  ],
  [
    "gives up after a day",
    { attempts: 40, dueAt: now - GIVE_UP_AFTER_MS },
    { retry: false, reason: "gave_up" },
  ],
  [
    "does not before",
    { attempts: 400, dueAt: now - GIVE_UP_AFTER_MS + 1 },
    { retry: true, at: now + 1_800_000, reason: "backoff" },
  ],
  [
    "does not give up on what waited while the hub was off",
    { attempts: 1, dueAt: now - 9 * GIVE_UP_AFTER_MS },
    { retry: true, at: now + 5000, reason: "backoff" },
  ],
] as const)("%s", (_sentence, change, expected) => {
  expect(afterFailure({ ...failed, ...change })).toEqual(expected);
});

test("whatever a receiver answers, an unreachable one is given up a day after its message was due, or half an hour more", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 3_600_000 })), { maxLength: 5 }), (asked) => {
      let [at, attempts] = [now, 0];
      for (;;) {
        attempts += 1;
        const next = afterFailure({
          ...failed,
          attempts,
          now: at,
          retryAfterMs: asked[attempts - 1] ?? null,
        });
        if (!next.retry) break;
        expect(next.at).toBeGreaterThan(at);
        at = next.at;
      }
      expect(at - now).toBeGreaterThanOrEqual(GIVE_UP_AFTER_MS);
      expect(at - now).toBeLessThanOrEqual(GIVE_UP_AFTER_MS + 1_800_000);
    }),
  );
});

test("takes a 4xx for a refusal, but not one that asks for patience", () => {
  const statuses = [200, 301, 400, 401, 404, 408, 410, 429, 499, 500, 503];
  expect(statuses.filter(isPermanentStatus)).toEqual([400, 401, 404, 410, 499]);
});

test.each([
  ["120", 120_000],
  [" 1.5 ", 1500],
  ["Sat, 21 Nov 2026 09:31:00 GMT", 60_000],
  ["Sat, 21 Nov 2026 09:00:00 GMT", 0],
  ["-5", null],
  ["soon", null],
  ["", null],
  [undefined, null],
])("reads Retry-After %j", (value, expected) => {
  expect(parseRetryAfter(value, now)).toBe(expected);
});
