import { LIST_STEP_MS } from "../../db/queries/series-figures";
import type { Heartbeat } from "../../domain/heartbeats/heartbeat";
import { fullestOf } from "../../domain/metrics/filesystem";
import type { Presence } from "../../domain/servers/presence";
import type { StoredServices } from "../../domain/services/report";
import type { PlacedSample } from "../metrics/place-samples";
import type { Arrival } from "./arrival";
import { sampleColumns } from "./heartbeat-statements";

/** A row for INSERT_SAMPLES, in the order of its columns. */
export function sampleRow(heartbeat: Heartbeat): unknown[] {
  const { metrics, memory } = heartbeat;
  return [
    heartbeat.server_id,
    heartbeat.timestamp,
    metrics?.cpu_percent,
    metrics?.memory_percent,
    metrics?.memory_total_mb,
    metrics?.memory_used_mb,
    memory?.swap_total_mb,
    memory?.swap_used_mb,
    metrics?.disk_percent,
    metrics?.disk_total_gb,
    metrics?.disk_used_gb,
    metrics?.network_rx_bytes,
    metrics?.network_tx_bytes,
    metrics?.load_1m,
    metrics?.load_5m,
    metrics?.load_15m,
    metrics?.uptime_seconds,
    hottestCelsius(heartbeat),
    fullestPercent(heartbeat),
  ];
}

/** The same for deciding where the sample belongs. */
export function placedSample(heartbeat: Heartbeat): PlacedSample {
  const values = () => {
    const row = sampleRow(heartbeat) as (number | null | undefined)[];
    return Object.fromEntries(sampleColumns.map((column, index) => [column, row[index]]));
  };
  return { serverId: heartbeat.server_id, at: heartbeat.timestamp, values };
}

/** Lists that change a little with every sample, and of which one in five minutes says enough. */
const thinned = ["filesystems", "network_interfaces", "sensors", "containers", "collector_errors"];

/**
 * Rows for STORE_SNAPSHOTS: the lists that have no fixed shape, as they came; of those that are thinned the newest in its five minutes.
 */
export function snapshotRows(heartbeats: Heartbeat[]): unknown[] {
  const rows = new Map<string, [string, number, string, string, number | null]>();
  for (const heartbeat of heartbeats) {
    const { server_id: id, timestamp } = heartbeat;
    const lists = {
      filesystems: heartbeat.filesystems,
      network_interfaces: heartbeat.network_interfaces,
      sensors: heartbeat.sensors,
      containers: heartbeat.containers,
      packages: heartbeat.packages,
      collector_errors: heartbeat.collector_errors,
    };
    for (const [metricType, list] of Object.entries(lists)) {
      if (!list || list.length === 0) continue;
      const stepMs = thinned.includes(metricType) ? LIST_STEP_MS : null;
      const key = `${id} ${metricType} ${stepMs === null ? timestamp : `in ${Math.floor(timestamp / stepMs)}`}`;
      const before = rows.get(key);
      if (before !== undefined && before[1] >= timestamp) continue;
      rows.set(key, [id, timestamp, metricType, JSON.stringify(list), stepMs]);
    }
  }
  return [...rows.values()];
}

/** A row for UPDATE_PRESENCE. */
export function presenceRow(
  arrival: Arrival,
  presence: Presence,
  isNewest: boolean,
  services: StoredServices | undefined,
): unknown[] {
  const { heartbeat, receivedAt, sentAt, clockAheadMs } = arrival;
  const skewMs = sentAt === null ? null : sentAt - receivedAt + clockAheadMs;
  return [
    heartbeat.server_id,
    receivedAt,
    presence.lastSeen,
    presence.offlineAfter,
    presence.isFresh,
    isNewest,
    skewMs,
    isNewest ? (heartbeat.spool_dropped ?? 0) : 0,
    services?.digest,
    services?.storedAt,
    services?.seenAt,
  ];
}

/**
 * A row for DESCRIBE_SERVERS, or none where it would change nothing, as nearly always: writing fifteen columns with their
 * checks costs more than the sample. `known` is what the database says, as JSON, null for a server that is new.
 */
export function descriptionRows(arrival: Arrival, known: string | null): unknown[] {
  const said = description(arrival);
  const before = known === null ? [] : (JSON.parse(known) as unknown[]);
  const isNews = said.some((value, index) => value != null && value !== before[index]);
  return isNews ? [[arrival.heartbeat.server_id, arrival.receivedAt, ...said]] : [];
}

function description({ heartbeat, ipAddress }: Arrival): (string | number | null | undefined)[] {
  return [
    heartbeat.hostname,
    heartbeat.server_guid,
    ipAddress,
    heartbeat.os_info?.distribution,
    heartbeat.os_info?.version,
    heartbeat.os_info?.kernel,
    heartbeat.os_info?.architecture,
    heartbeat.cpu_info?.cpu_model,
    heartbeat.cpu_info?.cpu_cores,
    heartbeat.agent_version,
    heartbeat.boot_id,
    heartbeat.interval_seconds,
    heartbeat.spooled,
    heartbeat.updates_available,
    heartbeat.security_updates,
  ];
}

function hottestCelsius(heartbeat: Heartbeat): number | null {
  const temperatures = heartbeat.sensors?.flatMap((sensor) => sensor.temperature_celsius ?? []) ?? [];
  return temperatures.length > 0 ? Math.max(...temperatures) : null;
}

/** Null without a list: the disk alone is not the fullest of all, and a line must not jump between the two. */
function fullestPercent(heartbeat: Heartbeat): number | null {
  return fullestOf(heartbeat.filesystems ?? [])?.percent ?? null;
}
