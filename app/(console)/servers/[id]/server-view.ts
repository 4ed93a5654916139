import { serverState } from "@/components/servers/server-state";
import type { State } from "@/components/ui/state-look";
import type { LatestSample } from "@/db/queries/samples";
import type { ServerRecord } from "@/db/queries/servers";
import type { WeekMeans } from "@/db/queries/trends";
import { type MeterLines, meterLines } from "@/domain/alerts/meter-lines";
import type { Thresholds } from "@/domain/alerts/thresholds";
import type { Forecast } from "@/domain/capacity/forecast";
import { rangeWords } from "@/domain/capacity/words";
import { formatBytes, formatTraffic } from "@/domain/format/bytes";
import { formatNumber, formatPercent } from "@/domain/format/number";
import { formatDuration } from "@/domain/format/time";
import { UNKNOWN } from "@/domain/format/unknown";
import type { CollectorError, Filesystem } from "@/domain/heartbeats/heartbeat";
import type { SeriesKind } from "@/domain/metrics/chart";
import { fullestOf } from "@/domain/metrics/filesystem";
import type { NetworkUnit } from "@/domain/metrics/shown-units";
import { trendOf } from "@/domain/metrics/trend";
import { rateOf } from "../../overview-view";

/** A clock this far from the hub's makes charts and logs of two machines disagree. */
const SKEW_MS_WORTH_SAYING = 5000;

type Weeks = { thisWeek: WeekMeans | null; weekBefore: WeekMeans | null };

export type ServerView = {
  name: string;
  state: { mark: State; word: string };
  since: number | null;
  /** "Debian 12", "N100, 4 cores", ...: what the machine is, in the order in which it is read. */
  facts: { label: string; value: string }[];
  meters: {
    label: string;
    series: SeriesKind;
    percent: number | null;
    value: string;
    detail: string;
    trend: TrendWords | null;
    /** Where it becomes high and critical; null where nothing says so. */
    lines: MeterLines | null;
  }[];
  /** What an operator should know before he believes the figures. */
  warnings: string[];
};

/** "↑ 3.2": how this week differs from the one before, and the same in a sentence. */
export type TrendWords = { sign: string; words: string };

/** The words and figures at the top of a server's page. Pure: `now` is the only clock. */
export function serverView(
  server: ServerRecord,
  latest: LatestSample | null,
  reported: {
    filesystems: Filesystem[];
    collectorErrors: CollectorError[];
    /** When each filesystem is full, by its mount point. */
    forecasts: Map<string, Forecast>;
    /** "14.2 kWh, £3.42"; empty where nothing is known. */
    energy: string;
    weeks: Weeks;
    thresholds: Thresholds;
  },
  { now, networkUnit }: { now: number; networkUnit: NetworkUnit },
): ServerView {
  const name = server.displayName ?? server.id;
  const isCurrent = server.status === "online";
  const state = serverState({
    status: server.status,
    isPaused: server.pausedAt !== null,
    isWorkstation: server.machineType === "workstation",
    lastSeen: server.lastSeen,
  });
  return {
    name,
    state,
    since: server.pausedAt ?? server.statusChangedAt,
    facts: [
      ...factsOf(server, isCurrent ? latest : null, name),
      ...(reported.energy === "" ? [] : [{ label: "Energy this month, estimated", value: reported.energy }]),
    ],
    meters: metersOf(
      server,
      isCurrent ? latest : null,
      isCurrent ? reported.filesystems : [],
      reported.forecasts,
      isCurrent ? reported.weeks : { thisWeek: null, weekBefore: null },
      networkUnit,
      reported.thresholds,
    ),
    warnings: warningsOf(server, isCurrent ? reported.collectorErrors : [], now),
  };
}

