import { describe, expect, test } from "vitest";
import { type Forecast, forecast } from "./forecast";
import { calmHistory, fillingHistory, historyNow, randomOf } from "./testing-histories";
import type { DailyValue } from "./trend";

const today = Math.floor(historyNow / 86_400_000);

/** A disk of 1,000 GB by its values day by day, the last of them of today. */
function disk(levels: readonly (number | null)[], coverage = 1): Forecast {
  const values = levels.flatMap((value, index): DailyValue[] =>
    value === null ? [] : [{ day: today - levels.length + 1 + index, value, coverage }],
  );
  return forecast({ values, capacity: 1000, now: historyNow });
}

const line = (days: number, from: number, perDay: number) =>
  Array.from({ length: days }, (_, index) => from + perDay * index);

function rangeIn(answer: Forecast): [number, number] {
  if (answer.kind !== "filling") throw new Error(`${JSON.stringify(answer)} is no range`);
  return [answer.pessimisticDays, answer.optimisticDays];
}

describe("histories whose future is known", () => {
  const histories = Array.from({ length: 1600 }, (_, seed) => fillingHistory(seed));
  const answers = histories.map((history) => ({ history, answer: forecast(history) }));

  test("of 1,600 disks that fill, the range holds the true day for at least four in five, of every kind", () => {
    const judged = answers.filter(
      ({ history, answer }) => history.fullInDays !== null && answer.kind !== "not_enough_data",
    );
    const isRight = ({ history, answer }: (typeof answers)[number]) =>
      answer.kind === "filling" &&
      answer.pessimisticDays <= (history.fullInDays ?? 0) &&
      (history.fullInDays ?? 0) <= answer.optimisticDays;
    const share = (some: typeof answers) => some.filter(isRight).length / some.length;
    expect(judged.length).toBeGreaterThan(1000);
    expect(share(judged)).toBeGreaterThan(0.8);
    for (const kind of new Set(judged.map(({ history }) => history.kind))) {
      const ofKind = judged.filter(({ history }) => history.kind === kind);
      expect(share(ofKind), kind).toBeGreaterThan(0.75);
    }
  });

  test("and the range is narrow enough to plan by: half of them within a quarter of the time", () => {
    const widths = answers
      .flatMap(({ answer }) => (answer.kind === "filling" ? [answer] : []))
      .map(({ pessimisticDays, optimisticDays }) => (optimisticDays - pessimisticDays) / optimisticDays)
      .sort((a, b) => a - b);
    expect(widths[widths.length >> 1]).toBeLessThan(0.25);
  });

  test("of 1,500 disks that stay where they are or empty, hardly one is given a date, and none a near one", () => {
    const calm = Array.from({ length: 1500 }, (_, seed) => forecast(calmHistory(seed)));
    const dated = calm.flatMap((answer) => (answer.kind === "filling" ? [answer.pessimisticDays] : []));
    expect(dated.length).toBeLessThan(0.02 * calm.length);
    expect(Math.min(...dated, Number.POSITIVE_INFINITY)).toBeGreaterThan(30);
    const kinds = new Set(calm.map(({ kind }) => kind));
    expect(kinds.has("flat") && kinds.has("shrinking")).toBe(true);
    expect(kinds.has("full")).toBe(false);
  });
});

test("a line without chance is a day and hardly a range", () => {
  // Today's noon is at 600; now is 2.5 hours before it. 400 GB at 10 a day.
  const [pessimistic, optimistic] = rangeIn(disk(line(20, 410, 10)));
  expect(pessimistic).toBeCloseTo(40 + 2.5 / 24, 1);
  expect(optimistic).toBeCloseTo(40 + 2.5 / 24, 1);
});

test("seven whole days are enough, six are not; today is none of them", () => {
  expect(disk(line(8, 500, 10)).kind).toBe("filling");
  expect(disk(line(7, 500, 10))).toEqual({
    kind: "not_enough_data",
    reason: { because: "too_few_days", days: 6 },
  });
  expect(disk([])).toEqual({ kind: "not_enough_data", reason: { because: "too_few_days", days: 0 } });
});

test("seven days in ten must be there, as days or as samples of them", () => {
  const levels = line(31, 500, 5);
  const without = (share: number) =>
    levels.map((value, index) => (index % 10 < share * 10 && index < 30 ? null : value));
  expect(disk(without(0.2)).kind).toBe("filling");
  expect(disk(without(0.4))).toMatchObject({ reason: { because: "too_many_gaps" } });
  expect(disk(levels, 0.75).kind).toBe("filling");
  expect(disk(levels, 0.65)).toMatchObject({
    reason: { because: "too_many_gaps", coverage: expect.closeTo(0.65) },
  });
});

test("old news is none", () => {
  expect(disk([...line(20, 500, 5), null, null, null]).kind).toBe("filling");
  expect(disk([...line(20, 500, 5), null, null, null, null])).toEqual({
    kind: "not_enough_data",
    reason: { because: "nothing_lately", days: 4 },
  });
});

test("a big copy is a step and no slope, and what is left of the disk counts from after it", () => {
  const [, without] = rangeIn(disk(line(30, 300, 4)));
  const [pessimistic, optimistic] = rangeIn(disk([...line(20, 300, 4), ...line(10, 580, 4)]));
  // 200 GB less are free, at the same 4 a day.
  expect(without - optimistic).toBeCloseTo(50, 0);
  expect(optimistic - pessimistic).toBeLessThan(3);
});

