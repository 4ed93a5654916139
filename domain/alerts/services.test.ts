import { expect, test } from "vitest";
import type { ServiceWord } from "../services/runs";
import { observeService, type ServiceAlertType, type ServiceReading } from "./services";
import { calmState } from "./transition";

const word: ServiceWord = {
  ...{ status: "running", statusReason: null, exitStatus: null, restartCounter: null, startedAt: null },
  ...{ pid: null, memoryMb: null, cpuPercent: null },
};

/** One sample a minute, each in a commit of its own: a status, or how often it was restarted lately. */
function lived(
  alertType: ServiceAlertType,
  said: (ServiceWord["status"] | number)[],
  options: { isCritical?: boolean; suppressedBy?: string | null } = {},
): string[] {
  let state = calmState;
  return said.flatMap((one, index) => {
    const reading: ServiceReading =
      typeof one === "number"
        ? { at: index * 60_000, word, restarts: one, isRestarted: one > Number(said[index - 1] ?? 0) }
        : { at: index * 60_000, word: { ...word, status: one }, restarts: 0, isRestarted: false };
    const next = observeService(state, alertType, [reading], {
      isCritical: false,
      suppressedBy: null,
      ...options,
    });
    state = next.state;
    return next.steps.map(({ kind, severity, value }) => `${index} ${kind} ${severity} ${value}`);
  });
}

test.each<[string, ServiceAlertType, (ServiceWord["status"] | number)[], string[]]>([
  ["it runs", "service_down", ["running", "running"], []],
  [
    "it failed, and runs",
    "service_down",
    ["failed", "running"],
    ["0 opened medium null", "1 resolved medium null"],
  ],
  ["it stopped after it failed", "service_down", ["failed", "stopped"], ["0 opened medium null"]],
  ["it was never known", "service_down", ["unknown", "unknown"], []],
  [
    "it is down, then not known, then down",
    "service_down",
    ["failed", "unknown", "unknown", "failed"],
    ["0 opened medium null", "1 stale medium null", "3 resumed medium null"],
  ],
  ["it is not known twice", "service_unknown", ["unknown", "unknown", "running", "unknown"], []],
  [
    "it is not known three times, and then down",
    "service_unknown",
    ["unknown", "unknown", "unknown", "failed"],
    ["2 opened low null", "3 resolved low null"],
  ],
  ["it was restarted twice", "service_restarts", [1, 2, 2], []],
  [
    "it was restarted three times",
    "service_restarts",
    [2, 3, 1, 0],
    ["1 opened medium 3", "3 resolved medium 0"],
  ],
  [
    "it was restarted three times more while that is told of",
    "service_restarts",
    [3, 3, 6, 2, 0],
    ["0 opened medium 3", "4 resolved medium 0"],
  ],
])("where %s, %s says so", (_what, alertType, said, expected) => {
  expect(lived(alertType, said)).toEqual(expected);
});

test("restarts that were resolved by hand come back with the next restart, and not before", () => {
  const observe = (restarts: number, isRestarted: boolean) =>
    observeService(calmState, "service_restarts", [{ at: 60_000, word, restarts, isRestarted }], {
      ...{ isCritical: false, suppressedBy: null },
    }).steps;
  expect(observe(5, false)).toEqual([]);
  expect(observe(6, true)).toMatchObject([{ kind: "opened", value: 6 }]);
});

test("a critical service is worse, and nothing opens where it is suppressed", () => {
  expect(lived("service_down", ["failed"], { isCritical: true })).toEqual(["0 opened high null"]);
  expect(lived("service_restarts", [3], { isCritical: true })).toEqual(["0 opened high 3"]);
  expect(lived("service_unknown", ["unknown", "unknown", "unknown"], { isCritical: true })).toEqual([
    "2 opened low null",
  ]);
  expect(lived("service_down", ["failed", "failed"], { suppressedBy: "maintenance" })).toEqual([]);
});
