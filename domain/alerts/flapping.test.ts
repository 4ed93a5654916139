import { describe, expect, test } from "vitest";
import {
  disk,
  type Given,
  kinds,
  messages,
  minute,
  minutely,
  open,
  readingsOf,
  rule,
  start,
} from "./testing-transition";
import { calmState, observe, observeAll, settle } from "./transition";

describe("flapping", () => {
  const flap = (count: number) =>
    minutely(
      Array.from({ length: count }, (_, index) => (index % 2 ? 10 : 90)),
      { rule: disk },
    );

  test("the fifth change within ten minutes is told as flapping, and those after it not at all", () => {
    expect(messages(flap(4).steps)).toEqual(["opened", "resolved", "opened", "resolved"]);
    expect(messages(flap(8).steps)).toEqual(["opened", "resolved", "opened", "resolved", "flapping"]);
    expect(kinds(flap(8).steps)).toEqual(
      Array.from({ length: 8 }, (_, index) => (index % 2 ? "resolved" : "opened")),
    );
  });

  test("five changes in more than ten minutes are five messages", () => {
    let state = calmState;
    const told: string[] = [];
    for (const [index, value] of [90, 10, 90, 10, 90, 10].entries()) {
      const next = observe(state, { at: start + index * 2.5 * minute, value }, disk, null);
      state = next.state;
      told.push(...messages(next.steps));
    }
    expect(told).toEqual(["opened", "resolved", "opened", "resolved", "opened", "resolved"]);
  });

  test("an escalation of what flaps is not told", () => {
    expect(messages(minutely([97], { before: flap(7).state, rule: disk, from: 7 }).steps)).toEqual([]);
  });

  test.each<[sentence: string, changes: number, acknowledge: boolean, told: string[]]>([
    ["what is still wrong is told when it is stable", 7, false, ["opened"]],
    ["what is over is told when it is stable", 8, false, ["resolved"]],
    ["what somebody acknowledged is not told again", 7, true, []],
  ])("%s", (_sentence, changes, acknowledge, told) => {
    const flapped = { ...flap(changes).state, alertId: 1, isAcknowledged: acknowledge };
    const lastChange = start + (changes - 1) * minute;
    expect(settle(flapped, lastChange + 10 * minute - 1).steps).toEqual([]);
    const { state, steps } = settle(flapped, lastChange + 10 * minute);
    expect(kinds(steps)).toEqual(["steady"]);
    expect(messages(steps)).toEqual(told);
    expect(state).toMatchObject({ flappingSince: null, changes: [] });
    expect(settle(state, lastChange + 20 * minute).steps).toEqual([]);
  });

  test("flapping whose alert somebody resolved ends all the same, without a message", () => {
    const { state, steps } = settle(
      { ...calmState, flappingSince: start, changes: [start] },
      start + 10 * minute,
    );
    expect([state.flappingSince, steps]).toEqual([null, []]);
  });

  test("what opens after ten stable minutes is told, also where nobody looked in between", () => {
    const { state, steps } = minutely([90], { before: flap(8).state, rule: disk, from: 60 });
    expect(messages(steps)).toEqual(["opened"]);
    expect(state.flappingSince).toBeNull();
  });

  test("what never flapped has nothing to settle", () => {
    expect(settle(open(), start + 1000 * minute).steps).toEqual([]);
  });
});

describe("several readings at once", () => {
  const together = (values: number[], given: Given = {}) =>
    observeAll(
      given.before ?? calmState,
      readingsOf(values, given.from),
      given.rule ?? rule,
      given.suppressedBy ?? null,
    );

  test("they end as the same ones do one after the other", () => {
    for (const values of [
      [90, 90, 90, 96, 89],
      [90, 90],
      [90, 90, 90, 70],
    ])
      expect(together(values)).toEqual(minutely(values));
  });

  test("what opened and is over again is left out, with its mark on flapping and reminders", () => {
    expect(together([90, 90, 90, 70, 70])).toEqual({ state: { ...calmState, value: 70 }, steps: [] });
    expect(together([90, 10, 90, 10, 90, 10, 90], { rule: disk }).steps).toMatchObject([
      { kind: "opened", message: "opened" },
    ]);
  });

  test("what was open before and ends is told, and what opens after it as well", () => {
    const { steps } = together([70, 70, 90, 90, 90], { before: open(), from: 3 });
    expect(kinds(steps)).toEqual(["resolved", "opened"]);
    const over = together([70, 70, 90, 90, 90, 70, 70], { before: open(), from: 3 });
    expect(kinds(over.steps)).toEqual(["resolved"]);
    expect(over.state.resolvedAt).toBe(start + 4 * minute);
  });

  test("nothing says nothing", () => {
    expect(together([], { before: open() })).toEqual({ state: open(), steps: [] });
  });
});
