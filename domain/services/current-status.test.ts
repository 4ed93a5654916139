import { expect, test } from "vitest";
import { currentStatus, type NewestRun, reasonWords } from "./current-status";

const run: NewestRun = {
  ...{ status: "running", statusReason: null, pid: 7, memoryMb: 40.5, cpuPercent: 1, exitStatus: null },
  ...{ from: 100, lastSeenAt: 160, knownUntil: 340, startedAt: 50 },
};

test("says what the newest run said, since when the init system says that it began", () => {
  expect(currentStatus(run, 339)).toEqual({
    ...{ status: "running", statusReason: null, pid: 7, memoryMb: 40.5, cpuPercent: 1, exitStatus: null },
    ...{ lastSeenAt: 160, since: 50 },
  });
});

test("takes the first sample that said so where the init system says nothing, or something later", () => {
  expect(currentStatus({ ...run, startedAt: null }, 200).since).toBe(100);
  expect(currentStatus({ ...run, startedAt: 101 }, 200).since).toBe(100);
});

test("does not know a service of which nobody speaks any more, and measures nothing of it", () => {
  expect(currentStatus(run, 340)).toEqual({
    ...{ status: "unknown", statusReason: "the agent fell silent", since: 340, lastSeenAt: 160 },
    ...{ pid: null, memoryMb: null, cpuPercent: null, exitStatus: null },
  });
});

test.each<[string | null, number | null, string | null]>([
  ["exit-code", 1, "exit-code, status 1"],
  ["exit-code, status 1", 1, "exit-code, status 1"],
  ["activating (auto-restart), exit-code, status 1", 1, "activating (auto-restart), exit-code, status 1"],
  ["signal 9", 9, "signal 9"],
  ["inactive (dead)", 0, "inactive (dead)"],
  [null, 203, "status 203"],
  ["masked", null, "masked"],
  [null, null, null],
])("reason %s with status %s reads %s, and nothing twice", (statusReason, exitStatus, words) => {
  expect(reasonWords({ statusReason, exitStatus })).toBe(words);
});
