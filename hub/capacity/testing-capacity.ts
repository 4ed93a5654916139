import type { InStatement } from "@libsql/client";
import { insertRow } from "../alerts/testing-alerts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Of a test's disk. */
export const TEST_DISK_BYTES = 1000 * 1024 ** 3;

/** A mount of a server, day by day, the last of them of `now`; `shares` of its capacity. */
export function filesystemDays(options: {
  seriesId: number;
  serverId: string;
  mount: string;
  shares: readonly number[];
  now: number;
}): InStatement[] {
  const { seriesId, serverId, mount, shares, now } = options;
  const first = Math.floor(now / DAY_MS) - shares.length + 1;
  return [
    insertRow("series", { id: seriesId, server_id: serverId, kind: "filesystem", name: mount }),
    ...shares.map((share, index) =>
      insertRow("series_1d", {
        series_id: seriesId,
        bucket_start: (first + index) * DAY_MS,
        value_min: share * TEST_DISK_BYTES,
        value_count: 1440,
        capacity_last: TEST_DISK_BYTES,
      }),
    ),
  ];
}

/** A server that was heard for `days` until `now`, today included, by the day and by the hour. */
export function runningDays(options: {
  serverId: string;
  days: number;
  now: number;
  cpuPercent: number;
  memoryPercent?: number;
  load?: number;
}): InStatement[] {
  const { serverId, days, now, cpuPercent, memoryPercent = null, load = null } = options;
  const today = Math.floor(now / DAY_MS);
  const figures = { cpu_percent_min: cpuPercent, memory_percent_min: memoryPercent, load_5m_min: load };
  const until = now % DAY_MS;
  return Array.from({ length: days }, (_, ago) => (today - ago) * DAY_MS).flatMap((start) => {
    const hours = start === today * DAY_MS ? until / HOUR_MS : 24;
    return [
      insertRow("metrics_1d", {
        ...{
          server_id: serverId,
          bucket_start: start,
          sample_count: Math.round(hours * 60),
          due_count: 1440,
        },
        ...figures,
      }),
      ...Array.from({ length: Math.ceil(hours) }, (_, hour) =>
        insertRow("metrics_1h", {
          ...{ server_id: serverId, bucket_start: start + hour * HOUR_MS, due_count: 60 },
          sample_count: Math.round(60 * Math.min(1, hours - hour)),
          ...figures,
        }),
      ),
    ];
  });
}

/** `count` numbers from `from`, each `step` more than the one before. */
export function line(count: number, from: number, step: number): number[] {
  return Array.from({ length: count }, (_, index) => from + step * index);
}
