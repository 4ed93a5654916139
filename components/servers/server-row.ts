import type { MeterLines } from "@/domain/alerts/meter-lines";
import type { AlertMark } from "../alerts/alert-row";
import type { State } from "../ui/state-look";

export type MeasureLines = Record<"cpu" | "memory" | "disk", MeterLines>;

/** A server as the overview shows it. Figures are null where they are unknown or too old to be shown as now. */
export type ServerRow = {
  id: string;
  href: string;
  name: string;
  /** Where it says more than the name. */
  hostname: string | null;
  tags: string[];
  state: { mark: State; word: string };
  cpuPercent: number | null;
  memoryPercent: number | null;
  /** Of the fullest filesystem. */
  diskPercent: number | null;
  /** Where these become high and critical, of those for which this server has lines of its own. */
  lines?: Partial<MeasureLines>;
  /** Hourly means of the last day, oldest first. */
  sparklines: { cpu: (number | null)[]; memory: (number | null)[]; disk: (number | null)[] } | null;
  rxBytesPerSecond: number | null;
  txBytesPerSecond: number | null;
  load5m: number | null;
  uptimeMs: number | null;
  /** How its expected services are, the rest of them unknown; null where none is expected. */
  services: { expected: number; running: number; stopped: number; failed: number } | null;
  lastSeen: number | null;
  /** The worst of its open alerts and how many of them there are; where somebody knows of all, of those. */
  alerts: (AlertMark & { count: number }) | null;
};
