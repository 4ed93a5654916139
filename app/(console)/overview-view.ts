import type { ServerRow } from "@/components/servers/server-row";
import { serverState } from "@/components/servers/server-state";
import type { LatestSample, Sparklines } from "@/db/queries/metrics";
import type { ServerRecord } from "@/db/queries/servers";
import { formatDuration } from "@/domain/format/time";
import { gapMs } from "@/domain/metrics/range";
import { counterRate } from "@/domain/metrics/rate";
import {
  type OverviewQuery,
  type SortKey,
  type StateFilter,
  serverHref,
  stateFilters,
} from "./overview-query";

/** So many rows a page: two hundred machines still fit, a thousand do not slow anybody down. */
export const ROWS_PER_PAGE = 200;

export type OverviewView = {
  verdict: string;
  isAllWell: boolean;
  /** "data 8 s old": the age of the newest sample of any server. */
  newestSampleAt: number | null;
  problems: { id: string; href: string; name: string; since: number; text: string }[];
  counts: Record<StateFilter, number>;
  rows: Omit<ServerRow, "sparklines">[];
  /** How many match the filters, on all pages. */
  matching: number;
  page: number;
  pages: number;
};

/** Words, order and filters of the overview. Pure: `now` is the only clock. */
export function overviewView(options: {
  servers: ServerRecord[];
  latest: Map<string, LatestSample>;
  query: OverviewQuery;
  now: number;
}): OverviewView {
  const { servers, latest, query, now } = options;
  const rows = servers.map((server) => rowOf(server, latest.get(server.id)));
  const matching = rows.filter(({ server }) => matches(server, query));
  const sorted = matching.sort((a, b) => compareRows(a.row, b.row, query));
  const pages = Math.max(1, Math.ceil(sorted.length / ROWS_PER_PAGE));
  const page = Math.min(query.page, pages);
  const silent = servers.filter(
    (s) => s.status === "offline" && s.pausedAt === null && s.machineType === "server",
  );
  return {
    ...verdictOf(servers, silent.length),
    newestSampleAt: servers.reduce<number | null>(
      (newest, s) => Math.max(newest ?? 0, s.lastSeen ?? 0) || newest,
      null,
    ),
    problems: silent.map((server) => problemOf(server, now)).sort((a, b) => b.since - a.since),
    counts: Object.fromEntries(
      stateFilters.map((state) => [state, servers.filter((server) => isInState(server, state)).length]),
    ) as Record<StateFilter, number>,
    rows: sorted.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE).map(({ row }) => row),
    matching: sorted.length,
    page,
    pages,
  };
}

/** The rows of a page with their lines. */
export function withSparklines(
  rows: Omit<ServerRow, "sparklines">[],
  sparklines: Map<string, Sparklines>,
): ServerRow[] {
  return rows.map((row) => ({ ...row, sparklines: sparklines.get(row.id) ?? null }));
}

function verdictOf(servers: ServerRecord[], silent: number): { verdict: string; isAllWell: boolean } {
  const watched = servers.filter((server) => server.pausedAt === null);
  const online = watched.filter((server) => server.status === "online").length;
  const unknown = watched.filter((server) => server.status === "unknown").length;
  const asleep = watched.length - online - unknown - silent;
  const paused = servers.length - watched.length;
  const rest = [
    silent > 0 ? `${silent} offline` : "",
    unknown > 0 ? `${unknown} not heard from yet` : "",
    asleep > 0 ? `${count(asleep, "workstation")} off` : "",
    paused > 0 ? `${paused} paused` : "",
  ].filter((part) => part !== "");
  const first =
    online === servers.length ? `All ${servers.length} online` : `${online} of ${servers.length} online`;
  return {
    verdict: [servers.length === 1 && online === 1 ? "1 server, online" : first, ...rest].join(" · "),
    isAllWell: silent === 0,
  };
}

function problemOf(server: ServerRecord, now: number): OverviewView["problems"][number] {
  const since = server.statusChangedAt ?? server.lastSeen ?? now;
  return {
    id: server.id,
    href: serverHref(server.id),
    name: server.displayName ?? server.id,
    since,
    text:
      server.lastSeen === null
        ? "has not sent a heartbeat"
        : `no heartbeat for ${formatDuration(now - server.lastSeen)}`,
  };
}