function factsOf(server: ServerRecord, latest: LatestSample | null, name: string): ServerView["facts"] {
  const joined = (...parts: (string | null)[]) =>
    parts.filter((part) => part !== null && part !== "").join(" ");
  const cores = server.cpuCores === null ? null : `${server.cpuCores} cores`;
  const facts = [
    { label: "System", value: joined(server.osDistribution, server.osVersion) },
    { label: "Kernel", value: joined(server.kernelVersion, server.architecture) },
    { label: "CPU", value: [server.cpuModel, cores].filter((part) => part !== null).join(", ") },
    {
      label: "Uptime",
      value: latest?.uptimeSeconds == null ? "" : formatDuration(latest.uptimeSeconds * 1000),
    },
    {
      label: "Address",
      value: [server.hostname === name ? null : server.hostname, server.ipAddress].filter(Boolean).join(", "),
    },
    { label: "Agent", value: server.agentVersion ?? "" },
    { label: "Updates", value: updatesOf(server) },
  ];
  return facts.filter(({ value }) => value !== "");
}

function updatesOf(server: ServerRecord): string {
  if (server.updatesAvailable === null) return "";
  if (server.updatesAvailable === 0) return "none waiting";
  const security = server.securityUpdates ?? 0;
  return `${server.updatesAvailable} waiting${security > 0 ? `, ${security} for security` : ""}`;
}

function metersOf(
  server: ServerRecord,
  latest: LatestSample | null,
  filesystems: Filesystem[],
  forecasts: Map<string, Forecast>,
  weeks: Weeks,
  networkUnit: NetworkUnit,
  thresholds: Thresholds,
): ServerView["meters"] {
  const linesOf = (alertType: "cpu" | "memory" | "disk", subject = "") =>
    meterLines(thresholds, { serverId: server.id, alertType, subject });
  const rx = rateOf(latest ?? undefined, "networkRxBytes", server.heartbeatIntervalSeconds);
  const tx = rateOf(latest ?? undefined, "networkTxBytes", server.heartbeatIntervalSeconds);
  return [
    {
      label: "CPU",
      series: "cpu",
      percent: latest?.cpuPercent ?? null,
      value: formatPercent(latest?.cpuPercent, 1),
      detail: latest?.load5m == null ? "" : `load ${formatNumber(latest.load5m, 2)}`,
      trend: pointsTrend(weeks, "cpu"),
      lines: linesOf("cpu"),
    },
    {
      label: "Memory",
      series: "memory",
      percent: latest?.memoryPercent ?? null,
      value: formatPercent(latest?.memoryPercent, 1),
      detail: amountOf(latest?.memoryUsedMb, latest?.memoryTotalMb, 1024),
      trend: pointsTrend(weeks, "memory"),
      lines: linesOf("memory"),
    },
    {
      ...diskMeter(latest, filesystems, forecasts),
      trend: pointsTrend(weeks, "disk"),
      lines: linesOf("disk", fullestOf(filesystems)?.filesystem.mount_point),
    },
    {
      label: "Network",
      series: "network-rx",
      percent: null,
      value: rx === null && tx === null ? UNKNOWN : `↓ ${formatTraffic(rx, networkUnit)}`,
      detail: tx === null ? "" : `↑ ${formatTraffic(tx, networkUnit)}`,
      trend: trafficTrend(weeks, networkUnit),
      lines: null,
    },
  ];
}

/** The fullest filesystem, by name; the disk as the agent sums it up where it lists none. */
function diskMeter(
  latest: LatestSample | null,
  filesystems: Filesystem[],
  forecasts: Map<string, Forecast>,
): Omit<ServerView["meters"][number], "trend" | "lines"> {
  const fullest = fullestOf(filesystems);
  const percent = fullest?.percent ?? latest?.diskPercent ?? null;
  const detail =
    fullest === null
      ? amountOf(latest?.diskUsedGb, latest?.diskTotalGb, 1)
      : [
          `${formatBytes(fullest.filesystem.available_bytes)} free`,
          ...fullWords(forecasts.get(fullest.filesystem.mount_point)),
        ].join(", ");
  const where = fullest === null || filesystems.length === 1 ? "" : `, ${fullest.filesystem.mount_point}`;
  return { label: `Disk${where}`, series: "disk", percent, value: formatPercent(percent, 1), detail };
}

