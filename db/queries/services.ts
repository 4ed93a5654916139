import type { KnownRun } from "../../domain/services/availability";
import type { NewestRun } from "../../domain/services/current-status";
import type { ServiceStatus } from "../../domain/services/service";
import type { Database } from "../client";
import { KNOWN_UNTIL, LAST_SEEN_AT } from "./service-runs";

export type ServiceRecord = {
  serverId: string;
  serverName: string;
  serverStatus: "online" | "offline" | "unknown";
  isPaused: boolean;
  serviceName: string;
  displayName: string | null;
  isCritical: boolean;
  enabled: boolean;
  createdAt: number;
  /** Null where the agent has never said a word of it. */
  newest: NewestRun | null;
};

export type ReportedService = { serviceName: string; newest: NewestRun };

/** Every expected service, or those of one server, by server and name, with the newest that is known of each. */
export async function listExpectedServices(
  db: Database,
  options: { serverId?: string; serviceName?: string } = {},
): Promise<ServiceRecord[]> {
  const rows = await db.query<{ fields: string }>(EXPECTED, [
    options.serverId ?? null,
    options.serviceName ?? null,
  ]);
  return rows.map(({ fields }) => {
    const [described, run] = JSON.parse(fields) as [DescribedFields, RunFields];
    const [serverId, serverName, serverStatus, isPaused, serviceName, displayName, ...rest] = described;
    const [isCritical, enabled, createdAt] = rest;
    return {
      ...{ serverId, serverName, serverStatus, isPaused: isPaused === 1, serviceName, displayName },
      ...{ isCritical: isCritical === 1, enabled: enabled === 1, createdAt, newest: newestRun(run) },
    };
  });
}

/** What the agent of a server reports now and nobody expects of it: failed units, and what it was told to watch. */
export async function listReportedServices(db: Database, serverId: string): Promise<ReportedService[]> {
  const rows = await db.query<{ name: string; run: string }>(REPORTED, [serverId]);
  return rows.flatMap(({ name, run }) => {
    const newest = newestRun(JSON.parse(run) as RunFields);
    return newest === null ? [] : [{ serviceName: name, newest }];
  });
}

export type ServiceCount = { expected: number; running: number; stopped: number; failed: number };

/** How many services are expected of each server (enabled ones), and how they are at `now`, the rest unknown; by server's id. */
export async function countServices(
  db: Database,
  options: { serverIds: readonly string[]; now: number },
): Promise<Map<string, ServiceCount>> {
  const rows = await db.query<ServiceCount & { server_id: string }>(COUNTS, [
    JSON.stringify(options.serverIds),
    options.now,
  ]);
  return new Map(
    rows.map(({ server_id, expected, running, stopped, failed }) => [
      server_id,
      { expected, running, stopped, failed },
    ]),
  );
}

/**
 * What is known of services between two instants, by `serviceKey`, each in the order of time: the runs that begin in the span
 * and the one that lasts into it. `services` are pairs of server and name.
 */
export async function listServiceRuns(
  db: Database,
  options: { services: readonly { serverId: string; serviceName: string }[]; from: number; to: number },
): Promise<Map<string, KnownRun[]>> {
  const { services, from, to } = options;
  const wanted = JSON.stringify(services.map(({ serverId, serviceName }) => [serverId, serviceName]));
  const rows = await db.query<{ server_id: string; service_name: string; runs: string }>(RUNS, [
    wanted,
    from,
    to,
  ]);
  return new Map(
    rows.map(({ server_id, service_name, runs }) => [
      serviceKey({ serverId: server_id, serviceName: service_name }),
      (JSON.parse(runs) as [number, number, ServiceStatus, number][])
        .map(([begun, until, status, restarts]) => ({ from: begun, until, status, restarts }))
        .sort((a, b) => a.from - b.from),
    ]),
  );
}

/** One text for a service of a server; no server's id holds a blank. */
export function serviceKey(of: { serverId: string; serviceName: string }): string {
  return `${of.serverId} ${of.serviceName}`;
}

