import type { Severity } from "@/domain/alerts/alert";
import type { ServiceStatus } from "@/domain/services/service";

/** How something stands, whatever it is. */
export const states = ["ok", "notice", "bad", "minor", "unknown"] as const;
export type State = (typeof states)[number];

/**
 * The one place that says how each is drawn, in a box of 10 x 10: a dot is fine, a triangle wants notice, a square is bad, a rhomb can
 * wait, a ring is unknown.
 */
export const stateLooks: Record<State, { shape: string; colour: string }> = {
  ok: { shape: "M5 1.25a3.75 3.75 0 1 1 0 7.5a3.75 3.75 0 1 1 0-7.5z", colour: "text-ok" },
  notice: { shape: "M5 1.25 9 8.5H1z", colour: "text-notice" },
  bad: { shape: "M1.5 1.5h7v7h-7z", colour: "text-bad" },
  minor: { shape: "M5 1 9 5 5 9 1 5z", colour: "text-secondary" },
  unknown: { shape: "M5 1.25a3.75 3.75 0 1 1 0 7.5a3.75 3.75 0 1 1 0-7.5z", colour: "text-unknown" },
};

/** How bad an alert is; its word is the severity itself. */
export const severityStates: Record<Severity, State> = {
  critical: "bad",
  high: "notice",
  medium: "minor",
  low: "minor",
};

/** How a service is; its word is the status itself. */
export const serviceStates: Record<ServiceStatus | "disabled", State> = {
  running: "ok",
  stopped: "notice",
  failed: "bad",
  unknown: "unknown",
  disabled: "minor",
};
