import type { ServiceRun } from "../../domain/services/runs";
import type { ServiceStatus } from "../../domain/services/service";

/**
 * What heartbeats read and write of services, one statement a table with its rows as one JSON array, like the samples they
 * come with.
 */

/** Rows `[serverId, at]`. The samples around one that came late; no row for one that is stored already. */
export const FIND_NEIGHBOURS = `
  SELECT u.value->>0 AS server_id, u.value->>1 AS at,
    (SELECT max(timestamp) FROM metrics WHERE server_id = u.value->>0 AND timestamp < u.value->>1) AS before,
    (SELECT min(timestamp) FROM metrics WHERE server_id = u.value->>0 AND timestamp > u.value->>1) AS after
  FROM json_each(?) AS u
  WHERE NOT EXISTS (SELECT 1 FROM metrics WHERE server_id = u.value->>0 AND timestamp = u.value->>1)`;

/**
 * Rows `[serverId, at]`. Of each service that a server has ever had, the run before `at` and all that began later. The names
 * are found by leaping from one to the next in the index: a DISTINCT would read every run there is.
 */
export const LOAD_RUNS = `
  WITH RECURSIVE names (server_id, at, name) AS (
    SELECT value->>0, value->>1, (SELECT min(service_name) FROM service_status WHERE server_id = value->>0) FROM json_each(?)
    UNION ALL
    SELECT server_id, at, (SELECT min(service_name) FROM service_status AS s
      WHERE s.server_id = names.server_id AND s.service_name > names.name) FROM names WHERE name IS NOT NULL)
  SELECT r.server_id, json_array(r.id, r.service_name, r.timestamp, r.last_seen_at, r.known_until, r.restarts, r.status,
    r.status_reason, r.exit_status, r.restart_counter, r.started_at, r.pid, r.memory_mb, r.cpu_percent) AS run
  FROM names CROSS JOIN service_status AS r ON r.server_id = names.server_id AND r.service_name = names.name
    AND r.timestamp >= coalesce((SELECT max(timestamp) FROM service_status AS b WHERE b.server_id = names.server_id
      AND b.service_name = names.name AND b.timestamp <= names.at), 0)
  WHERE names.name IS NOT NULL`;

/** Rows: ids. */
export const DELETE_RUNS = "DELETE FROM service_status WHERE id IN (SELECT value FROM json_each(?))";

/** Rows of `updatedRun`. */
export const UPDATE_RUNS = `
  UPDATE service_status SET last_seen_at = u.value->>1, known_until = u.value->>2, restarts = u.value->>3,
    memory_mb = u.value->>4, cpu_percent = u.value->>5
  FROM json_each(?) AS u WHERE service_status.id = u.value->>0`;

/** Rows of `insertedRun`. */
export const INSERT_RUNS = `
  INSERT INTO service_status (server_id, service_name, timestamp, last_seen_at, known_until, restarts, status, status_reason,
    exit_status, restart_counter, started_at, pid, memory_mb, cpu_percent)
  SELECT ${Array.from({ length: 14 }, (_, index) => `value->>${index}`).join(", ")} FROM json_each(?)`;

/** Rows `[serverId, storedAt]`, where only late samples changed runs: all runs of the newest sample were written as well. */
export const MARK_SERVICES_STORED = `
  UPDATE servers SET services_stored_at = u.value->>1 FROM json_each(?) AS u
  WHERE servers.id = u.value->>0 AND servers.services_stored_at IS NOT NULL`;

export function updatedRun(run: ServiceRun): unknown[] {
  return [run.id, run.lastSeenAt, run.knownUntil, run.restarts, run.memoryMb, run.cpuPercent];
}

export function insertedRun(serverId: string, run: ServiceRun): unknown[] {
  const { name, from, lastSeenAt, knownUntil, restarts, status, statusReason } = run;
  const { exitStatus, restartCounter, startedAt, pid, memoryMb, cpuPercent } = run;
  return [
    ...[serverId, name, from, lastSeenAt, knownUntil, restarts, status, statusReason],
    ...[exitStatus, restartCounter, startedAt, pid, memoryMb, cpuPercent],
  ];
}

type Loaded = [
  id: number,
  name: string,
  from: number,
  lastSeenAt: number | null,
  knownUntil: number | null,
  restarts: number,
  status: ServiceStatus,
  statusReason: string | null,
  exitStatus: number | null,
  restartCounter: number | null,
  startedAt: number | null,
  pid: number | null,
  memoryMb: number | null,
  cpuPercent: number | null,
];

/** A run from the JSON of LOAD_RUNS. What was written by hand vouches for its own instant. */
export function loadedRun(json: string): ServiceRun {
  const [id, name, from, seen, until, restarts, status, statusReason, exitStatus, ...rest] = JSON.parse(
    json,
  ) as Loaded;
  const [restartCounter, startedAt, pid, memoryMb, cpuPercent] = rest;
  const lastSeenAt = seen ?? from;
  return {
    ...{ id, name, from, lastSeenAt, knownUntil: until ?? lastSeenAt, restarts, status, statusReason },
    ...{ exitStatus, restartCounter, startedAt, pid, memoryMb, cpuPercent },
  };
}
