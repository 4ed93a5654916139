import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BackupPlan,
  type BackupRuns,
  backupPlanDefault,
  backupPlanSchema,
  backupsToDelete,
  dueBackup,
  lastDueAt,
  nextDueAt,
  readBackupPlan,
} from "./plan";

const at = (iso: string) => Date.parse(iso);
const hour = 3_600_000;
const day = 24 * hour;
const plan: BackupPlan = { ...backupPlanDefault, time: "03:30", time_zone: "UTC" };
const berlin = { time: "02:30", time_zone: "Europe/Berlin" };

test("the default plan is a plan, and a damaged one counts as the default", () => {
  expect(backupPlanSchema.parse(backupPlanDefault)).toEqual(backupPlanDefault);
  expect(readBackupPlan({ enabled: "yes" })).toEqual(backupPlanDefault);
  expect(readBackupPlan({ ...plan, enabled: false }).enabled).toBe(false);
});

describe("the moment of a day", () => {
  test.each([
    ["before the time it is yesterday's", plan, "2026-11-21T03:29:59Z", "2026-11-20T03:30:00Z"],
    ["at the time it is now", plan, "2026-11-21T03:30:00Z", "2026-11-21T03:30:00Z"],
    ["it goes by the zone's wall clock", berlin, "2026-11-21T01:30:00Z", "2026-11-21T01:30:00Z"],
    [
      "a time that the clock skips in spring comes later",
      berlin,
      "2026-03-29T01:30:00Z",
      "2026-03-29T01:30:00Z",
    ],
    ["a time that it shows twice counts the first", berlin, "2026-10-25T01:45:00Z", "2026-10-25T00:30:00Z"],
  ])("%s", (_words, given, now, due) => {
    expect(new Date(lastDueAt(given, at(now))).toISOString()).toBe(new Date(at(due)).toISOString());
  });

  test("the next one is not passed over where the day has 23 hours", () => {
    const given = { time: "00:30", time_zone: "Europe/Berlin" };
    const midnight = at("2025-03-29T23:00:00Z");
    expect(new Date(nextDueAt(given, midnight)).toISOString()).toBe("2025-03-29T23:30:00.000Z");
  });

  test("the next one comes after now, and is the last one when it is there", () => {
    const zones = [
      "UTC",
      "Europe/Berlin",
      "America/New_York",
      "Pacific/Auckland",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: at("2025-01-01T00:00:00Z"), max: at("2028-01-01T00:00:00Z") }),
        fc.integer({ min: 0, max: 1439 }),
        fc.constantFrom(...zones),
        (now, minute, time_zone) => {
          const two = (n: number) => String(n).padStart(2, "0");
          const given = { time: `${two(Math.floor(minute / 60))}:${two(minute % 60)}`, time_zone };
          const last = lastDueAt(given, now);
          const next = nextDueAt(given, now);
          expect(last).toBeLessThanOrEqual(now);
          expect(now - last).toBeLessThan(26 * hour);
          expect(next).toBeGreaterThan(now);
          expect(next - last).toBeLessThan(26 * hour);
          expect(lastDueAt(given, next)).toBe(next);
        },
      ),
    );
  });
});

