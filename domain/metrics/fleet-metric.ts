import type { ChartUnit } from "./chart";

/** What can be drawn of many servers on one picture. */
export const fleetMetrics = ["cpu", "memory", "disk", "load", "received", "sent", "temperature"] as const;
export type FleetMetric = (typeof fleetMetrics)[number];

/** By what the servers are chosen where there are more than a picture holds. */
export const rankings = ["mean", "max"] as const;
export type Ranking = (typeof rankings)[number];

/** As many lines as can be told apart. */
export const FLEET_LINES_MAX = 12;

export const fleetMetricWords: Record<FleetMetric, { word: string; title: string; unit: ChartUnit }> = {
  cpu: { word: "CPU", title: "CPU", unit: "percent" },
  memory: { word: "memory", title: "Memory", unit: "percent" },
  disk: { word: "disk", title: "Disk, fullest filesystem", unit: "percent" },
  load: { word: "load", title: "Load, 5 minutes", unit: "load" },
  received: { word: "network ↓", title: "Network, received", unit: "bytes_per_second" },
  sent: { word: "network ↑", title: "Network, sent", unit: "bytes_per_second" },
  temperature: { word: "temperature", title: "Temperature, hottest sensor", unit: "celsius" },
};
