import type { AlertRow } from "@/components/alerts/alert-row";
import type { Problem } from "@/components/servers/problems";
import type { MeasureLines, ServerRow } from "@/components/servers/server-row";
import { serverState } from "@/components/servers/server-state";
import type { AlertRecord } from "@/db/queries/alerts";
import type { LatestSample, Sparklines } from "@/db/queries/samples";
import type { ServerRecord } from "@/db/queries/servers";
import { isSameLines, meterLines, usualLines } from "@/domain/alerts/meter-lines";
import type { Thresholds } from "@/domain/alerts/thresholds";
import { formatDuration } from "@/domain/format/time";
import type { Filesystem } from "@/domain/heartbeats/heartbeat";
import { fullestOf } from "@/domain/metrics/filesystem";
import { gapMs } from "@/domain/metrics/range";
import { counterRate } from "@/domain/metrics/rate";
import { alertRow } from "./alerts/alert-view";
import {
  type OverviewQuery,
  type SortKey,
  type StateFilter,
  serverHref,
  stateFilters,
} from "./overview-query";

/** So many rows a page: a rack fits, and a thousand machines slow nobody down. */
const ROWS_PER_PAGE = 100;

/** A row before what is read for one page only. */
type ListedServer = Omit<ServerRow, "sparklines" | "services">;

export type OverviewView = {
  verdict: string;
  /** "data 8 s old": the age of the newest sample of any server. */
  newestSampleAt: number | null;
  problems: Problem[];
  counts: Record<StateFilter, number>;
  rows: ListedServer[];
  /** How many match the filters, on all pages. */
  matching: number;
  page: number;
  pages: number;
};

/** Words, order and filters of the overview. Pure: `now` is the only clock. */
export function overviewView(options: {
  servers: ServerRecord[];
  latest: Map<string, LatestSample>;
  /** The unresolved ones, the worst first. */
  alerts: AlertRecord[];
  query: OverviewQuery;
  now: number;
}): OverviewView {
  const { servers, latest, alerts, query, now } = options;
  const alertsOf = new Map<string, AlertRecord[]>();
  for (const alert of alerts) {
    alertsOf.set(alert.serverId, [...(alertsOf.get(alert.serverId) ?? []), alert]);
  }
  const rows = servers.map((server) => rowOf(server, latest.get(server.id), alertsOf.get(server.id) ?? []));
  const isAlerting = (server: ServerRecord) => alertsOf.has(server.id);
  const matching = rows.filter(({ server }) => matches(server, query, isAlerting));
  const sorted = matching.sort((a, b) => compareRows(a.row, b.row, query));
  const pages = Math.max(1, Math.ceil(sorted.length / ROWS_PER_PAGE));
  const page = Math.min(query.page, pages);
  const isToldOf = new Set(alerts.filter((a) => a.alertType === "offline").map((a) => a.serverId));
  const silent = servers.filter(
    (s) => s.status === "offline" && s.pausedAt === null && s.machineType === "server",
  );
  const untold = silent.filter(({ id }) => !isToldOf.has(id));
  return {
    verdict: verdictOf(servers, silent.length, alerts),
    newestSampleAt: servers.reduce<number | null>(
      (newest, s) => Math.max(newest ?? 0, s.lastSeen ?? 0) || newest,
      null,
    ),
    problems: [
      ...untold.map((server) => problemOf(server, now)).sort((a, b) => b.since - a.since),
      // What somebody knows already stands below what nobody does.
      ...alerts.filter(({ status }) => status === "open").map((alert) => alertProblem(alertRow(alert))),
      ...alerts.filter(({ status }) => status !== "open").map((alert) => alertProblem(alertRow(alert))),
    ],
    counts: Object.fromEntries(
      stateFilters.map((state) => [
        state,
        servers.filter((server) => isInState(server, state, isAlerting)).length,
      ]),
    ) as Record<StateFilter, number>,
    rows: sorted.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE).map(({ row }) => row),
    matching: sorted.length,
    page,
    pages,
  };
}

/** The rows of a page with their lines and with how many of their services run. */
export function completeRows(
  rows: ListedServer[],
  read: {
    sparklines: Map<string, Sparklines>;
    services: Map<string, NonNullable<ServerRow["services"]>>;
    thresholds: Thresholds;
    /** Of the servers of which a filesystem has lines of its own. */
    filesystems: Map<string, Filesystem[]>;
  },
): ServerRow[] {
  const usual = measureLines(read.thresholds);
  return rows.map((row) => ({
    ...row,
    ...ownLines(row.id, usual, read),
    sparklines: read.sparklines.get(row.id) ?? null,
    services: read.services.get(row.id) ?? null,
  }));
}

/** The lines of the servers that have none of their own. */
export function measureLines(thresholds: Thresholds): MeasureLines {
  return {
    cpu: usualLines(thresholds, "cpu"),
    memory: usualLines(thresholds, "memory"),
    disk: usualLines(thresholds, "disk"),
  };
}

/** Whose filesystems have to be read to know which lines the fullest of them has. */
export function withOwnFilesystemLines(rows: { id: string }[], { servers }: Thresholds): string[] {
  return rows.flatMap(({ id }) => (servers[id]?.filesystems === undefined ? [] : [id]));
}

