import type { InStatement, ResultSet } from "@libsql/client";
import {
  type AlertStatus,
  type AlertType,
  metricTypeOf,
  type Severity,
  subjectOf,
} from "../../domain/alerts/alert";
import { isInMaintenance, type MaintenanceWindow } from "../../domain/alerts/maintenance";
import type { Thresholds } from "../../domain/alerts/thresholds";
import { type Cooldowns, calmState, type SubjectState } from "../../domain/alerts/transition";
import { LOAD_ALERTING, LOAD_ALL_ALERTING } from "./alert-statements";
import { storedThresholds } from "./stored-thresholds";

export type AlertedServer = {
  id: string;
  name: string;
  cpuCores: number | null;
  isPaused: boolean;
  isWorkstation: boolean;
  /** How many services are watched on it. */
  servicesExpected: number;
  tags: string[];
};

/** A service that was started anew, as the sample at `at` shows. */
export type Restarts = { serviceName: string; at: number; count: number };

export type KnownState = SubjectState & {
  serverId: string;
  metricType: string;
  alertType: AlertType;
  subject: string;
  title: string | null;
  openedAt: number | null;
};

/** Everything that an evaluation needs, read within its transaction. */
export type Alerting = {
  thresholds: Thresholds;
  cooldowns: Cooldowns;
  notifyOnResolve: boolean;
  channels: { id: number; minSeverity: Severity }[];
  lastAlertId: number;
  states: Map<string, KnownState>;
  servers: Map<string, AlertedServer>;
  windows: MaintenanceWindow[];
  /** By server, what was restarted in the ten minutes before its newest sample; not read for all servers at once. */
  restarts: Map<string, Restarts[]>;
};

const MINUTE_MS = 60_000;
const COOLDOWNS_DEFAULT = { critical_minutes: 30, high_minutes: 240 };

export function stateKey(serverId: string, metricType: string): string {
  return `${serverId} ${metricType}`;
}

/** Reads for these servers, or for all. */
export async function loadAlerting(
  read: (statement: InStatement) => Promise<ResultSet>,
  serverIds: string[] | "all",
): Promise<Alerting> {
  const result = await read(
    serverIds === "all"
      ? { sql: LOAD_ALL_ALERTING, args: [] }
      : { sql: LOAD_ALERTING, args: [JSON.stringify(serverIds)] },
  );
  const row = result.rows[0];
  const json = <Value>(column: string, otherwise: Value): Value =>
    row?.[column] == null ? otherwise : (JSON.parse(String(row[column])) as Value);
  const settings = json<{ cooldowns?: Partial<typeof COOLDOWNS_DEFAULT>; notify_on_resolve?: boolean }>(
    "notifications",
    {},
  );
  const cooldowns = { ...COOLDOWNS_DEFAULT, ...settings.cooldowns };
  return {
    thresholds: storedThresholds(row?.thresholds),
    cooldowns: {
      criticalMs: cooldowns.critical_minutes * MINUTE_MS,
      highMs: cooldowns.high_minutes * MINUTE_MS,
    },
    notifyOnResolve: settings.notify_on_resolve ?? true,
    channels: json<[number, Severity][]>("channels", []).map(([id, minSeverity]) => ({ id, minSeverity })),
    lastAlertId: Number(row?.last_alert_id ?? 0),
    states: knownStates(json<StateRow[]>("states", []), json<StrayRow[]>("strays", [])),
    servers: new Map(
      json<ServerRow[]>("servers", []).map((server) => [server[0], alertedServer(server)] as const),
    ),
    windows: json<MaintenanceWindow[]>("windows", []),
    restarts: restartsOf(json<[string, string, number, number][]>("restarts", [])),
  };
}

const byServer = new WeakMap<Alerting["states"], Map<string, KnownState[]>>();

/** What is remembered of one server. */
export function statesOf(alerting: Alerting, serverId: string): KnownState[] {
  let servers = byServer.get(alerting.states);
  if (servers === undefined) {
    servers = new Map();
    for (const state of alerting.states.values()) {
      const own = servers.get(state.serverId);
      if (own === undefined) servers.set(state.serverId, [state]);
      else own.push(state);
    }
    byServer.set(alerting.states, servers);
  }
  return servers.get(serverId) ?? [];
}

