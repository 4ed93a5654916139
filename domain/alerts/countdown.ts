import type { Severity } from "./alert";
import type { Rule } from "./thresholds";
import { observe, type Step, type SubjectState, type Transition } from "./transition";

/**
 * Days until full, at the pessimistic end: the fewer, the worse. Two weeks are enough to buy a disk, three days to free some
 * space; three weeks let go of it, as a trend moves by some days from one to the next.
 */
export const COUNTDOWN_DAYS = { medium: 14, high: 3, clear: 21 } as const;

/** What transitions judge rises: days as negative numbers, the lines as well, and the two severities as its two. */
const rule: Rule = {
  high: -COUNTDOWN_DAYS.medium,
  critical: -COUNTDOWN_DAYS.high,
  clear: -COUNTDOWN_DAYS.clear,
  breaches: 1,
  clears: 1,
};

/**
 * What a new forecast does to the alert of a filesystem, by the same transition as any reading. `days` is null where there is
 * no date: it is flat or shrinks. An alert is medium below 14 days and high below 3; disks that are nearly full have a rule
 * of their own, which may be critical.
 */
export function observeCountdown(
  before: SubjectState,
  { at, days }: { at: number; days: number | null },
  suppressedBy: string | null,
): Transition {
  const value = days === null ? Number.NEGATIVE_INFINITY : -days;
  const { state, steps } = observe(mirrored(before, lifted), { at, value }, rule, suppressedBy);
  return { state: mirrored(state, lowered), steps: steps.map((step) => mirroredStep(step)) };
}

function mirrored(state: SubjectState, severityOf: (severity: Severity) => Severity): SubjectState {
  const { severity, value, peak } = state;
  return {
    ...state,
    severity: severity === null ? null : severityOf(severity),
    value: negated(value),
    peak: negated(peak),
  };
}

function mirroredStep(step: Step): Step {
  return {
    ...step,
    severity: lowered(step.severity),
    value: negated(step.value),
    threshold: negated(step.threshold),
    peak: negated(step.peak),
  };
}

const lifted = (severity: Severity): Severity => (severity === "high" ? "critical" : "high");
const lowered = (severity: Severity): Severity => (severity === "critical" ? "high" : "medium");

/** No date is no number: nothing of it is kept or shown. */
function negated(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : 0 - value;
}
