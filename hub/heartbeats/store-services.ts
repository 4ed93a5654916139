import { createHash } from "node:crypto";
import type { InStatement, ResultSet } from "@libsql/client";
import { RESTARTS_WITHIN_MS } from "../../domain/alerts/services";
import { offlineSecondsFor, type Thresholds } from "../../domain/alerts/thresholds";
import type { Heartbeat } from "../../domain/heartbeats/heartbeat";
import { silenceAllowedMs } from "../../domain/servers/presence";
import { digestOf, isConfirmation, type StoredServices, wordsOf } from "../../domain/services/report";
import {
  applySamples,
  type ServiceRun,
  type ServicesSample,
  type ServiceWord,
} from "../../domain/services/runs";
import type { Restarts } from "../alerts/load-alerting";
import type { KnownServer } from "./server-updates";
import * as statements from "./service-statements";

export type ServicesStored = {
  /** What each heartbeat says of services, that it is silent about one that is expected included. */
  words: Map<Heartbeat, Map<string, ServiceWord>>;
  /** By server, what its row says of services from then on; only of those that change. */
  after: Map<string, StoredServices>;
  /** By server, what its runs say now of how often services were started anew; 0 takes back what is written. */
  restarts: Map<string, Restarts[]>;
  statements: InStatement[];
};

type Context = {
  servers: Map<string, KnownServer>;
  thresholds: Thresholds;
  read: (statement: InStatement) => Promise<ResultSet>;
};

/** One heartbeat among those of its server. */
type Said = { at: number; allowedMs: number; words: Map<string, ServiceWord> };

/** The heartbeats of one server whose services have to be compared with what is written. */
type Work = { serverId: string; known: StoredServices; newestAt: number; late: Said[]; fresh: Said[] };

/**
 * What heartbeats say of services, as runs. Nearly always they confirm what is written, which costs one column of an UPDATE
 * that happens anyway; what changed, came late or followed a gap is placed among the runs that are written, and so is what was
 * only confirmed for five minutes.
 */
export async function storeServices(heartbeats: Heartbeat[], context: Context): Promise<ServicesStored> {
  const stored: ServicesStored = { words: new Map(), after: new Map(), restarts: new Map(), statements: [] };
  const works = [...byServer(heartbeats)].flatMap(([serverId, own]) =>
    compare(serverId, own, context, stored),
  );
  if (works.length === 0) return stored;
  const samples = await placed(works, context.read);
  const runs = await loadRuns(works, samples, context.read);
  const rows = {
    deleted: [] as unknown[],
    updated: [] as unknown[],
    inserted: [] as unknown[],
    marks: [] as unknown[],
  };
  for (const work of works) {
    const { serverId, fresh, newestAt } = work;
    const written = runs.get(serverId) ?? [];
    const before = written.map((run) => asSeen(run, work.known));
    const after = applySamples(before, samples.get(work) ?? []);
    if (fresh.length === 0 && !hasNews(before, after)) continue;
    const kept = new Map(after.flatMap((run) => (run.id === null ? [] : [[run.id, run] as const])));
    for (const run of written) {
      const now = run.id === null ? undefined : kept.get(run.id);
      if (now === undefined) rows.deleted.push(run.id);
      else if (!isEqual(run, now)) rows.updated.push(statements.updatedRun(now));
    }
    const inserted = after.filter(({ id }) => id === null);
    rows.inserted.push(...inserted.map((run) => statements.insertedRun(serverId, run)));
    const restarts = restartsOf(before, after);
    if (restarts.length > 0) stored.restarts.set(serverId, restarts);
    // Runs that are not current end before it, so that they are not taken for those of the newest sample.
    const storedAt = fresh.at(-1)?.at ?? newestAt;
    const known = stored.after.get(serverId);
    if (known === undefined) rows.marks.push([serverId, storedAt]);
    else stored.after.set(serverId, { ...known, storedAt });
  }
  const all = [
    [statements.DELETE_RUNS, rows.deleted],
    [statements.UPDATE_RUNS, rows.updated],
    [statements.INSERT_RUNS, rows.inserted],
    [statements.MARK_SERVICES_STORED, rows.marks],
  ] as const;
  stored.statements = all
    .filter(([, some]) => some.length > 0)
    .map(([sql, some]) => ({ sql, args: [JSON.stringify(some)] }));
  return stored;
}

/** Notes what is only confirmed, and answers what has to be looked at; both may be true of one server. */
function compare(serverId: string, own: Heartbeat[], context: Context, stored: ServicesStored): Work[] {
  const server = context.servers.get(serverId);
  const known = server?.services ?? { digest: null, storedAt: null, seenAt: null };
  const expected = server?.expected ?? [];
  const isSilent = ({ services }: Heartbeat) => services == null || services.length === 0;
  if (known.digest === null && expected.length === 0 && own.every(isSilent)) return [];
  const names = expected.map(({ name }) => name);
  const said = own.map((heartbeat) => {
    const words = wordsOf(heartbeat.services, names);
    stored.words.set(heartbeat, words);
    return { at: heartbeat.timestamp, allowedMs: allowedMsOf(heartbeat, server, context.thresholds), words };
  });
  said.sort((a, b) => a.at - b.at);
  const newestAt = Math.max(server?.newestSampleAt ?? 0, known.seenAt ?? 0);
  const late = said.filter(({ at }) => at <= newestAt);
  const fresh = said.filter(({ at }) => at > newestAt);
  let state = known;
  let isConfirmed = true;
  for (const { at, allowedMs, words } of fresh) {
    const digest = shortened(digestOf(words, allowedMs));
    isConfirmed &&= isConfirmation(state, { digest, at, allowedMs });
    state = { ...state, digest, seenAt: at };
  }
  if (fresh.length > 0 && !(isConfirmed && (state.digest ?? "") === "")) stored.after.set(serverId, state);
  const changed = isConfirmed ? [] : fresh;
  return late.length + changed.length === 0 ? [] : [{ serverId, known, newestAt, late, fresh: changed }];
}