/** Only what is not as usual: the browser is sent all of a row. */
function ownLines(
  serverId: string,
  usual: MeasureLines,
  read: { thresholds: Thresholds; filesystems: Map<string, Filesystem[]> },
): Pick<ServerRow, "lines"> {
  if (read.thresholds.servers[serverId] === undefined) return {};
  const fullest = fullestOf(read.filesystems.get(serverId) ?? [])?.filesystem.mount_point ?? "";
  const lines: Partial<MeasureLines> = {};
  for (const alertType of ["cpu", "memory", "disk"] as const) {
    const subject = alertType === "disk" ? fullest : "";
    const own = meterLines(read.thresholds, { serverId, alertType, subject });
    if (!isSameLines(own, usual[alertType])) lines[alertType] = own;
  }
  return Object.keys(lines).length === 0 ? {} : { lines };
}

function verdictOf(servers: ServerRecord[], silent: number, alerts: AlertRecord[]): string {
  const watched = servers.filter((server) => server.pausedAt === null);
  const online = watched.filter((server) => server.status === "online").length;
  const unknown = watched.filter((server) => server.status === "unknown").length;
  const asleep = watched.length - online - unknown - silent;
  const paused = servers.length - watched.length;
  const open = alerts.filter(({ status }) => status === "open").length;
  const acknowledged = alerts.length - open;
  const down = alerts.filter(({ alertType }) => alertType === "service_down").length;
  const rest = [
    silent > 0 ? `${silent} offline` : "",
    unknown > 0 ? `${unknown} not heard from yet` : "",
    asleep > 0 ? `${count(asleep, "workstation")} off` : "",
    paused > 0 ? `${paused} paused` : "",
    open > 0 ? count(open, "alert") : "",
    acknowledged > 0 ? `${acknowledged} acknowledged` : "",
    down > 0 ? `${count(down, "service")} down` : "",
  ].filter((part) => part !== "");
  const first =
    online === servers.length ? `All ${servers.length} online` : `${online} of ${servers.length} online`;
  return [servers.length === 1 && online === 1 ? "1 server, online" : first, ...rest].join(" · ");
}

/** A server that is silent and of which no alert tells: the sweep comes within seconds, or a window holds it back. */
function problemOf(server: ServerRecord, now: number): Problem {
  const since = server.statusChangedAt ?? server.lastSeen ?? now;
  return {
    key: `server ${server.id}`,
    alertId: null,
    href: serverHref(server.id),
    name: server.displayName ?? server.id,
    mark: { state: "bad", look: "solid", word: "offline" },
    since,
    acknowledgedBy: null,
    what:
      server.lastSeen === null
        ? "has not sent a heartbeat"
        : `no heartbeat for ${formatDuration(now - server.lastSeen)}`,
    reading: "",
  };
}

/** An alert among the problems of the overview or of its server's page. */
export function alertProblem(alert: AlertRow): Problem {
  return {
    key: `alert ${alert.id}`,
    alertId: alert.status === "open" ? alert.id : null,
    href: alert.href,
    name: alert.serverName,
    mark: alert.mark,
    since: alert.since,
    acknowledgedBy: alert.acknowledgedBy,
    what: alert.what,
    reading: [alert.reading, alert.isStale ? "(stale)" : ""].filter(Boolean).join(" "),
  };
}

type Pair = { server: ServerRecord; row: ListedServer };

function rowOf(server: ServerRecord, latest: LatestSample | undefined, alerts: AlertRecord[]): Pair {
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
      alerts: alertsWords(alerts),
    },
  };
}

/** The worst of those that nobody knows of, and how many these are; where there is none, of the others. Never of both at once. */
function alertsWords(alerts: AlertRecord[]): ServerRow["alerts"] {
  const open = alerts.filter(({ status }) => status === "open");
  const told = open.length > 0 ? open : alerts;
  const [worst] = told;
  if (worst === undefined) return null;
  const { state, look, word } = alertRow(worst).mark;
  const worded = (many: string) => `${many}, ${told.length > 1 ? "the worst " : ""}${word}`;
  const known = alerts.length - open.length;
  const words =
    open.length === 0
      ? worded(`${known} acknowledged`)
      : `${worded(count(open.length, "alert"))}${known > 0 ? `; ${known} acknowledged` : ""}`;
  return { state, look, word: words, count: told.length };
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

function matches(
  server: ServerRecord,
  query: OverviewQuery,
  isAlerting: (server: ServerRecord) => boolean,
): boolean {
  if (!isInState(server, query.state, isAlerting)) return false;
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

function isInState(
  server: ServerRecord,
  state: StateFilter,
  isAlerting: (server: ServerRecord) => boolean,
): boolean {
  if (state === "all") return true;
  if (state === "alerting") return isAlerting(server);
  if (state === "paused") return server.pausedAt !== null;
  return server.status === state && server.pausedAt === null;
}

/** Worst first, as that is what one looks for. */
const stateOrder = ["offline", "unknown", "never seen", "paused", "online"];

const sortValues: Record<SortKey, (row: ListedServer) => number | string | null> = {
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

/** `node-2` before `node-10`. Made once: a collator costs a hundred times what a comparison does. */
const inEnglish = new Intl.Collator("en", { numeric: true });

function compareRows(a: ListedServer, b: ListedServer, query: OverviewQuery): number {
  const value = sortValues[query.sort];
  const [left, right] = [value(a), value(b)];
  const byName = inEnglish.compare(a.name, b.name);
  if (left === right) return byName;
  // What is unknown stands last, whichever way the column is sorted.
  if (left === null) return 1;
  if (right === null) return -1;
  const sign = (query.dir ?? usualDirection(query.sort)) === "asc" ? 1 : -1;
  if (typeof left === "string" && typeof right === "string") return sign * inEnglish.compare(left, right);
  return sign * (Number(left) - Number(right)) || byName;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
