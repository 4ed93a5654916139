import type { MatrixLine } from "@/components/services/service-matrix";
import type {
  ReportedRow,
  ServiceHistoryRow,
  ServiceRow,
  ServiceTableRow,
} from "@/components/services/service-row";
import { stripOf } from "@/components/services/strip";
import { serviceStates as statesOfServices } from "@/components/ui/state-look";
import type { ReportedService, ServiceRecord } from "@/db/queries/services";
import { availabilityOf, type KnownRun, restartsSince, segmentsOf } from "@/domain/services/availability";
import { currentStatus, reasonWords, statusOrder } from "@/domain/services/current-status";
import { serverHref } from "../overview-query";
import {
  parseServicesQuery,
  type ServiceSortKey,
  type ServiceState,
  type ServicesQuery,
  serverServicesHref,
  serviceStates,
} from "./services-query";

const DAY_MS = 24 * 3_600_000;
/** How far back the list looks. */
export const SERVICE_SPAN_MS = 30 * DAY_MS;
const ROWS_PER_PAGE = 100;

export type ServicesView = {
  /** "38 of 40 running · 1 failed · 1 unknown" */
  verdict: string;
  counts: Record<ServiceState, number>;
  rows: ServiceRow[];
  page: number;
  pages: number;
};

/** Words, order and filters of the services. Pure: `now` is the only clock. */
export function servicesView(
  services: ServiceRecord[],
  { query, now }: { query: ServicesQuery; now: number },
): ServicesView {
  const rows = services.map((service) => serviceRow(service, now));
  const wanted = query.q.toLowerCase();
  const matching = rows.filter(
    (row) =>
      isInState(row, query.state) &&
      [row.name, row.unit, row.serverId, row.serverName].some((text) => text.toLowerCase().includes(wanted)),
  );
  matching.sort((a, b) => compareRows(a, b, query));
  const pages = Math.max(1, Math.ceil(matching.length / ROWS_PER_PAGE));
  const page = Math.min(query.page, pages);
  return {
    verdict: servicesVerdict(rows),
    counts: Object.fromEntries(
      serviceStates.map((state) => [state, rows.filter((row) => isInState(row, state)).length]),
    ) as Record<ServiceState, number>,
    rows:
      query.view === "matrix" ? matching : matching.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE),
    page,
    pages: query.view === "matrix" ? 1 : pages,
  };
}

/** What is broken first, as in the list of all. */
export function worstFirst<Listed extends ServiceRow>(rows: Listed[]): Listed[] {
  return rows.sort((a, b) => compareRows(a, b, parseServicesQuery({})));
}

/** One line for each name, those with something wrong first. */
export function matrixLines(rows: ServiceRow[]): MatrixLine[] {
  const lines = new Map<string, ServiceRow[]>();
  for (const row of rows) {
    const line = lines.get(row.unit);
    if (line === undefined) lines.set(row.unit, [row]);
    else line.push(row);
  }
  const worst = (cells: MatrixLine["cells"]) => Math.min(...cells.map((cell) => orderOf(cell.status)));
  return [...lines]
    .map(([name, cells]) => ({
      name,
      running: cells.filter(({ status }) => status === "running").length,
      cells: cells.sort((a, b) => inEnglish.compare(a.serverName, b.serverName)).map(cellOf),
    }))
    .sort((a, b) => worst(a.cells) - worst(b.cells) || inEnglish.compare(a.name, b.name));
}

function cellOf({
  serverId,
  serverName,
  href,
  mark,
  reason,
  status,
}: ServiceRow): MatrixLine["cells"][number] {
  return { serverId, serverName, href, mark, reason, status };
}

export function servicesVerdict(rows: readonly Pick<ServiceRow, "status">[]): string {
  const number = (status: ServiceRow["status"]) => rows.filter((row) => row.status === status).length;
  const expected = rows.length - number("disabled");
  const running = number("running");
  const rest = (["failed", "stopped", "unknown", "disabled"] as const)
    .map((status) => [number(status), status] as const)
    .filter(([count]) => count > 0)
    .map(([count, status]) => `${count} ${status}`);
  if (expected === 0) return rest.join(" · ");
  const first =
    running === expected
      ? expected === 1
        ? "1 running"
        : `All ${expected} running`
      : `${running} of ${expected} running`;
  return [first, ...rest].join(" · ");
}