/** Percentage points that are no more than the noise of a week. */
const POINTS_LEVEL = 1;
/** The share of a rate that is no more. */
const TRAFFIC_LEVEL = 0.1;

const signs = { up: "↑", down: "↓", level: "→" } as const;

function pointsTrend({ thisWeek, weekBefore }: Weeks, of: "cpu" | "memory" | "disk"): TrendWords | null {
  const trend = trendOf(thisWeek?.[of] ?? null, weekBefore?.[of] ?? null, POINTS_LEVEL);
  if (trend === null) return null;
  const mean = formatPercent(weekBefore?.[of] ?? null, 1);
  if (trend.direction === "level") return { sign: signs.level, words: `as in the week before (${mean})` };
  const size = formatNumber(Math.abs(trend.difference), 1);
  const comparison = trend.direction === "up" ? "more" : "less";
  return {
    sign: `${signs[trend.direction]} ${size}`,
    words: `this week's mean is ${size} points ${comparison} than the week before's (${mean})`,
  };
}

/** Both directions together, as a share of what it was: rates have no scale of their own. */
function trafficTrend({ thisWeek, weekBefore }: Weeks, networkUnit: NetworkUnit): TrendWords | null {
  const whole = (week: WeekMeans | null) =>
    week === null || (week.rx === null && week.tx === null) ? null : (week.rx ?? 0) + (week.tx ?? 0);
  const [now, before] = [whole(thisWeek), whole(weekBefore)];
  if (before === 0) return null;
  const trend = trendOf(now, before, TRAFFIC_LEVEL * (before ?? 0));
  if (trend === null || before === null) return null;
  const mean = formatTraffic(before, networkUnit);
  if (trend.direction === "level") return { sign: signs.level, words: `as in the week before (${mean})` };
  const size = formatPercent((100 * Math.abs(trend.difference)) / before);
  const comparison = trend.direction === "up" ? "more" : "less";
  return {
    sign: `${signs[trend.direction]} ${size}`,
    words: `this week's mean traffic is ${size} ${comparison} than the week before's (${mean})`,
  };
}

/** "full in 38–45 d", where it is so. */
function fullWords(forecast: Forecast | undefined): string[] {
  return forecast?.kind === "filling" ? [`full in ${rangeWords(forecast)}`] : [];
}

/** "9.1 of 15.6 GiB". */
function amountOf(used: number | null | undefined, total: number | null | undefined, perGiB: number): string {
  if (used == null || total == null) return "";
  return `${formatNumber(used / perGiB, 1)} of ${formatNumber(total / perGiB, 1)} GiB`;
}

function warningsOf(server: ServerRecord, collectorErrors: CollectorError[], now: number): string[] {
  const warnings: string[] = [];
  if (server.status === "offline" && server.lastSeen !== null) {
    warnings.push(
      `No heartbeat for ${formatDuration(now - server.lastSeen)}. On the machine, the agent's log says why: journalctl -u homelab-agent`,
    );
  }
  if (server.clockSkewMs !== null && Math.abs(server.clockSkewMs) >= SKEW_MS_WORTH_SAYING) {
    const direction = server.clockSkewMs > 0 ? "ahead of" : "behind";
    warnings.push(
      `Its clock is ${formatDuration(Math.abs(server.clockSkewMs))} ${direction} the hub's. Set it, for example with systemd-timesyncd or chrony.`,
    );
  }
  if (server.spooledCount !== null && server.spooledCount > 0) {
    warnings.push(`${server.spooledCount} older heartbeats wait on the machine to be sent.`);
  }
  if (server.spoolDroppedCount > 0) {
    warnings.push(
      `${server.spoolDroppedCount} heartbeats were lost: the machine's spool was full before the hub answered again.`,
    );
  }
  for (const { collector, reason } of collectorErrors) {
    warnings.push(`The agent could not read ${collector}${reason ? `: ${reason}` : ""}.`);
  }
  return warnings;
}
