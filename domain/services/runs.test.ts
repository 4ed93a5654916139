import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { availabilityOf, segmentsOf } from "./availability";
import { applySamples, restartsBetween, type ServiceRun, type ServiceWord } from "./runs";

const running: ServiceWord = {
  ...{ status: "running", statusReason: null, exitStatus: null, restartCounter: null, startedAt: null },
  ...{ pid: null, memoryMb: null, cpuPercent: null },
};
const failed: ServiceWord = { ...running, status: "failed", statusReason: "exit-code", exitStatus: 1 };

type Said = { at: number; allowedMs: number; words: Record<string, ServiceWord> };

/** A server that hears its samples in this order, each batch in one breath. */
function heard(batches: Said[][], before: ServiceRun[] = []): ServiceRun[] {
  const known = new Set<number>();
  let runs = before;
  for (const batch of batches) {
    const fresh = batch.filter(
      ({ at }, index) => !known.has(at) && batch.findIndex((other) => other.at === at) === index,
    );
    const placed = fresh
      .sort((a, b) => a.at - b.at)
      .map(({ at, allowedMs, words }) => {
        const earlier = [...known].filter((time) => time < at);
        const later = [...known].filter((time) => time > at);
        known.add(at);
        return {
          ...{ at, allowedMs, words: new Map(Object.entries(words)) },
          before: earlier.length === 0 ? null : Math.max(...earlier),
          after: later.length === 0 ? null : Math.min(...later),
        };
      });
    runs = applySamples(runs, placed);
  }
  return runs;
}

const beat = (at: number, word: ServiceWord | null = running, allowedMs = 3): Said => ({
  ...{ at, allowedMs, words: word === null ? {} : { nginx: word } },
});
const spans = (runs: ServiceRun[]) =>
  runs.map(({ from, lastSeenAt, knownUntil, status }) => [from, lastSeenAt, knownUntil, status]);

describe("runs", () => {
  test.each<[string, Said[][], (number | string)[][]]>([
    ["samples that say the same are one", [[beat(1)], [beat(2)], [beat(3)]], [[1, 3, 6, "running"]]],
    [
      "a change ends one and begins the next",
      [[beat(1)], [beat(2, failed)]],
      [
        [1, 1, 4, "running"],
        [2, 2, 5, "failed"],
      ],
    ],
    [
      "a silence longer than the server is allowed parts them",
      [[beat(1)], [beat(5)]],
      [
        [1, 1, 4, "running"],
        [5, 5, 8, "running"],
      ],
    ],
    ["a silence exactly as long does not", [[beat(1)], [beat(4)]], [[1, 4, 7, "running"]]],
    [
      "what is not reported any more ends with that sample",
      [[beat(1)], [beat(2, null)]],
      [[1, 1, 2, "running"]],
    ],
    [
      "a late one that says the same changes nothing",
      [[beat(1)], [beat(3)], [beat(2)]],
      [[1, 3, 6, "running"]],
    ],
    [
      "a late one that says something else splits the run",
      [[beat(1), beat(2), beat(4), beat(5)], [beat(3, failed)]],
      [
        [1, 2, 3, "running"],
        [3, 3, 6, "failed"],
        [4, 5, 8, "running"],
      ],
    ],
    ["a late one in a gap closes it", [[beat(1), beat(6)], [beat(3)]], [[1, 6, 9, "running"]]],
    [
      "a late one that vouches for a shorter time opens a gap",
      [[beat(1), beat(4)], [beat(2, running, 1)]],
      [
        [1, 2, 3, "running"],
        [4, 4, 7, "running"],
      ],
    ],
    ["one that comes twice changes nothing", [[beat(1), beat(2)], [beat(1, failed)]], [[1, 2, 5, "running"]]],
  ])("%s", (_what, batches, expected) => {
    expect(spans(heard(batches))).toEqual(expected);
  });

  test("a run that is split keeps its row for the first part", () => {
    const [first, ...others] = heard([[beat(1), beat(2), beat(4)]]).map((run) => ({ ...run, id: 7 }));
    const parts = first === undefined ? [] : heard([[beat(3, failed)]], [first, ...others]);
    expect(parts.map(({ id }) => id)).toEqual([7, null, null]);
  });
});