/** Why nothing may open for a server now; null where it may. */
export function suppressedBy(
  alerting: Alerting,
  server: AlertedServer | undefined,
  now: number,
): string | null {
  if (server === undefined) return null;
  if (server.isPaused) return "paused";
  if (alerting.windows.length === 0) return null;
  return isInMaintenance(alerting.windows, { serverId: server.id, tags: server.tags, now })
    ? "maintenance"
    : null;
}

type StateRow = [
  serverId: string,
  metricType: string,
  severity: Severity | null,
  breaches: number,
  clears: number,
  value: number | null,
  firstBreachAt: number | null,
  lastNotifiedAt: number | null,
  resolvedAt: number | null,
  alertId: number | null,
  changes: number[],
  flappingSince: number | null,
  status: AlertStatus | null,
  staleAt: number | null,
  peak: number | null,
  title: string | null,
  openedAt: number | null,
];

/** An active alert to which no state leads, as one that was written by hand. */
type StrayRow = [
  serverId: string,
  alertType: AlertType,
  subject: string,
  severity: Severity,
  alertId: number,
  status: AlertStatus,
  staleAt: number | null,
  peak: number | null,
  title: string,
  openedAt: number,
];

/** By `stateKey`. The machine takes over what it did not open: the database refuses a second active alert about one thing. */
function knownStates(rows: StateRow[], strays: StrayRow[]): Map<string, KnownState> {
  const states = new Map<string, KnownState>();
  for (const row of rows) {
    const about = subjectOf(row[1]);
    if (about === null) continue;
    states.set(stateKey(row[0], row[1]), knownState(row, about));
  }
  for (const [
    serverId,
    alertType,
    subject,
    severity,
    alertId,
    status,
    staleAt,
    peak,
    title,
    openedAt,
  ] of strays) {
    const metricType = metricTypeOf(alertType, subject);
    const { changes, flappingSince } = states.get(stateKey(serverId, metricType)) ?? calmState;
    states.set(stateKey(serverId, metricType), {
      ...calmState,
      ...{ serverId, metricType, alertType, subject, severity, alertId, peak, title, openedAt, changes },
      ...{ isAcknowledged: status === "acknowledged", isStale: staleAt !== null, firstBreachAt: openedAt },
      ...{ flappingSince, lastNotifiedAt: openedAt },
    });
  }
  return states;
}

function knownState(row: StateRow, about: { alertType: AlertType; subject: string }): KnownState {
  const [serverId, metricType, severity, breaches, clears, value, firstBreachAt, lastNotifiedAt, resolvedAt] =
    row;
  const [, , , , , , , , , alertId, changes, flappingSince, status, staleAt, peak, title, openedAt] = row;
  // The alert itself decides whether it is active: an operator may have resolved it, or its row may be gone.
  const isActive = severity !== null && status !== null && status !== "resolved";
  const counted = {
    value,
    resolvedAt,
    alertId,
    changes,
    flappingSince,
    serverId,
    metricType,
    ...about,
    title,
    openedAt,
  };
  if (!isActive) return { ...calmState, ...counted, breaches, firstBreachAt };
  return {
    ...counted,
    ...{ severity, breaches, clears, firstBreachAt, lastNotifiedAt, peak },
    isAcknowledged: status === "acknowledged",
    isStale: staleAt !== null,
  };
}

function restartsOf(rows: [string, string, number, number][]): Map<string, Restarts[]> {
  const restarts = new Map<string, Restarts[]>();
  for (const [serverId, serviceName, at, count] of rows) {
    restarts.set(serverId, [...(restarts.get(serverId) ?? []), { serviceName, at, count }]);
  }
  return restarts;
}

type ServerRow = [string, string, number | null, number | null, string, number, string[]];

function alertedServer([id, name, cpuCores, pausedAt, machineType, ...rest]: ServerRow): AlertedServer {
  const [servicesExpected, tags] = rest;
  return {
    id,
    name,
    cpuCores,
    isPaused: pausedAt !== null,
    isWorkstation: machineType === "workstation",
    servicesExpected,
    tags,
  };
}
