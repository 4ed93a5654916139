import { expect, test } from "vitest";
import { backupPlanDefault } from "@/domain/backups/plan";
import { backupRows, isUnderWay, planFacts, shellWord, verdictOf } from "./backups-view";

const now = Date.parse("2026-11-21T09:30:00Z");
const hour = 3_600_000;
const day = 24 * hour;
const backup = (at: number) => ({ name: "homelab-x-scheduled.db", at, kind: "scheduled" as const, bytes: 5 });
const fine = {
  plan: backupPlanDefault,
  runs: {
    lastStartedAt: now - 6 * hour,
    lastFinishedAt: now - 6 * hour,
    lastError: null,
    plannedAt: now - 90 * day,
    requestedAt: null,
  },
  underWaySince: null,
  backups: [backup(now - 6 * hour), backup(now - 30 * hour)],
};
const off = { ...backupPlanDefault, enabled: false };

test.each<[string, Parameters<typeof verdictOf>[0], string]>([
  ["all is well", fine, "ok The newest backup is of"],
  ["one is being made", { ...fine, underWaySince: now - 1000 }, "unknown A backup is being made since"],
  [
    "the last run failed",
    { ...fine, runs: { ...fine.runs, lastError: "The disk is full." } },
    "bad The disk is full. The last run was at",
  ],
  ["there is none yet", { ...fine, backups: [] }, "unknown No backup has been made yet."],
  [
    "there is none and none will be",
    { ...fine, plan: off, backups: [] },
    "notice There is no backup, and none is planned.",
  ],
  ["the plan is off", { ...fine, plan: off }, "notice Only you make backups. The newest is of"],
  ["the newest is days old", { ...fine, backups: [backup(now - 3 * day)] }, "notice The newest backup is of"],
  [
    "the newest is days old and the plan is new",
    { ...fine, runs: { ...fine.runs, plannedAt: now - hour }, backups: [backup(now - 3 * day)] },
    "ok The newest backup is of",
  ],
])("says so where %s", (_words, known, said) => {
  const { state, words } = verdictOf(known, now);
  expect(`${state} ${words}`).toBe(said);
});

test.each<[string, Omit<Parameters<typeof verdictOf>[0], "backups">, boolean]>([
  ["one is being made", { ...fine, underWaySince: now - 1000 }, true],
  ["one was asked for and is not begun", { ...fine, runs: { ...fine.runs, requestedAt: now - 6000 } }, true],
  ["it was begun since", { ...fine, runs: { ...fine.runs, requestedAt: now - 7 * hour } }, false],
  ["nobody asked", fine, false],
])("knows whether there is something to wait for where %s", (_words, known, expected) => {
  expect(isUnderWay(known, now)).toBe(expected);
});

test("names the next one, and none where the plan is off", () => {
  expect(verdictOf(fine, now).nextAt).toBe(Date.parse("2026-11-22T03:30:00Z"));
  expect(verdictOf({ ...fine, plan: off }, now).nextAt).toBeNull();
});

test("a backup's address is one piece of a path", () => {
  const [row] = backupRows({ backups: [{ ...backup(now), name: "home lab/../x.db" }] });
  expect(row?.href).toBe("/settings/backups/home%20lab%2F..%2Fx.db");
});

test("a path in a command is one word of the shell", () => {
  expect(shellWord("/srv/homelab/backups/a.db")).toBe("/srv/homelab/backups/a.db");
  expect(shellWord("/srv/it's mine/$HOME.db")).toBe("'/srv/it'\\''s mine/$HOME.db'");
});

test("says in words when backups are made and which are kept", () => {
  expect(planFacts({ ...backupPlanDefault, keep_monthly: 1 })).toEqual([
    { name: "Made", value: "at 03:30 UTC" },
    { name: "Kept", value: "the newest of each of 7 days, 4 weeks, 1 month" },
  ]);
  expect(planFacts({ ...backupPlanDefault, enabled: false })[0]?.value).toBe("by hand alone");
});
