import { expect, test } from "vitest";
import { observeCountdown } from "./countdown";
import { calmState, type Step, type SubjectState } from "./transition";

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 21, 9, 30);

/** One forecast an hour. */
function hourly(
  days: (number | null)[],
  before: SubjectState = calmState,
  suppressedBy: string | null = null,
) {
  let state = before;
  const steps: Step[] = [];
  for (const [index, each] of days.entries()) {
    const next = observeCountdown(state, { at: start + index * hour, days: each }, suppressedBy);
    state = next.state;
    steps.push(...next.steps);
  }
  return { state, steps };
}

const said = (steps: Step[]) => steps.map(({ kind, severity, value }) => `${kind} ${severity} ${value}`);

test.each([
  ["plenty of time opens nothing", [40, 30, 22, 15], []],
  ["no date opens nothing", [null, null], []],
  ["two weeks open it, as medium", [15, 14], ["opened medium 14"]],
  ["within the hysteresis it stays", [13, 16, 20, 21], ["opened medium 13"]],
  ["above three weeks it is over", [13, 22], ["opened medium 13", "resolved medium 22"]],
  ["without a date it is over", [13, null], ["opened medium 13", "resolved medium null"]],
  ["three days raise it to high", [13, 3], ["opened medium 13", "escalated high 3"]],
  ["at once where it fills fast", [40, 2], ["opened high 2"]],
  ["full is none", [0], ["opened high 0"]],
  ["it stays high until ten days", [2, 9, 11], ["opened high 2", "deescalated medium 11"]],
])("%s", (_name, days, expected) => {
  expect(said(hourly(days).steps)).toEqual(expected);
});

test("the worst is the fewest days, the line is the one that was crossed, and both are positive", () => {
  const { state, steps } = hourly([13, 5, 9]);
  expect(state).toMatchObject({ severity: "medium", value: 9, peak: 5 });
  expect(steps[0]).toMatchObject({ value: 13, threshold: 14, peak: 13 });
});

test("nothing opens in maintenance, and what is still so opens after it", () => {
  const during = hourly([10, 10], calmState, "maintenance");
  expect(during.steps).toEqual([]);
  expect(said(hourly([10], during.state).steps)).toEqual(["opened medium 10"]);
});

test("what was stale resumes with the next forecast, and an acknowledgement lasts until it is raised", () => {
  const stale: SubjectState = { ...hourly([10]).state, isStale: true, isAcknowledged: true };
  const resumed = hourly([10], stale);
  expect(said(resumed.steps)).toEqual(["resumed medium 10"]);
  expect(resumed.state.isAcknowledged).toBe(true);
  expect(hourly([1], resumed.state).state).toMatchObject({ severity: "high", isAcknowledged: false });
});
