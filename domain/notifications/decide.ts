import type { Severity } from "../alerts/alert";
import { quietUntil } from "./quiet-hours";
import type { QuietHours } from "./settings";

export type Decision =
  | { send: true; reason: "no_quiet_hours" | "critical_passes" }
  | { send: false; reason: "quiet_hours"; until: number };

/** Whether a message may go out now, and why, or until when it is held. Nothing is ever dropped here. */
export function decide(message: { severity: Severity; quietHours: QuietHours; now: number }): Decision {
  const until = quietUntil(message.quietHours, message.now);
  if (until === null) return { send: true, reason: "no_quiet_hours" };
  if (message.severity === "critical" && message.quietHours.critical_passes) {
    return { send: true, reason: "critical_passes" };
  }
  return { send: false, reason: "quiet_hours", until };
}

/** Whether quiet hours held, or would have held, a message when it came into the outbox: such ones are told in a digest. */
export function wasHeld(message: { severity: Severity; quietHours: QuietHours; at: number }): boolean {
  const { severity, quietHours, at } = message;
  return !decide({ severity, quietHours, now: at }).send;
}
