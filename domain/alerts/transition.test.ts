import { describe, expect, test } from "vitest";
import { acknowledged, kinds, messages, minute, minutely, open, rule, start } from "./testing-transition";
import {
  calmState,
  goStale,
  openWithoutReading,
  remind,
  resolveWithoutReading,
  type SubjectState,
} from "./transition";

const cooldowns = { criticalMs: 30 * minute, highMs: 240 * minute };

describe("what readings open and close", () => {
  test.each<[sentence: string, values: number[], expected: string[]]>([
    ["two breaches are not three", [90, 90], []],
    ["the third breach in a row opens", [90, 90, 90], ["opened high"]],
    ["a value on the line breaches", [85, 85, 85], ["opened high"]],
    ["a value just below the line does not", [84.99, 84.99, 84.99], []],
    ["a value between the lines breaks the row of breaches", [90, 90, 82, 90, 90], []],
    ["the third breach says how bad it is, not the worst of them", [99, 99, 90], ["opened high"]],
    ["on the critical line it opens critical", [90, 90, 95], ["opened critical"]],
    ["one clear is not two", [90, 90, 90, 70], ["opened high"]],
    ["two clears in a row resolve", [90, 90, 90, 70, 70], ["opened high", "resolved high"]],
    ["a value on the clear line does not clear", [90, 90, 90, 80, 80, 80], ["opened high"]],
    ["a value between the lines breaks the row of clears", [90, 90, 90, 70, 82, 70], ["opened high"]],
    ["a breach breaks the row of clears", [90, 90, 90, 70, 90, 70], ["opened high"]],
    ["worse is told at the first reading", [90, 90, 90, 96], ["opened high", "escalated critical"]],
    ["staying critical escalates once", [90, 90, 90, 96, 97, 98], ["opened high", "escalated critical"]],
    ["just below critical is critical still", [96, 96, 96, 91, 90], ["opened critical"]],
    [
      "as far below as the clear line is, it is high",
      [96, 96, 96, 89],
      ["opened critical", "deescalated high"],
    ],
    [
      "it may get worse again after it got better",
      [96, 96, 96, 89, 96],
      ["opened critical", "deescalated high", "escalated critical"],
    ],
    [
      "a critical one resolves without becoming high first",
      [96, 96, 96, 10, 10],
      ["opened critical", "resolved critical"],
    ],
    [
      "a resolved one does not come back: a new breach counts from one",
      [90, 90, 90, 70, 70, 90, 90, 90],
      ["opened high", "resolved high", "opened high"],
    ],
  ])("%s", (_sentence, values, expected) => {
    expect(minutely(values).steps.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual(expected);
  });

  test("the lines that are off neither open nor escalate", () => {
    expect(kinds(minutely([90, 90, 90], { rule: { ...rule, high: null, clear: 95 } }).steps)).toEqual([]);
    expect(kinds(minutely([90, 90, 90, 99], { rule: { ...rule, critical: null } }).steps)).toEqual([
      "opened",
    ]);
  });

  test("a critical alert whose critical line was turned off is high", () => {
    const { state, steps } = minutely([97], {
      before: open([96, 96, 96]),
      from: 3,
      rule: { ...rule, critical: null },
    });
    expect(state.severity).toBe("high");
    expect(messages(steps)).toEqual([]);
  });

  test("it keeps the first breach, the value that opened it, the line and the worst since", () => {
    const { state, steps } = minutely([90, 91, 92, 99, 90]);
    expect(steps[0]).toMatchObject({ at: start + 2 * minute, value: 92, threshold: 85, message: "opened" });
    expect(steps[1]).toMatchObject({
      at: start + 3 * minute,
      value: 99,
      threshold: 95,
      message: "escalated",
    });
    expect(state).toMatchObject({ firstBreachAt: start, peak: 99, value: 90, breaches: 3 });
    const { state: closed, steps: ending } = minutely([70, 70], { before: state, from: 5 });
    expect(ending[0]).toMatchObject({
      at: start + 6 * minute,
      severity: "critical",
      peak: 99,
      message: "resolved",
    });
    expect(closed).toMatchObject({ severity: null, breaches: 0, clears: 0, firstBreachAt: null, peak: null });
    expect(closed.resolvedAt).toBe(start + 6 * minute);
  });

  test("getting better is never told", () => {
    expect(minutely([96, 96, 96, 89]).steps.at(-1)).toMatchObject({ kind: "deescalated", message: null });
  });

  test("a rule that is turned off ends its alert with the next reading and forgets what was counted", () => {
    const { state, steps } = minutely([90], { before: open(), rule: null, from: 3 });
    expect(steps).toMatchObject([{ kind: "resolved", note: "its rule was turned off" }]);
    expect(state.severity).toBeNull();
    const counting = minutely([90, 90]).state;
    expect(minutely([99], { before: counting, rule: null }).state).toMatchObject({
      breaches: 0,
      firstBreachAt: null,
    });
  });

  test("what is suppressed counts on in silence and opens with the first reading afterwards", () => {
    const quiet = minutely([90, 90, 90, 90, 97], { suppressedBy: "maintenance" });
    expect(quiet.steps).toEqual([]);
    const { steps } = minutely([90], { before: quiet.state, from: 5 });
    expect(steps).toMatchObject([{ kind: "opened", at: start + 5 * minute, severity: "high" }]);
  });

  test("what began before a maintenance may end in it", () => {
    expect(kinds(minutely([70, 70], { before: open(), from: 3, suppressedBy: "maintenance" }).steps)).toEqual(
      ["resolved"],
    );
  });
});

describe("acknowledgements", () => {
  test("an acknowledged alert keeps its acknowledgement while the value crosses the line again", () => {
    const { state } = minutely([70, 90, 82, 99 - 10], { before: acknowledged(open()), from: 3 });
    expect(state.isAcknowledged).toBe(true);
  });

  test("worse takes it back and says so, better does not", () => {
    const { state, steps } = minutely([96], { before: acknowledged(open()), from: 3 });
    expect(state.isAcknowledged).toBe(false);
    expect(steps).toMatchObject([
      { kind: "escalated", message: "escalated", note: "the acknowledgement was taken back" },
    ]);
    expect(minutely([89], { before: acknowledged(open([96, 96, 96])), from: 3 }).state.isAcknowledged).toBe(
      true,
    );
  });

  test("an acknowledged alert resolves by itself", () => {
    expect(messages(minutely([70, 70], { before: acknowledged(open()), from: 3 }).steps)).toEqual([
      "resolved",
    ]);
  });

  test("the next alert begins unacknowledged", () => {
    const { state } = minutely([70, 70, 90, 90, 90], { before: acknowledged(open()), from: 3 });
    expect(state).toMatchObject({ severity: "high", isAcknowledged: false });
  });
});

describe("reminders", () => {
  const opened = start + 2 * minute;
  const flapping = { ...open(), flappingSince: opened };
  test.each<
    [
      sentence: string,
      before: SubjectState,
      minutes: number,
      suppressedBy: string | null,
      isReminded: boolean,
    ]
  >([
    ["a high alert is reminded of after four hours", open(), 240, null, true],
    ["not a minute earlier", open(), 239, null, false],
    ["a critical one after half an hour", open([96, 96, 96]), 30, null, true],
    ["and not before", open([96, 96, 96]), 29, null, false],
    ["an acknowledged one never", acknowledged(open()), 10_000, null, false],
    ["a stale one never", { ...open(), isStale: true }, 10_000, null, false],
    ["one that flaps never", flapping, 10_000, null, false],
    ["one in maintenance never", open(), 10_000, "maintenance", false],
    ["one that nobody was told of never", { ...open(), lastNotifiedAt: null }, 10_000, null, false],
    ["a medium one never", { ...open(), severity: "medium" }, 10_000, null, false],
    ["what is not active never", minutely([90, 90]).state, 10_000, null, false],
  ])("%s", (_sentence, before, minutes, suppressedBy, isReminded) => {
    const { state, steps } = remind(before, opened + minutes * minute, cooldowns, suppressedBy);
    expect(messages(steps)).toEqual(isReminded ? ["reminder"] : []);
    expect(state.lastNotifiedAt).toBe(isReminded ? opened + minutes * minute : before.lastNotifiedAt);
  });

  test("an escalation starts the cooldown anew, a de-escalation does not", () => {
    expect(minutely([96], { before: open(), from: 60 }).state.lastNotifiedAt).toBe(start + 60 * minute);
    expect(minutely([89], { before: open([96, 96, 96]), from: 60 }).state.lastNotifiedAt).toBe(opened);
  });

  test("a cooldown that is off reminds of nothing", () => {
    expect(remind(open(), opened + 10_000 * minute, { criticalMs: null, highMs: null }, null).steps).toEqual(
      [],
    );
  });
});

describe("silence", () => {
  test("an active alert goes stale once, without a word, and keeps what it knew", () => {
    const { state, steps } = goStale(acknowledged(open()), start + 9 * minute);
    expect(steps).toMatchObject([{ kind: "stale", at: start + 9 * minute, message: null }]);
    expect(state).toEqual({ ...acknowledged(open()), isStale: true });
    expect(goStale(state, start + 10 * minute).steps).toEqual([]);
    expect(goStale(calmState, start).steps).toEqual([]);
  });

  test("a fresh reading, and only that, resumes it, whatever the reading says", () => {
    const stale = { ...acknowledged(open()), isStale: true };
    expect(kinds(minutely([90], { before: stale, from: 9 }).steps)).toEqual(["resumed"]);
    expect(kinds(minutely([82], { before: stale, from: 9 }).steps)).toEqual(["resumed"]);
    const { state, steps } = minutely([70, 70], { before: stale, from: 9 });
    expect(kinds(steps)).toEqual(["resumed", "resolved"]);
    expect(state.isStale).toBe(false);
  });

  test("an alert about silence opens at its deadline, once, and ends by evidence", () => {
    const { state, steps } = openWithoutReading(calmState, start, "critical");
    expect(steps).toMatchObject([
      { kind: "opened", at: start, severity: "critical", value: null, message: "opened" },
    ]);
    expect(openWithoutReading(state, start + minute, "critical").steps).toEqual([]);
    const end = resolveWithoutReading(state, start + minute, "a heartbeat arrived");
    expect(end.steps).toMatchObject([{ kind: "resolved", note: "a heartbeat arrived", message: "resolved" }]);
    expect(resolveWithoutReading(end.state, start + 2 * minute, "again").steps).toEqual([]);
  });
});
