import type { LatestSample } from "@/db/queries/samples";
import type { ServerRecord } from "@/db/queries/servers";
import type { ServerAnswer } from "@/domain/servers/server-answer";

/** A server as programs read it: the database's names, times in ISO 8601. */
export function serverAnswer(
  server: ServerRecord,
  latest: LatestSample | undefined,
  activeAlerts: number,
): ServerAnswer {
  return {
    id: server.id,
    guid: server.guid,
    hostname: server.hostname,
    display_name: server.displayName,
    ip_address: server.ipAddress,
    status: server.status,
    status_changed_at: iso(server.statusChangedAt),
    os_distribution: server.osDistribution,
    os_version: server.osVersion,
    kernel_version: server.kernelVersion,
    architecture: server.architecture,
    os_info: {
      distribution: server.osDistribution,
      version: server.osVersion,
      kernel: server.kernelVersion,
      architecture: server.architecture,
    },
    cpu_model: server.cpuModel,
    cpu_cores: server.cpuCores,
    machine_type: server.machineType,
    machine_category: server.machineCategory,
    tdp_watts: server.tdpWatts,
    idle_watts: server.idleWatts,
    agent_version: server.agentVersion,
    boot_id: server.bootId,
    heartbeat_interval_seconds: server.heartbeatIntervalSeconds,
    clock_skew_ms: server.clockSkewMs,
    spooled_count: server.spooledCount,
    spool_dropped_count: server.spoolDroppedCount,
    last_seen: iso(server.lastSeen),
    offline_after: iso(server.offlineAfter),
    is_paused: server.pausedAt !== null,
    paused_at: iso(server.pausedAt),
    updates_available: server.updatesAvailable,
    security_updates: server.securityUpdates,
    tags: server.tags,
    created_at: iso(server.createdAt),
    updated_at: iso(server.updatedAt),
    latest_metrics: latest === undefined ? null : latestMetrics(latest),
    active_alert_count: activeAlerts,
  };
}

function latestMetrics(latest: LatestSample): ServerAnswer["latest_metrics"] {
  return {
    timestamp: iso(latest.timestamp),
    cpu_percent: latest.cpuPercent,
    memory_percent: latest.memoryPercent,
    memory_total_mb: latest.memoryTotalMb,
    memory_used_mb: latest.memoryUsedMb,
    swap_total_mb: latest.swapTotalMb,
    swap_used_mb: latest.swapUsedMb,
    disk_percent: latest.diskPercent,
    disk_total_gb: latest.diskTotalGb,
    disk_used_gb: latest.diskUsedGb,
    network_rx_bytes: latest.networkRxBytes,
    network_tx_bytes: latest.networkTxBytes,
    load_1m: latest.load1m,
    load_5m: latest.load5m,
    load_15m: latest.load15m,
    uptime_seconds: latest.uptimeSeconds,
    temperature_celsius: latest.temperatureCelsius,
  };
}

function iso(at: number): string;
function iso(at: number | null): string | null;
function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
