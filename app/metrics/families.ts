import type { ActiveAlertCounts } from "@/db/queries/alerts";
import type { LatestSample } from "@/db/queries/samples";
import type { ServerRecord } from "@/db/queries/servers";
import { type Severity, severities } from "@/domain/alerts/alert";
import type { Family, Figure } from "@/domain/prometheus/exposition";
import { type ServerStatus, serverStatuses } from "@/domain/servers/server";
import type { IngestFigures } from "@/hub/heartbeats/heartbeat-writer";
import type { JobState } from "@/hub/jobs/read-jobs";

type HubState = {
  version: string;
  startedAt: number;
  now: number;
  ingest: IngestFigures;
  jobs: JobState[];
  waiting: { waiting: number; oldestAt: number | null };
  size: { bytes: number; freeBytes: number } | null;
  alerts: ActiveAlertCounts;
};

/** What the hub says of itself. Seconds and bytes, as is the custom there. */
export function hubFamilies(hub: HubState): Family[] {
  const { ingest, jobs, waiting, size, now } = hub;
  const ofJobs = (value: (job: JobState) => number | null): Figure[] =>
    jobs.map((job) => ({ labels: { job: job.name }, value: value(job) }));
  return [
    gauge("info", "The hub's version; always 1.", [{ labels: { version: hub.version }, value: 1 }]),
    gauge("start_time_seconds", "When this process began, in Unix time.", one(hub.startedAt / 1000)),
    counter("heartbeats_total", "Heartbeats by what became of them since the process began.", [
      { labels: { outcome: "accepted" }, value: ingest.accepted },
      { labels: { outcome: "duplicate" }, value: ingest.duplicate },
      { labels: { outcome: "rejected" }, value: ingest.rejected },
      { labels: { outcome: "unavailable" }, value: ingest.unavailable },
    ]),
    {
      name: "homelabcmd_ingest_seconds",
      type: "histogram",
      help: "How long heartbeats waited until they were on disk.",
      histogram: ingest.waited,
    },
    gauge("ingest_queue_heartbeats", "Heartbeats that wait for their commit.", one(ingest.queued)),
    gauge("notifications_waiting", "Messages that wait to be sent.", one(waiting.waiting)),
    gauge(
      "notification_oldest_seconds",
      "How long the oldest of them has waited; 0 where none does.",
      one(waiting.oldestAt === null ? 0 : Math.max(0, now - waiting.oldestAt) / 1000),
    ),
    gauge(
      "job_lag_seconds",
      "How long a job has been due without being run.",
      ofJobs((job) => job.lagMs / 1000),
    ),
    gauge(
      "job_last_success",
      "1 where the last run of the job ended well, 0 where it failed.",
      ofJobs((job) => (job.lastFinishedAt === null ? null : job.lastError === null ? 1 : 0)),
    ),
    gauge(
      "job_last_duration_seconds",
      "How long the last run took.",
      ofJobs((job) => (job.lastDurationMs === null ? null : job.lastDurationMs / 1000)),
    ),
    gauge(
      "job_last_start_timestamp_seconds",
      "When the last run began, in Unix time.",
      ofJobs((job) => (job.lastStartedAt === null ? null : job.lastStartedAt / 1000)),
    ),
    gauge("database_size_bytes", "How large the database is.", one(size?.bytes ?? null)),
    gauge(
      "database_free_bytes",
      "How much of that is free to be filled again.",
      one(size?.freeBytes ?? null),
    ),
    gauge(
      "alerts_active",
      "Alerts that are not resolved, by severity.",
      severities.map((severity: Severity) => ({
        labels: { severity },
        value: hub.alerts.bySeverity[severity],
      })),
    ),
  ];
}

