import type { SeriesPoint, Traffic } from "@/db/queries/series";
import { rolledUpMeasures } from "@/domain/metrics/measures";

/** One object a point: each measure's mean (with `_min` and `_max` in buckets), counters as the last sample had them, and their rates. */
export function dataPoints(series: SeriesPoint[], options: { stepMs: number | null }) {
  const isBucket = options.stepMs !== null;
  return series.map((point) => ({
    timestamp: new Date(point.at).toISOString(),
    ...(isBucket ? { sample_count: point.samples } : {}),
    ...measures(point, isBucket),
    memory_total_mb: point.last.memory_total_mb,
    swap_total_mb: point.last.swap_total_mb,
    disk_total_gb: point.last.disk_total_gb,
    network_rx_bytes: point.last.network_rx_bytes,
    network_tx_bytes: point.last.network_tx_bytes,
    ...rates("network_rx_bytes_per_second", point.traffic.rx, isBucket),
    ...rates("network_tx_bytes_per_second", point.traffic.tx, isBucket),
    uptime_seconds: point.last.uptime_seconds,
  }));
}

function measures(point: SeriesPoint, hasExtremes: boolean): Record<string, number | null> {
  return Object.fromEntries(
    rolledUpMeasures.flatMap((name) => {
      const { mean, min, max } = point.values[name];
      return hasExtremes
        ? [
            [name, mean],
            [`${name}_min`, min],
            [`${name}_max`, max],
          ]
        : [[name, mean]];
    }),
  );
}

function rates(name: string, traffic: Traffic, hasExtremes: boolean): Record<string, number | null> {
  const { rate, rateMin, rateMax } = traffic;
  return hasExtremes
    ? { [name]: rate, [`${name}_min`]: rateMin, [`${name}_max`]: rateMax }
    : { [name]: rate };
}

/** The keys of a point, in its order. */
export function pointColumns(isBucket: boolean): string[] {
  const withExtremes = (name: string) => (isBucket ? [name, `${name}_min`, `${name}_max`] : [name]);
  return [
    "timestamp",
    ...(isBucket ? ["sample_count"] : []),
    ...rolledUpMeasures.flatMap(withExtremes),
    ...["memory_total_mb", "swap_total_mb", "disk_total_gb", "network_rx_bytes", "network_tx_bytes"],
    ...["network_rx_bytes_per_second", "network_tx_bytes_per_second"].flatMap(withExtremes),
    "uptime_seconds",
  ];
}