/** A service in the words of a list. */
export function serviceRow(service: ServiceRecord, now: number): ServiceRow {
  const current = service.newest === null ? null : currentStatus(service.newest, now);
  const status = service.enabled ? (current?.status ?? "unknown") : "disabled";
  return {
    serverId: service.serverId,
    serverName: service.serverName,
    serverHref: serverHref(service.serverId),
    href: serverServicesHref(service.serverId, service.serviceName),
    name: service.displayName ?? service.serviceName,
    unit: service.serviceName,
    displayName: service.displayName,
    isCritical: service.isCritical,
    enabled: service.enabled,
    status,
    mark: markOf(status),
    reason:
      status === "running" || status === "disabled"
        ? null
        : current === null
          ? "not reported yet"
          : reasonWords(current),
    since: current?.since ?? null,
    lastSeenAt: current?.lastSeenAt ?? null,
    memoryMb: current?.memoryMb ?? null,
    cpuPercent: current?.cpuPercent ?? null,
    pid: current?.pid ?? null,
  };
}

/** With what is known of its last 30 days. */
export function withHistory(row: ServiceRow, runs: readonly KnownRun[], now: number): ServiceHistoryRow {
  const over = (spanMs: number) => segmentsOf(runs, { from: now - spanMs, to: now });
  const [daySegments, monthSegments] = [over(DAY_MS), over(SERVICE_SPAN_MS)];
  return {
    ...row,
    restartsOfDay: restartsSince(runs, now - DAY_MS),
    day: availabilityOf(daySegments),
    month: availabilityOf(monthSegments),
    daySegments,
    monthSegments,
  };
}

export function tableRow(row: ServiceHistoryRow): ServiceTableRow {
  const { serverId, serverName, href, name, unit, isCritical, mark, reason, since, memoryMb } = row;
  const { restartsOfDay, day, month, monthSegments } = row;
  return {
    ...{ serverId, serverName, href, name, unit, isCritical, mark, reason, since, memoryMb },
    ...{ restartsOfDay, day, month, monthStrip: stripOf(monthSegments, "Last 30 days") },
  };
}

export function reportedRow({ serviceName, newest }: ReportedService, now: number): ReportedRow {
  const current = currentStatus(newest, now);
  return {
    unit: serviceName,
    status: current.status,
    mark: markOf(current.status),
    reason: current.status === "running" ? null : reasonWords(current),
    since: current.since,
    lastSeenAt: current.lastSeenAt,
    memoryMb: current.memoryMb,
  };
}

function markOf(status: ServiceRow["status"]): ServiceRow["mark"] {
  const mark = { state: statesOfServices[status], word: status };
  return status === "disabled" ? { ...mark, look: "outline" } : mark;
}

function isInState(row: ServiceRow, state: ServiceState): boolean {
  if (state === "all") return true;
  if (state === "down") return row.status === "failed" || row.status === "stopped";
  return row.status === state;
}

const orderOf = (status: ServiceRow["status"]) => (status === "disabled" ? 4 : statusOrder[status]);

const sortValues: Record<ServiceSortKey, (row: ServiceRow) => number | string | null> = {
  // A critical one that is down stands above the others that are.
  state: (row) => 2 * orderOf(row.status) + (row.isCritical ? 0 : 1),
  service: (row) => row.name,
  server: (row) => row.serverName,
  since: (row) => row.since,
  memory: (row) => row.memoryMb,
};

/** The direction a column begins with: figures from the highest down, words from A. */
export function usualServiceDirection(key: ServiceSortKey): "asc" | "desc" {
  return key === "since" || key === "memory" ? "desc" : "asc";
}

const inEnglish = new Intl.Collator("en", { numeric: true });

function compareRows(a: ServiceRow, b: ServiceRow, query: ServicesQuery): number {
  const value = sortValues[query.sort];
  const [left, right] = [value(a), value(b)];
  const byName = inEnglish.compare(a.serverName, b.serverName) || inEnglish.compare(a.name, b.name);
  if (left === right) return byName;
  // What is unknown stands last, whichever way the column is sorted.
  if (left === null) return 1;
  if (right === null) return -1;
  const sign = (query.dir ?? usualServiceDirection(query.sort)) === "asc" ? 1 : -1;
  if (typeof left === "string" && typeof right === "string") {
    return sign * inEnglish.compare(left, right) || byName;
  }
  return sign * (Number(left) - Number(right)) || byName;
}