/** The newest sample of every server. Whether it is old is for `last_seen` to say. */
export function serverFamilies(
  servers: Pick<ServerRecord, "id" | "hostname" | "displayName" | "status" | "lastSeen" | "pausedAt">[],
  samples: Map<string, LatestSample>,
): Family[] {
  const of = (value: (sample: LatestSample) => number | null): Figure[] =>
    servers.flatMap(({ id }) => {
      const sample = samples.get(id);
      return sample === undefined ? [] : [{ labels: { server: id }, value: value(sample) }];
    });
  const share = (percent: number | null) => (percent === null ? null : percent / 100);
  const bytes = (amount: number | null, unit: number) => (amount === null ? null : Math.round(amount * unit));
  return [
    gauge(
      "server_info",
      "How a server is called; always 1.",
      servers.map(({ id, hostname, displayName }) => ({
        labels: { server: id, hostname, name: displayName ?? hostname },
        value: 1,
      })),
    ),
    gauge(
      "server_status",
      "1 for the status that the server has.",
      servers.flatMap(({ id, status }) =>
        serverStatuses.map((each: ServerStatus) => ({
          labels: { server: id, status: each },
          value: each === status ? 1 : 0,
        })),
      ),
    ),
    gauge(
      "server_paused",
      "1 where the server is paused.",
      servers.map(({ id, pausedAt }) => ({ labels: { server: id }, value: pausedAt === null ? 0 : 1 })),
    ),
    gauge(
      "server_last_seen_timestamp_seconds",
      "When the last heartbeat came, in Unix time.",
      servers.map(({ id, lastSeen }) => ({
        labels: { server: id },
        value: lastSeen === null ? null : lastSeen / 1000,
      })),
    ),
    gauge(
      "server_cpu_ratio",
      "Share of the CPU in use.",
      of((s) => share(s.cpuPercent)),
    ),
    gauge(
      "server_memory_ratio",
      "Share of the memory in use.",
      of((s) => share(s.memoryPercent)),
    ),
    gauge(
      "server_memory_total_bytes",
      "Memory.",
      of((s) => bytes(s.memoryTotalMb, 2 ** 20)),
    ),
    gauge(
      "server_memory_used_bytes",
      "Memory in use.",
      of((s) => bytes(s.memoryUsedMb, 2 ** 20)),
    ),
    gauge(
      "server_swap_total_bytes",
      "Swap.",
      of((s) => bytes(s.swapTotalMb, 2 ** 20)),
    ),
    gauge(
      "server_swap_used_bytes",
      "Swap in use.",
      of((s) => bytes(s.swapUsedMb, 2 ** 20)),
    ),
    gauge(
      "server_disk_ratio",
      "Share of the disk in use, as the agent says it.",
      of((s) => share(s.diskPercent)),
    ),
    gauge(
      "server_disk_fullest_ratio",
      "Share in use of the fullest filesystem.",
      of((s) => share(s.diskWorstPercent)),
    ),
    counter(
      "server_network_receive_bytes_total",
      "Bytes received since boot.",
      of((s) => s.networkRxBytes),
    ),
    counter(
      "server_network_transmit_bytes_total",
      "Bytes sent since boot.",
      of((s) => s.networkTxBytes),
    ),
    gauge(
      "server_load1",
      "Load over one minute.",
      of((s) => s.load1m),
    ),
    gauge(
      "server_load5",
      "Load over five minutes.",
      of((s) => s.load5m),
    ),
    gauge(
      "server_load15",
      "Load over fifteen minutes.",
      of((s) => s.load15m),
    ),
    gauge(
      "server_uptime_seconds",
      "Time since boot.",
      of((s) => s.uptimeSeconds),
    ),
    gauge(
      "server_temperature_celsius",
      "The hottest sensor.",
      of((s) => s.temperatureCelsius),
    ),
  ];
}

const one = (value: number | null): Figure[] => [{ value }];

function gauge(name: string, help: string, figures: Figure[]): Family {
  return { name: `homelabcmd_${name}`, type: "gauge", help, figures };
}

function counter(name: string, help: string, figures: Figure[]): Family {
  return { name: `homelabcmd_${name}`, type: "counter", help, figures };
}