test("a copy at noon, half in the mean of its day, is the same step", () => {
  const [pessimistic, optimistic] = rangeIn(disk([...line(20, 300, 4), 480, ...line(9, 584, 4)]));
  expect(optimistic - pessimistic).toBeLessThan(3);
  expect(pessimistic).toBeCloseTo((1000 - 616) / 4, 0);
});

test("a small copy at noon is one step as well, though either half of it would be none", () => {
  const [pessimistic, optimistic] = rangeIn(disk([...line(20, 300, 4), 395, ...line(9, 414, 4)]));
  expect(optimistic - pessimistic).toBeLessThan(1);
});

test("after a copy the trend goes on: three days later there is a forecast", () => {
  const [pessimistic, optimistic] = rangeIn(disk([...line(20, 300, 4), ...line(3, 580, 4)]));
  expect(pessimistic).toBeCloseTo((1000 - 588) / 4, 0);
  expect(optimistic - pessimistic).toBeLessThan(3);
});

test("close to the end, it is how much the values tremble that makes the range", () => {
  const trembling = line(60, 390, 10).map((value, index) => value + (index % 2 === 0 ? 12 : -12));
  const [pessimistic, optimistic] = rangeIn(disk(trembling));
  expect(optimistic - pessimistic).toBeGreaterThan(2);
});

test("after a clean-up the trend begins anew, and says what holds if it fills as before", () => {
  const answer = disk([...line(20, 500, 20), ...line(4, 400, 20)]);
  expect(answer).toMatchObject({ kind: "not_enough_data", reason: { because: "cleaned_up", days: 3 } });
  if (answer.kind !== "not_enough_data" || answer.reason.because !== "cleaned_up") return;
  expect(answer.reason.asBefore?.pessimisticDays).toBeCloseTo((1000 - 460) / 20, 0);

  const [pessimistic] = rangeIn(disk([...line(20, 500, 20), ...line(9, 400, 5)]));
  expect(pessimistic).toBeCloseTo((1000 - 440) / 5, 0);
});

test("a clean-up of today counts at once", () => {
  expect(disk([...line(20, 500, 20), 300])).toMatchObject({ reason: { because: "cleaned_up", days: 0 } });
});

test("a backup that is rotated every week is no clean-up", () => {
  const levels = Array.from({ length: 42 }, (_, index) => 400 + 5 * index + 15 * ((today - 41 + index) % 7));
  const [pessimistic, optimistic] = rangeIn(disk(levels));
  expect(pessimistic).toBeGreaterThan(50);
  expect(optimistic).toBeLessThan(85);
});

test("a day that stands out alone is left out", () => {
  const levels = line(30, 400, 5);
  levels[12] = 900;
  levels[20] = 100;
  const answer = disk(levels);
  expect(rangeIn(answer).map(Math.round)).toEqual([91, 91]);
  expect(answer).toMatchObject({ trendDays: 27 });
});

test.each([
  ["flat", line(30, 500, 0)],
  ["flat", line(30, 500, 0.1)],
  ["shrinking", line(30, 500, -2)],
  ["full", [...line(10, 900, 8), 996]],
  ["full", line(30, 1000, 0)],
])("says %s", (kind, levels) => {
  expect(disk(levels).kind).toBe(kind);
});

test("what swings with the week and may grow a little is flat, and not for certain", () => {
  const sawtooth = Array.from({ length: 14 }, (_, day) => 500 + 0.6 * day + 2 * (day % 7));
  expect(disk(sawtooth)).toMatchObject({ kind: "flat", isSure: false });
  expect(disk(line(30, 500, 0))).toMatchObject({ kind: "flat", isSure: true });
});

test("where a few days go up and down too much, flat is no answer", () => {
  expect(disk([500, 640, 480, 610, 560, 690, 520, 600, 580])).toMatchObject({
    reason: { because: "unsteady" },
  });
});

test.each([null, 0, -1, Number.NaN])("a capacity of %s fills never and is not full", (capacity) => {
  const values = line(20, 1, 1).map((value, index) => ({ day: today - 20 + index, value, coverage: 1 }));
  expect(forecast({ values, capacity, now: historyNow })).toEqual({
    kind: "not_enough_data",
    reason: { because: "capacity_unknown" },
  });
});

test("whatever the values are, the ends are numbers in their order, and not before now", () => {
  const random = randomOf(7);
  for (let round = 0; round < 1000; round += 1) {
    const scale = 10 ** (random() * 18 - 3);
    const days = Math.floor(random() * 40);
    const values = Array.from({ length: days }, (_, index) => ({
      day: today - days + index + Math.round(random()),
      value: scale * random() ** (1 + 4 * random()),
      coverage: random() < 0.1 ? random() * 2 : 1,
    })).filter(({ day }, index, all) => index === 0 || day > (all[index - 1]?.day ?? 0));
    const answer = forecast({ values, capacity: scale * random() * 2, now: historyNow });
    if (answer.kind !== "filling") continue;
    expect(answer.pessimisticDays).toBeGreaterThanOrEqual(0);
    expect(answer.optimisticDays).toBeGreaterThanOrEqual(answer.pessimisticDays);
    expect(Number.isFinite(answer.optimisticDays)).toBe(true);
  }
});
