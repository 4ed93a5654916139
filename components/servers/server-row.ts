import type { AlertMark } from "../alerts/alert-row";
import type { State } from "../ui/state-mark";

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
  /** Hourly means of the last day, oldest first. */
  sparklines: { cpu: (number | null)[]; memory: (number | null)[]; disk: (number | null)[] } | null;
  rxBytesPerSecond: number | null;
  txBytesPerSecond: number | null;
  load5m: number | null;
  uptimeMs: number | null;
  /** How many of its expected services run; null where none is expected. */
  services: { running: number; expected: number } | null;
  lastSeen: number | null;
  /** The worst of its active alerts, and how many there are. */
  alerts: (AlertMark & { count: number }) | null;
};
