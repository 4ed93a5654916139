/** What every tier above the raw samples holds min, max, sum and count of, under these names. */
export const rolledUpMeasures = [
  "cpu_percent",
  "memory_percent",
  "memory_used_mb",
  "swap_used_mb",
  "disk_percent",
  "disk_worst_percent",
  "disk_used_gb",
  "load_1m",
  "load_5m",
  "load_15m",
  "temperature_celsius",
] as const;
export type RolledUpMeasure = (typeof rolledUpMeasures)[number];

/** What a sample counts since boot: a bucket holds what was moved, in how many seconds, and how fast. */
export const countedMeasures = ["network_rx", "network_tx"] as const;

/** What a bucket keeps as its last sample had it. */
export const lastMeasures = [
  "network_rx_bytes",
  "network_tx_bytes",
  "uptime_seconds",
  "memory_total_mb",
  "swap_total_mb",
  "disk_total_gb",
] as const;

/** What the lists of a sample are followed by over years, one series for each thing that they name. */
export const seriesKinds = ["filesystem", "interface_rx", "interface_tx", "temperature"] as const;
export type SeriesKind = (typeof seriesKinds)[number];
