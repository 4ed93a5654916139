import type { ServiceStatus } from "./service";

/** What one sample says of one service. Instants are epoch milliseconds. */
export type ServiceWord = {
  status: ServiceStatus;
  statusReason: string | null;
  exitStatus: number | null;
  /** The init system's own counter of automatic restarts; null where it has none. */
  restartCounter: number | null;
  /** When the init system says that the state began. */
  startedAt: number | null;
  pid: number | null;
  memoryMb: number | null;
  cpuPercent: number | null;
};

/** Samples without a break that all said the same; null is the id of one that is not stored yet. */
export type ServiceRun = ServiceWord & {
  id: number | null;
  name: string;
  from: number;
  lastSeenAt: number;
  /** Until then its last sample vouches for it, unless the next run begins before. */
  knownUntil: number;
  /** How often it was started anew between the run before and this one. */
  restarts: number;
};

/** One heartbeat of a server, as far as its services are concerned. */
export type ServicesSample = {
  at: number;
  /** The silence that its server was allowed then: so long its word holds. */
  allowedMs: number;
  /** By name. A service that is not in it was neither reported nor expected. */
  words: ReadonlyMap<string, ServiceWord>;
  /** The server's samples directly before and after, whatever they said. Null: there is none. */
  before: number | null;
  after: number | null;
};

/**
 * The runs of one server after these samples, which are new and in the order of their times. Whatever comes late finds its
 * place between its neighbours, so that the runs are the same in whatever order the samples came.
 */
export function applySamples(runs: readonly ServiceRun[], samples: readonly ServicesSample[]): ServiceRun[] {
  const byName = new Map<string, ServiceRun[]>();
  for (const run of [...runs].sort((a, b) => a.from - b.from)) listOf(byName, run.name).push({ ...run });
  for (const sample of samples) {
    for (const name of sample.words.keys()) listOf(byName, name);
    for (const [name, ofName] of byName) place(name, ofName, sample);
  }
  return [...byName.values()].flat();
}

/** Whether two samples said the same, so that one run holds both. What changes all the time (memory, CPU) is not in it. */
function isSame(a: ServiceWord, b: ServiceWord): boolean {
  return wordKey(a) === wordKey(b);
}

/** One text for what was said of a service, so that all samples of a run are alike in it. */
export function wordKey(word: ServiceWord): string {
  const { status, statusReason, exitStatus, restartCounter, startedAt, pid } = word;
  return JSON.stringify([status, statusReason, exitStatus, restartCounter, startedAt, pid]);
}

/**
 * How often a service was started anew between two things that were said of it: by the init system's counter, else once where
 * it ran before and after and began anew meanwhile. The same process is no restart, though it reloaded.
 */
export function restartsBetween(before: ServiceWord | undefined, after: ServiceWord): number {
  if (before === undefined || after.status !== "running") return 0;
  const isCounted = before.restartCounter !== null && after.restartCounter !== null;
  const counted = (after.restartCounter ?? 0) - (before.restartCounter ?? 0);
  if (isCounted && counted > 0) return counted;
  if (before.status !== "running") return 0;
  const knowsProcess = before.pid !== null && after.pid !== null;
  if (before.startedAt !== null && after.startedAt !== null) {
    return before.startedAt !== after.startedAt && !(knowsProcess && before.pid === after.pid) ? 1 : 0;
  }
  return !isCounted && knowsProcess && before.pid !== after.pid ? 1 : 0;
}

/** Puts one sample among the runs of one service, which are in the order of time. */
function place(name: string, runs: ServiceRun[], sample: ServicesSample): void {
  const { at, allowedMs } = sample;
  const word = sample.words.get(name);
  const index = runs.findLastIndex(({ from }) => from <= at);
  const earlier = runs[index];
  // It came before; or the row was made by hand.
  if (earlier !== undefined && (earlier.from === at || earlier.lastSeenAt === at)) return;
  const isWithin = earlier !== undefined && at < earlier.lastSeenAt;
  if (isWithin) {
    // The samples before it were pruned where the run's own first one is all that is known.
    const before = Math.max(sample.before ?? earlier.from, earlier.from);
    const after = Math.min(sample.after ?? earlier.lastSeenAt, earlier.lastSeenAt);
    const isBridged = at + allowedMs >= after;
    if (word !== undefined && isSame(earlier, word) && isBridged) return;
    runs.splice(index + 1, 0, { ...earlier, id: null, from: after, restarts: 0 });
    earlier.lastSeenAt = before;
    earlier.knownUntil = at;
    // What is left of it may have no neighbour in the raw samples, but it certainly spoke last before this one.
    addAt({ runs, index, name, sample: { ...sample, before, after }, word });
    return;
  }
  addAt({ runs, index, name, sample, word });
}

/** The same where the time of the sample is in no run: `index` is the run before it, or -1. */
function addAt(given: {
  runs: ServiceRun[];
  index: number;
  name: string;
  sample: ServicesSample;
  word: ServiceWord | undefined;
}): void {
  const { runs, index, name, sample, word } = given;
  const { at, allowedMs, after } = sample;
  const earlier = runs[index];
  const later = runs[index + 1];
  const isNeighbour =
    earlier !== undefined && (sample.before === null || sample.before <= earlier.lastSeenAt);
  if (word === undefined) {
    if (earlier !== undefined && isNeighbour) earlier.knownUntil = Math.min(earlier.knownUntil, at);
    return;
  }
  const spokeNext = later !== undefined && (after === null || later.from <= after);
  const holdsUntil = at + allowedMs;
  // A heartbeat that said nothing of it ends what was said before.
  const knownUntil = after === null || spokeNext ? holdsUntil : Math.min(holdsUntil, after);
  let current: ServiceRun;
  if (earlier !== undefined && isNeighbour && at <= earlier.knownUntil && isSame(earlier, word)) {
    current = Object.assign(earlier, word, { lastSeenAt: at, knownUntil });
  } else {
    current = {
      ...word,
      ...{ id: null, name, from: at, lastSeenAt: at, knownUntil, restarts: restartsBetween(earlier, word) },
    };
    runs.splice(index + 1, 0, current);
  }
  if (later === undefined) return;
  if (spokeNext && later.from <= holdsUntil && isSame(current, later)) {
    const { memoryMb, cpuPercent, lastSeenAt } = later;
    Object.assign(current, { memoryMb, cpuPercent, lastSeenAt, knownUntil: later.knownUntil });
    runs.splice(runs.indexOf(later), 1);
    return;
  }
  later.restarts = restartsBetween(current, later);
}

function listOf(byName: Map<string, ServiceRun[]>, name: string): ServiceRun[] {
  const known = byName.get(name) ?? [];
  byName.set(name, known);
  return known;
}