describe("a backup is due", () => {
  const due = at("2026-11-21T03:30:00Z");
  const never: BackupRuns = {
    lastStartedAt: null,
    lastFinishedAt: null,
    lastError: null,
    plannedAt: due - 12 * hour,
    requestedAt: null,
  };
  const ran = (startedAt: number, more: Partial<BackupRuns> = {}): BackupRuns => ({
    ...never,
    lastStartedAt: startedAt,
    lastFinishedAt: startedAt + 1000,
    ...more,
  });
  test.each<[string, BackupPlan, BackupRuns, number, ReturnType<typeof dueBackup>]>([
    ["not in a hub that was made after the time", plan, { ...never, plannedAt: due + 1 }, due + hour, null],
    ["at the first time after that", plan, never, due, "scheduled"],
    ["not before the time", plan, ran(due - day), due - 1, null],
    ["once a day", plan, ran(due + 500), due + day - 1, null],
    ["again the next day", plan, ran(due + 500), due + day, "scheduled"],
    ["once for all the days that the hub was away", plan, ran(due - 9 * day), due + 5 * hour, "scheduled"],
    ["not where it is switched off", { ...plan, enabled: false }, ran(due - 9 * day), due, null],
    ["not within the hour after a failure", plan, ran(due, { lastError: "full" }), due + hour - 1, null],
    ["an hour after a failure", plan, ran(due, { lastError: "full" }), due + hour, "scheduled"],
    ["an hour after its hub died", plan, ran(due, { lastFinishedAt: due - day }), due + hour, "scheduled"],
    [
      "not again for a failure where it is off",
      { ...plan, enabled: false },
      ran(due, { lastError: "x" }),
      due + hour,
      null,
    ],
    ["when somebody asks", plan, ran(due, { requestedAt: due + hour }), due + hour, "manual"],
    [
      "once for each time that somebody asks",
      plan,
      ran(due + hour, { requestedAt: due + hour }),
      due + 2 * hour,
      null,
    ],
    [
      "when somebody asks, though it is off",
      { ...plan, enabled: false },
      { ...never, requestedAt: due },
      due,
      "manual",
    ],
    [
      "though the last seems to be of next year, as the clock was set back",
      plan,
      ran(due + 365 * day),
      due,
      "scheduled",
    ],
    ["not for a request of the future", plan, ran(due, { requestedAt: due + hour }), due + 1, null],
  ])("%s", (_words, given, runs, now, expected) => {
    expect(dueBackup(given, runs, now)).toBe(expected);
  });
});

describe("of the backups", () => {
  const daily = (days: number, from = at("2026-11-21T03:30:00Z")) =>
    Array.from({ length: days }, (_, n) => from - n * day);
  const left = (times: number[], given: BackupPlan) => {
    const gone = new Set(backupsToDelete(times, given));
    return times.filter((time) => !gone.has(time)).map((time) => new Date(time).toISOString().slice(0, 10));
  };

  test("the newest seven days, four weeks and three months are kept by default", () => {
    expect(left(daily(120), plan)).toEqual([
      ...["2026-11-21", "2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17", "2026-11-16", "2026-11-15"],
      ...["2026-11-08", "2026-11-01", "2026-10-31", "2026-09-30"],
    ]);
  });

  test("a hub that was away for months keeps the days it has", () => {
    const times = [...daily(2), ...daily(3, at("2026-06-10T03:30:00Z"))];
    expect(left(times, { ...plan, keep_weekly: 0, keep_monthly: 0 })).toHaveLength(5);
  });

  test("of one day's the newest is kept, by the plan's own midnight", () => {
    const times = [at("2026-11-21T22:30:00Z"), at("2026-11-21T23:30:00Z")];
    const one = { ...plan, keep_daily: 2, keep_weekly: 0, keep_monthly: 0 };
    expect(backupsToDelete(times, one)).toEqual([times[0]]);
    expect(backupsToDelete(times, { ...one, time_zone: "Europe/Berlin" })).toEqual([]);
  });

  test("those kept every day are those that would have been kept all along, at most as many as the plan says", () => {
    const plans = fc.record({
      keep_daily: fc.integer({ min: 1, max: 9 }),
      keep_weekly: fc.integer({ min: 0, max: 6 }),
      keep_monthly: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 200 }), (keep, days) => {
        const given = { ...plan, ...keep };
        let held: number[] = [];
        for (const time of daily(days).reverse()) {
          held.push(time);
          const gone = new Set(backupsToDelete(held, given));
          held = held.filter((each) => !gone.has(each));
          expect(held).toContain(time);
          expect(held.length).toBeLessThanOrEqual(keep.keep_daily + keep.keep_weekly + keep.keep_monthly);
        }
        expect(held.length).toBeGreaterThanOrEqual(Math.min(days, keep.keep_daily));
        expect(backupsToDelete(held, given)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