type Pair = { server: ServerRecord; row: Omit<ServerRow, "sparklines"> };

function rowOf(server: ServerRecord, latest: LatestSample | undefined): Pair {
  const name = server.displayName ?? server.id;
  // Yesterday's 12 % is not how an offline machine is.
  const current = server.status === "online" ? latest : undefined;
  return {
    server,
    row: {
      id: server.id,
      href: serverHref(server.id),
      name,
      hostname: server.hostname === name || server.hostname === server.id ? null : server.hostname,
      tags: server.tags,
      state: serverState({
        status: server.status,
        isPaused: server.pausedAt !== null,
        isWorkstation: server.machineType === "workstation",
        lastSeen: server.lastSeen,
      }),
      cpuPercent: current?.cpuPercent ?? null,
      memoryPercent: current?.memoryPercent ?? null,
      diskPercent: current?.diskWorstPercent ?? current?.diskPercent ?? null,
      rxBytesPerSecond: rateOf(current, "networkRxBytes", server.heartbeatIntervalSeconds),
      txBytesPerSecond: rateOf(current, "networkTxBytes", server.heartbeatIntervalSeconds),
      load5m: current?.load5m ?? null,
      uptimeMs: current?.uptimeSeconds == null ? null : current.uptimeSeconds * 1000,
      lastSeen: server.lastSeen,
    },
  };
}

/** The newest rate of a counter, bytes per second. */
export function rateOf(
  latest: LatestSample | undefined,
  counter: "networkRxBytes" | "networkTxBytes",
  intervalSeconds: number,
): number | null {
  if (latest?.before == null) return null;
  const reading = (
    sample: { timestamp: number; uptimeSeconds: number | null } & Record<typeof counter, number | null>,
  ) => ({
    at: sample.timestamp,
    value: sample[counter],
    uptimeSeconds: sample.uptimeSeconds,
  });
  return counterRate(reading(latest.before), reading(latest), gapMs(null, intervalSeconds));
}

function matches(server: ServerRecord, query: OverviewQuery): boolean {
  if (!isInState(server, query.state)) return false;
  if (query.tag !== null && !server.tags.includes(query.tag)) return false;
  const wanted = query.q.toLowerCase();
  const said = [
    server.id,
    server.displayName,
    server.hostname,
    server.ipAddress,
    server.osDistribution,
    ...server.tags,
  ];
  return wanted === "" || said.some((text) => text?.toLowerCase().includes(wanted));
}

function isInState(server: ServerRecord, state: StateFilter): boolean {
  if (state === "all") return true;
  if (state === "paused") return server.pausedAt !== null;
  return server.status === state && server.pausedAt === null;
}

/** Worst first, as that is what one looks for. */
const stateOrder = ["offline", "unknown", "never seen", "paused", "online"];

const sortValues: Record<SortKey, (row: Omit<ServerRow, "sparklines">) => number | string | null> = {
  state: (row) => stateOrder.indexOf(row.state.word),
  name: (row) => row.name.toLowerCase(),
  cpu: (row) => row.cpuPercent,
  memory: (row) => row.memoryPercent,
  disk: (row) => row.diskPercent,
  network: (row) =>
    row.rxBytesPerSecond === null ? null : row.rxBytesPerSecond + (row.txBytesPerSecond ?? 0),
  load: (row) => row.load5m,
  uptime: (row) => row.uptimeMs,
  seen: (row) => row.lastSeen,
};

/** The direction a column begins with: figures from the highest down, words from A. */
export function usualDirection(key: SortKey): "asc" | "desc" {
  return key === "name" || key === "state" ? "asc" : "desc";
}

function compareRows(
  a: Omit<ServerRow, "sparklines">,
  b: Omit<ServerRow, "sparklines">,
  query: OverviewQuery,
): number {
  const value = sortValues[query.sort];
  const [left, right] = [value(a), value(b)];
  const byName = a.name.localeCompare(b.name, "en", { numeric: true });
  if (left === right) return byName;
  // What is unknown stands last, whichever way the column is sorted.
  if (left === null) return 1;
  if (right === null) return -1;
  const sign = (query.dir ?? usualDirection(query.sort)) === "asc" ? 1 : -1;
  if (typeof left === "string" && typeof right === "string")
    return sign * left.localeCompare(right, "en", { numeric: true });
  return sign * (Number(left) - Number(right)) || byName;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