/** Each sample that is new between its neighbours. What came before is left out: it is in the runs already. */
async function placed(works: Work[], read: Context["read"]): Promise<Map<Work, ServicesSample[]>> {
  const asked = works.flatMap(({ serverId, late }) => late.map(({ at }) => [serverId, at]));
  const neighbours = new Map<string, [before: number | null, after: number | null]>();
  if (asked.length > 0) {
    const result = await read({ sql: statements.FIND_NEIGHBOURS, args: [JSON.stringify(asked)] });
    for (const row of result.rows) {
      const [before, after] = [row.before, row.after].map((at) => (at === null ? null : Number(at)));
      neighbours.set(`${row.server_id} ${row.at}`, [before ?? null, after ?? null]);
    }
  }
  const samples = new Map<Work, ServicesSample[]>();
  for (const work of works) {
    const own: ServicesSample[] = [];
    for (const said of work.late) {
      const found = neighbours.get(`${work.serverId} ${said.at}`);
      if (found === undefined) continue;
      const [before, after] = found;
      const previous = own.at(-1)?.at ?? null;
      own.push({ ...said, before: latest(before, previous), after });
    }
    for (const [index, said] of work.fresh.entries()) {
      const before = work.fresh[index - 1]?.at ?? (work.newestAt === 0 ? null : work.newestAt);
      own.push({ ...said, before, after: null });
    }
    samples.set(work, own);
  }
  return samples;
}

async function loadRuns(
  works: Work[],
  samples: Map<Work, ServicesSample[]>,
  read: Context["read"],
): Promise<Map<string, ServiceRun[]>> {
  const runs = new Map<string, ServiceRun[]>();
  const wanted = works.flatMap((work) => {
    const first = samples.get(work)?.[0];
    // A server that was never heard of has no runs; one whose newest samples named no service may have them of late ones.
    return first === undefined || (work.newestAt === 0 && work.late.length === 0)
      ? []
      : [[work.serverId, first.at]];
  });
  if (wanted.length === 0) return runs;
  const result = await read({ sql: statements.LOAD_RUNS, args: [JSON.stringify(wanted)] });
  for (const row of result.rows) {
    const serverId = String(row.server_id);
    const own = runs.get(serverId) ?? [];
    own.push(statements.loadedRun(String(row.run)));
    runs.set(serverId, own);
  }
  return runs;
}

/** A run that the newest sample confirmed lasts until that sample. */
function asSeen(run: ServiceRun, { storedAt, seenAt }: StoredServices): ServiceRun {
  if (storedAt === null || seenAt === null || run.lastSeenAt < storedAt || run.lastSeenAt >= seenAt)
    return run;
  return { ...run, lastSeenAt: seenAt, knownUntil: seenAt + (run.knownUntil - run.lastSeenAt) };
}

/**
 * How often services were started anew, as the runs say after these samples: a late one may have changed what is written.
 * What was counted over a longer silence may be hours old, and counts nothing.
 */
function restartsOf(before: ServiceRun[], after: ServiceRun[]): Restarts[] {
  const counted = after.flatMap((run) => {
    const earlier = after.filter(({ name, from }) => name === run.name && from < run.from);
    // What came before a run that is written may not have been read; then what is written of it stands.
    if (earlier.length === 0 || (run.restarts === 0 && run.id === null)) return [];
    const isTimely = earlier.some(({ lastSeenAt }) => run.from - lastSeenAt <= RESTARTS_WITHIN_MS);
    return [{ serviceName: run.name, at: run.from, count: isTimely ? run.restarts : 0 }];
  });
  const kept = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id, restarts }) => restarts > 0 && !kept.has(id));
  return [...counted, ...gone.map(({ name, from }) => ({ serviceName: name, at: from, count: 0 }))];
}

function hasNews(before: ServiceRun[], after: ServiceRun[]): boolean {
  const kept = new Map(after.map((run) => [run.id, run]));
  return (
    before.length !== after.length ||
    before.some((run) => {
      const now = kept.get(run.id);
      return now === undefined || !isEqual(run, now);
    })
  );
}

/** Of what can change in a run that is written. */
function isEqual(a: ServiceRun, b: ServiceRun): boolean {
  return (
    a.lastSeenAt === b.lastSeenAt &&
    a.knownUntil === b.knownUntil &&
    a.restarts === b.restarts &&
    a.memoryMb === b.memoryMb &&
    a.cpuPercent === b.cpuPercent
  );
}

function allowedMsOf(heartbeat: Heartbeat, server: KnownServer | undefined, thresholds: Thresholds): number {
  return silenceAllowedMs({
    serverOfflineSeconds: offlineSecondsFor(thresholds, heartbeat.server_id),
    intervalSeconds: heartbeat.interval_seconds ?? server?.intervalSeconds ?? 60,
  });
}

function byServer(heartbeats: Heartbeat[]): Map<string, Heartbeat[]> {
  const servers = new Map<string, Heartbeat[]>();
  for (const heartbeat of heartbeats) {
    const own = servers.get(heartbeat.server_id);
    if (own === undefined) servers.set(heartbeat.server_id, [heartbeat]);
    else own.push(heartbeat);
  }
  return servers;
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** A hundred services make a long text; it is only ever compared. */
function shortened(digest: string): string {
  return digest === "" ? "" : createHash("sha256").update(digest).digest("hex").slice(0, 32);
}
