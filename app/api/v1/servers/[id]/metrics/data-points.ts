import { aggregatedColumns, type SeriesPoint } from "@/db/queries/metrics";
import { gapMs } from "@/domain/metrics/range";
import { counterRate } from "@/domain/metrics/rate";

/** One object a point: each measure's mean (with `_min` and `_max` in buckets), counters as the last sample had them, and their rates. */
export function dataPoints(
  series: SeriesPoint[],
  options: { stepMs: number | null; intervalSeconds: number },
) {
  const gap = gapMs(options.stepMs, options.intervalSeconds);
  return series.map((point, index) => {
    const before = series[index - 1]?.last;
    return {
      timestamp: new Date(point.at).toISOString(),
      ...(options.stepMs === null ? {} : { sample_count: point.samples }),
      ...measures(point, options.stepMs !== null),
      memory_total_mb: point.last.memory_total_mb,
      swap_total_mb: point.last.swap_total_mb,
      disk_total_gb: point.last.disk_total_gb,
      network_rx_bytes: point.last.network_rx_bytes,
      network_tx_bytes: point.last.network_tx_bytes,
      network_rx_bytes_per_second: rate(before, point.last, "network_rx_bytes", gap),
      network_tx_bytes_per_second: rate(before, point.last, "network_tx_bytes", gap),
      uptime_seconds: point.last.uptime_seconds,
    };
  });
}

function measures(point: SeriesPoint, hasExtremes: boolean): Record<string, number | null> {
  return Object.fromEntries(
    aggregatedColumns.flatMap((column) => {
      const { mean, min, max } = point.values[column];
      return hasExtremes
        ? [
            [column, mean],
            [`${column}_min`, min],
            [`${column}_max`, max],
          ]
        : [[column, mean]];
    }),
  );
}

function rate(
  before: SeriesPoint["last"] | undefined,
  after: SeriesPoint["last"],
  counter: "network_rx_bytes" | "network_tx_bytes",
  gap: number,
): number | null {
  if (before === undefined) return null;
  const reading = (last: SeriesPoint["last"]) => ({
    at: last.at,
    value: last[counter],
    uptimeSeconds: last.uptime_seconds,
  });
  const value = counterRate(reading(before), reading(after), gap);
  return value === null ? null : Math.round(value * 1000) / 1000;
}
