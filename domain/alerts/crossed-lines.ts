import type { AlertEventKind, AlertType, Severity } from "./alert";
import { COUNTDOWN_DAYS } from "./countdown";
import { type Rule, ruleFor, type Thresholds } from "./thresholds";

/** A line that an alert crossed, or stands at. */
export type CrossedLine = { severity: Severity; value: number };

type RuledAlert = {
  severity: Severity;
  thresholdValue: number | null;
  alertType: AlertType;
  serverId: string;
  subject: string;
};

/**
 * The lines that matter to an alert, the lowest first: each that it crossed, and the one of the severity it has now. `present` is
 * that one, null where it is not known; below `clear` it clears.
 */
export function linesOf(
  alert: RuledAlert,
  events: readonly { kind: AlertEventKind; severity: Severity | null }[],
  thresholds: Thresholds,
): { crossed: CrossedLine[]; present: number | null; clear: number | null } {
  const rule = ruleOf(alert, thresholds);
  const crossings = events.flatMap(({ kind, severity }) =>
    severity !== null && (kind === "opened" || kind === "escalated") ? [severity] : [],
  );
  // What the alert keeps is the line that was crossed last; a rule that was changed since has others.
  const kept = crossings.at(-1) ?? alert.severity;
  const lineOf = (severity: Severity) =>
    severity === kept ? alert.thresholdValue : (rule[severity] ?? null);
  const crossed = [...new Set([...crossings, alert.severity])].flatMap((severity) => {
    const value = lineOf(severity);
    return value === null ? [] : [{ severity, value }];
  });
  return {
    crossed: crossed.sort((a, b) => a.value - b.value),
    present: lineOf(alert.severity),
    clear: rule.clear ?? null,
  };
}

function ruleOf(
  { alertType, serverId, subject }: RuledAlert,
  thresholds: Thresholds,
): Partial<Record<Severity, number | null> & Pick<Rule, "clear">> {
  if (alertType === "capacity") return COUNTDOWN_DAYS;
  const isRuled =
    alertType === "cpu" || alertType === "memory" || alertType === "disk" || alertType === "load";
  return isRuled ? (ruleFor(thresholds, { serverId, alertType, subject }) ?? {}) : {};
}
