import type { ServiceWord } from "../services/runs";
import type { AlertType, Severity } from "./alert";
import type { Rule } from "./thresholds";
import {
  goStale,
  observeAll,
  type Reading,
  type Step,
  type SubjectState,
  type Transition,
} from "./transition";

export type ServiceAlertType = Extract<AlertType, `service_${string}`>;
export const serviceAlertTypes = ["service_down", "service_unknown", "service_restarts"] as const;

/** So many restarts within so long are too many. */
const RESTARTS_MAX = 3;
export const RESTARTS_WITHIN_MS = 10 * 60_000;

/** A service that nothing is known of is missed by so many samples in a row. */
export const UNKNOWN_BREACHES = 3;

/** What one sample says of one service, and how often it was restarted in the ten minutes until then. */
export type ServiceReading = {
  at: number;
  word: ServiceWord;
  restarts: number;
  /** Whether one of them is this sample's news. */
  isRestarted: boolean;
};

/** The transition judges `high` and `critical`: the two severities that stand for them. */
type Levels = { high: Severity; critical: Severity };

const watched: Levels = { high: "medium", critical: "high" };
const missed: Levels = { high: "low", critical: "low" };

/**
 * What fresh samples do to one of the three alerts about a service, by the same transition as any reading: down or not,
 * unknown or not, and restarts within ten minutes. A sample that knows nothing of the service says nothing of the first and the
 * last: such an alert goes on, but stale.
 */
export function observeService(
  before: SubjectState,
  alertType: ServiceAlertType,
  readings: readonly ServiceReading[],
  options: { isCritical: boolean; suppressedBy: string | null },
): Transition {
  const { isCritical, suppressedBy } = options;
  if (alertType === "service_unknown") {
    const values = readings.map(({ at, word }) => ({ at, value: isKnown(word) ? 0 : 1 }));
    const rule = { high: 1, critical: null, clear: 1, breaches: UNKNOWN_BREACHES, clears: 1 };
    return withoutFigures(observeLevels(before, values, rule, { levels: missed, suppressedBy }));
  }
  const known = readings.filter(({ word }) => isKnown(word));
  const judged = { levels: watched, suppressedBy };
  const observed =
    alertType === "service_down"
      ? withoutFigures(observeLevels(before, known.map(downReading), lineAt(1, isCritical), judged))
      : observeLevels(
          before,
          known.map((reading) => restartsReading(before, reading)),
          lineAt(RESTARTS_MAX, isCritical),
          judged,
        );
  return staleWhereUnknown(observed, readings);
}

/** Whether these samples can change anything of a service about which nothing is active or counting. */
export function mayConcern(word: ServiceWord): boolean {
  return word.status !== "running";
}

function isKnown(word: ServiceWord): boolean {
  return word.status !== "unknown";
}

function downReading({ at, word }: ServiceReading): Reading {
  return { at, value: word.status === "running" ? 0 : 1 };
}

/** Only a restart is one too many: what was resolved by hand does not come back because the clock ticks. */
function restartsReading(before: SubjectState, { at, restarts, isRestarted }: ServiceReading): Reading {
  const isNews = before.severity !== null || isRestarted;
  return { at, value: isNews ? restarts : Math.min(restarts, RESTARTS_MAX - 1) };
}

/** One line, below 1 it is over; whether the service is critical decides how bad it is to cross it. */
function lineAt(line: number, isCritical: boolean): Rule {
  return { high: line, critical: isCritical ? line : null, clear: 1, breaches: 1, clears: 1 };
}

function observeLevels(
  before: SubjectState,
  readings: readonly Reading[],
  rule: Rule,
  { levels, suppressedBy }: { levels: Levels; suppressedBy: string | null },
): Transition {
  const lifted = before.severity === null ? null : before.severity === levels.critical ? "critical" : "high";
  // Where both levels are one severity, the lower is meant.
  const severity = lifted === "critical" && levels.high === levels.critical ? "high" : lifted;
  const { state, steps } = observeAll({ ...before, severity }, readings, rule, suppressedBy);
  const lowered = (level: Severity) => (level === "critical" ? levels.critical : levels.high);
  return {
    state: { ...state, severity: state.severity === null ? null : lowered(state.severity) },
    steps: steps.map((step) => ({
      ...step,
      severity: lowered(step.severity),
    })),
  };
}

/** That a service is down is no figure. */
function withoutFigures({ state, steps }: Transition): Transition {
  const none = { value: null, peak: null };
  return {
    state: { ...state, ...none },
    steps: steps.map((step): Step => ({ ...step, ...none, threshold: null })),
  };
}

function staleWhereUnknown(transition: Transition, readings: readonly ServiceReading[]): Transition {
  const lastKnown = readings.findLastIndex(({ word }) => isKnown(word));
  const unknown = readings[lastKnown + 1];
  if (unknown === undefined) return transition;
  const note = unknown.word.statusReason ?? "nothing is known of it";
  const { state, steps } = goStale(transition.state, unknown.at, note);
  return { state, steps: [...transition.steps, ...steps] };
}