describe("restarts", () => {
  test.each<[string, Partial<ServiceWord> | null, Partial<ServiceWord>, number]>([
    ["the first that is heard", null, {}, 0],
    ["the counter rose", { restartCounter: 2 }, { restartCounter: 5 }, 3],
    [
      "the counter rose though it had failed meanwhile",
      { status: "failed", restartCounter: 2 },
      { restartCounter: 3 },
      1,
    ],
    [
      "the counter began anew with the service",
      { restartCounter: 5, startedAt: 1 },
      { restartCounter: 0, startedAt: 9 },
      1,
    ],
    [
      "the counter was reset alone",
      { restartCounter: 5, startedAt: 1 },
      { restartCounter: 0, startedAt: 1 },
      0,
    ],
    ["it began anew, by hand", { restartCounter: 0, startedAt: 1 }, { restartCounter: 0, startedAt: 9 }, 1],
    ["it reloaded, the process being the same", { startedAt: 1, pid: 7 }, { startedAt: 9, pid: 7 }, 0],
    ["another process, and nothing else is known", { pid: 7 }, { pid: 8 }, 1],
    [
      "another process of one that the init system did not start anew",
      { pid: 7, startedAt: 1 },
      { pid: 8, startedAt: 1 },
      0,
    ],
    [
      "another process, where the counter knows better",
      { pid: 7, restartCounter: 1 },
      { pid: 8, restartCounter: 1 },
      0,
    ],
    ["it was started after a stop", { status: "stopped", pid: null }, { pid: 8, startedAt: 9 }, 0],
    ["it stopped", { pid: 7, restartCounter: 1 }, { status: "stopped", restartCounter: 2 }, 0],
  ])("%s", (_what, before, after, expected) => {
    const word = before === null ? undefined : { ...running, ...before };
    expect(restartsBetween(word, { ...running, ...after })).toBe(expected);
  });
});

const word: fc.Arbitrary<ServiceWord> = fc.record({
  status: fc.constantFrom("running" as const, "running" as const, "failed" as const, "unknown" as const),
  statusReason: fc.constantFrom(null, null, "why"),
  exitStatus: fc.constant(null),
  restartCounter: fc.constantFrom(null, 0, 0, 1),
  startedAt: fc.constantFrom(null, 5, 5, 6),
  pid: fc.constantFrom(null, 1, 1, 2),
  memoryMb: fc.constant(null),
  cpuPercent: fc.constant(null),
});
// Calm is what there mostly is: without it, nothing would ever be merged.
const calm = fc.constant(running);
const history = fc.array(
  fc.array(
    fc.record({
      at: fc.integer({ min: 1, max: 60 }),
      allowedMs: fc.constantFrom(2, 5, 5, 5, 9),
      words: fc.record(
        { nginx: fc.oneof(calm, calm, word), sshd: fc.oneof(calm, calm, calm, word) },
        { requiredKeys: [] },
      ),
    }),
    { maxLength: 8 },
  ),
  { maxLength: 10 },
);

/** What counted: of several samples of one time, the first that came. */
function counted(batches: Said[][]): Said[] {
  const first = new Map<number, Said>();
  for (const said of batches.flat()) if (!first.has(said.at)) first.set(said.at, said);
  return [...first.values()].sort((a, b) => a.at - b.at);
}

/** The rule itself: a heartbeat's word holds until the next heartbeat, and no longer than its server may be silent. */
function stateAt(samples: Said[], name: string, at: number): string {
  const last = samples.findLast((said) => said.at <= at);
  if (last === undefined || at >= last.at + last.allowedMs) return "unknown";
  return last.words[name]?.status ?? "unknown";
}

function restartsOf(samples: Said[], name: string): number {
  const words = samples.flatMap(({ words }) => words[name] ?? []);
  return words.reduce((sum, one, index) => sum + restartsBetween(words[index - 1], one), 0);
}

test("runs say at each instant what a count of all heartbeats says, however they came", () => {
  fc.assert(
    fc.property(history, (batches) => {
      const runs = heard(batches);
      const samples = counted(batches);
      for (const name of ["nginx", "sshd"]) {
        const known = runs
          .filter((run) => run.name === name)
          .map(({ from, knownUntil, status, restarts }) => ({ from, until: knownUntil, status, restarts }));
        const segments = segmentsOf(known, { from: 0, to: 75 });
        const instants = Array.from({ length: 75 }, (_, at) => at);
        const is = instants.map((at) => segments.find(({ from, to }) => from <= at && at < to)?.status);
        const should = instants.map((at) => stateAt(samples, name, at));
        expect(is).toEqual(should);
        expect(availabilityOf(segments).runningMs).toBe(should.filter((state) => state === "running").length);
        expect(known.reduce((sum, { restarts }) => sum + restarts, 0)).toBe(restartsOf(samples, name));
      }
    }),
    { numRuns: 3000 },
  );
});

test("runs are the same in whatever order the samples came, and the fewest that say it", () => {
  fc.assert(
    fc.property(history, (batches) => {
      const plain = (runs: ServiceRun[]) =>
        runs
          .map(({ id: _id, ...run }) => run)
          .sort((a, b) => (a.name === b.name ? a.from - b.from : a.name < b.name ? -1 : 1))
          // How long it would have vouched does not matter where the next one speaks before.
          .map((run, index, all) => {
            const next = all[index + 1];
            const until = next?.name === run.name ? Math.min(run.knownUntil, next.from) : run.knownUntil;
            return { ...run, knownUntil: until };
          });
      expect(plain(heard(batches))).toEqual(plain(heard(counted(batches).map((said) => [said]))));
    }),
    { numRuns: 3000 },
  );
});