type DescribedFields = [
  serverId: string,
  serverName: string,
  serverStatus: ServiceRecord["serverStatus"],
  isPaused: number,
  serviceName: string,
  displayName: string | null,
  isCritical: number,
  enabled: number,
  createdAt: number,
];

type RunFields = [
  status: ServiceStatus | null,
  reason: string | null,
  pid: number | null,
  memoryMb: number | null,
  cpuPercent: number | null,
  from: number,
  lastSeenAt: number,
  knownUntil: number,
  startedAt: number | null,
  exitStatus: number | null,
];

function newestRun(fields: RunFields): NewestRun | null {
  const [status, statusReason, pid, memoryMb, cpuPercent, from, lastSeenAt, knownUntil, ...rest] = fields;
  const [startedAt, exitStatus] = rest;
  if (status === null) return null;
  return {
    ...{ status, statusReason, pid, memoryMb, cpuPercent, from, lastSeenAt, knownUntil },
    ...{ startedAt, exitStatus },
  };
}

/** One text a row: the client takes its time for each value. */
const RUN_FIELDS = `json_array(r.status, r.status_reason, r.pid, r.memory_mb, r.cpu_percent, r.timestamp,
  ${LAST_SEEN_AT}, ${KNOWN_UNTIL}, r.started_at, r.exit_status)`;

const NEWEST_OF = (server: string, service: string) => `(SELECT id FROM service_status
  WHERE server_id = ${server} AND service_name = ${service} ORDER BY timestamp DESC, id DESC LIMIT 1)`;

const EXPECTED = `
  SELECT json_array(json_array(e.server_id, coalesce(s.display_name, s.id), s.status, s.paused_at IS NOT NULL,
      e.service_name, e.display_name, e.is_critical, e.enabled, e.created_at), ${RUN_FIELDS}) AS fields
  FROM expected_services AS e JOIN servers AS s ON s.id = e.server_id
  LEFT JOIN service_status AS r ON r.id = ${NEWEST_OF("e.server_id", "e.service_name")}
  WHERE (?1 IS NULL OR e.server_id = ?1) AND (?2 IS NULL OR e.service_name = ?2)
  ORDER BY e.server_id, e.service_name`;

/** Of the current report only: what was seen when the runs were last written. */
const REPORTED = `
  SELECT r.service_name AS name, ${RUN_FIELDS} AS run
  FROM servers AS s JOIN service_status AS r ON r.server_id = s.id
  WHERE s.id = ?1 AND r.last_seen_at >= s.services_stored_at
    AND r.id = ${NEWEST_OF("s.id", "r.service_name")}
    AND NOT EXISTS (SELECT 1 FROM expected_services AS e WHERE e.server_id = s.id AND e.service_name = r.service_name)
  ORDER BY r.service_name`;

const RUNS = `
  SELECT w.value->>0 AS server_id, w.value->>1 AS service_name,
    json_group_array(json_array(r.timestamp, ${KNOWN_UNTIL}, r.status, r.restarts)) AS runs
  FROM json_each(?1) AS w JOIN servers AS s ON s.id = w.value->>0
  JOIN service_status AS r ON r.server_id = w.value->>0 AND r.service_name = w.value->>1
  WHERE r.timestamp < CAST(?3 AS INTEGER) AND r.timestamp >= coalesce(
    (SELECT max(timestamp) FROM service_status AS before WHERE before.server_id = w.value->>0
      AND before.service_name = w.value->>1 AND before.timestamp <= CAST(?2 AS INTEGER)), CAST(?2 AS INTEGER))
  GROUP BY w.key`;

const COUNTS = `
  SELECT e.server_id, count(*) AS expected,
    ${(["running", "stopped", "failed"] as const)
      .map(
        (status) =>
          `count(*) FILTER (WHERE r.status = '${status}' AND ${KNOWN_UNTIL} > CAST(?2 AS INTEGER)) AS ${status}`,
      )
      .join(", ")}
  FROM json_each(?1) AS w JOIN expected_services AS e ON e.server_id = w.value AND e.enabled
  JOIN servers AS s ON s.id = e.server_id
  LEFT JOIN service_status AS r ON r.id = ${NEWEST_OF("e.server_id", "e.service_name")}
  GROUP BY e.server_id`;
