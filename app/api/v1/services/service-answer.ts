import type { ServiceRecord } from "@/db/queries/services";
import {
  type Availability,
  availabilityOf,
  type KnownRun,
  restartsSince,
  segmentsOf,
} from "@/domain/services/availability";
import { currentStatus, type NewestRun } from "@/domain/services/current-status";
import type { ServiceAnswer } from "@/domain/services/service-answer";

const DAY_MS = 24 * 3_600_000;
/** How far back availability is said. */
export const SPAN_MS = 30 * DAY_MS;

/** One expected service as the API answers it; `runs` are those of the last 30 days. */
export function serviceAnswer(service: ServiceRecord, runs: readonly KnownRun[], now: number): ServiceAnswer {
  const within = (spanMs: number) => {
    const span = { from: now - spanMs, to: now };
    return availabilityAnswer(availabilityOf(segmentsOf(runs, span)), spanMs);
  };
  return {
    server_id: service.serverId,
    server_name: service.serverName,
    service_name: service.serviceName,
    display_name: service.displayName,
    is_critical: service.isCritical,
    enabled: service.enabled,
    created_at: new Date(service.createdAt).toISOString(),
    current_status: service.newest === null ? null : currentStatusAnswer(service.newest, now),
    restarts_24h: restartsSince(runs, now - DAY_MS),
    availability_24h: within(DAY_MS),
    availability_30d: within(SPAN_MS),
  };
}

export function currentStatusAnswer(run: NewestRun, now: number) {
  const { status, statusReason, since, pid, memoryMb, cpuPercent, exitStatus, lastSeenAt } = currentStatus(
    run,
    now,
  );
  return {
    ...{ status, status_reason: statusReason, since: new Date(since).toISOString(), pid },
    ...{ memory_mb: memoryMb, cpu_percent: cpuPercent, exit_status: exitStatus },
    last_seen: new Date(lastSeenAt).toISOString(),
  };
}

function availabilityAnswer({ percent, unknownMs }: Availability, spanMs: number) {
  return { percent, known_percent: (100 * (spanMs - unknownMs)) / spanMs };
}
