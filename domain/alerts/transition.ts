import type { NotificationEvent } from "../notifications/notification";
import { type AlertEventKind, isWorse, type Severity } from "./alert";
import type { Rule } from "./thresholds";

/** All that is remembered of one subject of one server (its row in `alert_states`, and of its running alert). */
export type SubjectState = {
  /** The running alert, or the last one. Active is what has a severity. */
  alertId: number | null;
  severity: Severity | null;
  isAcknowledged: boolean;
  /** Its server is silent: nothing is known of the cause. */
  isStale: boolean;
  breaches: number;
  clears: number;
  value: number | null;
  peak: number | null;
  firstBreachAt: number | null;
  lastNotifiedAt: number | null;
  resolvedAt: number | null;
  /** When it opened or resolved within the last ten minutes. */
  changes: number[];
  flappingSince: number | null;
};

export const calmState: SubjectState = {
  alertId: null,
  severity: null,
  isAcknowledged: false,
  isStale: false,
  breaches: 0,
  clears: 0,
  value: null,
  peak: null,
  firstBreachAt: null,
  lastNotifiedAt: null,
  resolvedAt: null,
  changes: [],
  flappingSince: null,
};

/** One thing that happened to an alert: a row of its timeline, and perhaps a message. */
export type Step = {
  kind: AlertEventKind;
  /** When its cause happened. */
  at: number;
  severity: Severity;
  value: number | null;
  /** The line that was crossed. */
  threshold: number | null;
  /** The worst value until then. */
  peak: number | null;
  note: string | null;
  /** What people are told; null where they are not. */
  message: NotificationEvent | null;
};

export type Transition = { state: SubjectState; steps: Step[] };

export type Reading = { at: number; value: number };

const FLAPPING_CHANGES = 5;
const FLAPPING_MS = 10 * 60_000;

/**
 * What one fresh reading does to its subject. `suppressedBy` names why nothing may open now (maintenance, a pause); the
 * breaches are counted all the same, so that what is still wrong afterwards opens with the next reading. `rule` is null
 * where the operator has turned the rule off.
 */
export function observe(
  before: SubjectState,
  reading: Reading,
  rule: Rule | null,
  suppressedBy: string | null,
): Transition {
  const resumed = before.isStale
    ? [step("resumed", before, reading, { message: null, note: "it is reported again" })]
    : [];
  const state = { ...before, isStale: false, value: reading.value };
  const next = rule === null ? ruleIsOff(state, reading) : judge(state, reading, rule, suppressedBy);
  return { state: next.state, steps: [...resumed, ...next.steps] };
}

/**
 * The same for several readings of one subject, in the order of their times. What opened and was over again within them is
 * left out: nobody is told of a cause that is gone.
 */
export function observeAll(
  before: SubjectState,
  readings: readonly Reading[],
  rule: Rule | null,
  suppressedBy: string | null,
): Transition {
  let current: Transition = { state: before, steps: [] };
  let openedHere: Transition | null = null;
  for (const reading of readings) {
    const next = observe(current.state, reading, rule, suppressedBy);
    const isOver = openedHere !== null && next.steps.some(({ kind }) => kind === "resolved");
    if (isOver && openedHere !== null) {
      const { changes, flappingSince, alertId, resolvedAt, lastNotifiedAt } = openedHere.state;
      const state = { ...next.state, changes, flappingSince, alertId, resolvedAt, lastNotifiedAt };
      current = { state, steps: openedHere.steps };
      openedHere = null;
      continue;
    }
    if (next.steps.some(({ kind }) => kind === "opened")) openedHere = current;
    current = { state: next.state, steps: [...current.steps, ...next.steps] };
  }
  return current;
}

/** An alert about silence, which no reading opens: it begins at the deadline and is always as bad as `severity`. */
export function openWithoutReading(before: SubjectState, at: number, severity: Severity): Transition {
  if (before.severity !== null) return { state: before, steps: [] };
  return open({ ...before, firstBreachAt: at, breaches: 1 }, { at, value: null }, severity, null);
}

/** The end of such an alert, by the evidence of `at`. */
export function resolveWithoutReading(before: SubjectState, at: number, note: string): Transition {
  return before.severity === null ? { state: before, steps: [] } : resolve(before, { at, value: null }, note);
}

/** Nothing is known of it any more, as when its server fell silent: what was known stays as it was, and nobody is reminded of it. */
export function goStale(before: SubjectState, at: number, note = "its server is silent"): Transition {
  if (before.severity === null || before.isStale) return { state: before, steps: [] };
  return {
    state: { ...before, isStale: true },
    steps: [step("stale", before, { at, value: before.value }, { message: null, note })],
  };
}

export type Cooldowns = { criticalMs: number | null; highMs: number | null };

/** A reminder of an alert that goes on; never of one that somebody acknowledged, that is stale, flaps or is suppressed. */
export function remind(
  before: SubjectState,
  now: number,
  cooldowns: Cooldowns,
  suppressedBy: string | null,
): Transition {
  const cooldownMs =
    before.severity === "critical"
      ? cooldowns.criticalMs
      : before.severity === "high"
        ? cooldowns.highMs
        : null;
  const isQuiet =
    before.isAcknowledged || before.isStale || before.flappingSince !== null || suppressedBy !== null;
  if (cooldownMs === null || isQuiet || before.lastNotifiedAt === null) return { state: before, steps: [] };
  if (before.lastNotifiedAt + cooldownMs > now) return { state: before, steps: [] };
  return {
    state: { ...before, lastNotifiedAt: now },
    steps: [step("reminded", before, { at: now, value: before.value }, { message: "reminder", note: null })],
  };
}

/** The end of flapping, when nothing changed for ten minutes: people learn once how it stands. */
export function settle(before: SubjectState, now: number): Transition {
  const lastChange = before.changes.at(-1) ?? before.flappingSince;
  if (before.flappingSince === null || lastChange === null || now - lastChange < FLAPPING_MS) {
    return { state: before, steps: [] };
  }
  const state = { ...before, flappingSince: null, changes: [] };
  if (before.alertId === null) return { state, steps: [] };
  const isActive = before.severity !== null;
  const message = before.isAcknowledged ? null : isActive ? "opened" : "resolved";
  const told = isActive && message !== null ? { ...state, lastNotifiedAt: now } : state;
  const note = "stable for ten minutes";
  return {
    state: told,
    steps: [step("steady", before, { at: now, value: before.value }, { message, note })],
  };
}

function judge(state: SubjectState, reading: Reading, rule: Rule, suppressedBy: string | null): Transition {
  const level = levelOf(reading.value, rule);
  if (state.severity === null) {
    if (level === null) return { state: { ...state, breaches: 0, firstBreachAt: null }, steps: [] };
    const breaches = Math.min(state.breaches + 1, rule.breaches);
    const counting = { ...state, breaches, firstBreachAt: state.firstBreachAt ?? reading.at };
    if (breaches < rule.breaches || suppressedBy !== null) return { state: counting, steps: [] };
    return open(counting, reading, level, lineOf(level, rule));
  }
  const peaked = { ...state, peak: Math.max(state.peak ?? reading.value, reading.value) };
  if (reading.value < rule.clear) {
    const cleared = { ...peaked, clears: state.clears + 1 };
    return cleared.clears >= rule.clears ? resolve(cleared, reading, null) : { state: cleared, steps: [] };
  }
  const going = { ...peaked, clears: 0 };
  if (isWorse(level, state.severity) && level !== null) {
    // Nobody is told of anything now: what is still so afterwards gets worse with the next reading.
    return suppressedBy === null ? escalate(going, reading, level, rule) : { state: going, steps: [] };
  }
  if (state.severity === "critical" && hasLeftCritical(reading.value, rule)) {
    const calmer = { ...going, severity: "high" as const };
    return { state: calmer, steps: [step("deescalated", calmer, reading, { message: null, note: null })] };
  }
  return { state: going, steps: [] };
}

function levelOf(value: number, rule: Rule): "critical" | "high" | null {
  if (rule.critical !== null && value >= rule.critical) return "critical";
  return rule.high !== null && value >= rule.high ? "high" : null;
}

function lineOf(level: Severity, rule: Rule): number | null {
  return level === "critical" ? rule.critical : rule.high;
}

/** As far below the critical line as the clear line is below the high one: a value on the line must not ring every minute. */
function hasLeftCritical(value: number, rule: Rule): boolean {
  if (rule.high === null) return false;
  // The operator turned the critical line off.
  if (rule.critical === null) return true;
  return value < rule.critical - Math.max(0, rule.high - rule.clear);
}

function open(
  counting: SubjectState,
  cause: { at: number; value: number | null },
  severity: Severity,
  threshold: number | null,
): Transition {
  const state: SubjectState = {
    ...counting,
    severity,
    isAcknowledged: false,
    isStale: false,
    clears: 0,
    peak: cause.value,
    resolvedAt: null,
  };
  const { changes, flappingSince, message } = countChange(counting, cause.at, "opened");
  return {
    state: { ...state, changes, flappingSince, lastNotifiedAt: message === null ? null : cause.at },
    steps: [{ ...step("opened", state, cause, { message, note: null }), threshold }],
  };
}

function escalate(state: SubjectState, reading: Reading, severity: Severity, rule: Rule): Transition {
  const worse = { ...state, severity, isAcknowledged: false };
  const message = state.flappingSince === null ? "escalated" : null;
  const note = state.isAcknowledged ? "the acknowledgement was taken back" : null;
  return {
    state: { ...worse, lastNotifiedAt: message === null ? state.lastNotifiedAt : reading.at },
    steps: [{ ...step("escalated", worse, reading, { message, note }), threshold: lineOf(severity, rule) }],
  };
}

function resolve(
  state: SubjectState,
  cause: { at: number; value: number | null },
  note: string | null,
): Transition {
  const { changes, flappingSince, message } = countChange(state, cause.at, "resolved");
  return {
    state: {
      ...state,
      severity: null,
      isAcknowledged: false,
      isStale: false,
      breaches: 0,
      clears: 0,
      peak: null,
      firstBreachAt: null,
      lastNotifiedAt: null,
      resolvedAt: cause.at,
      changes,
      flappingSince,
    },
    steps: [step("resolved", state, cause, { message, note })],
  };
}

function ruleIsOff(state: SubjectState, reading: Reading): Transition {
  if (state.severity !== null) return resolve(state, reading, "its rule was turned off");
  return { state: { ...state, breaches: 0, firstBreachAt: null }, steps: [] };
}

/**
 * Counts an opening or a resolving. The fifth within ten minutes is told as flapping, those after it not at all, until one
 * comes after ten quiet minutes: flapping is over then, whether or not somebody looked in between.
 */
function countChange(state: SubjectState, at: number, event: "opened" | "resolved") {
  const changes = [...state.changes, at].filter((change) => at - change < FLAPPING_MS);
  const isFlapping =
    state.flappingSince !== null && (changes.length > 1 || at - state.flappingSince < FLAPPING_MS);
  if (isFlapping) return { changes, flappingSince: state.flappingSince, message: null };
  if (changes.length < FLAPPING_CHANGES) return { changes, flappingSince: null, message: event };
  return { changes, flappingSince: at, message: "flapping" as const };
}

function step(
  kind: AlertEventKind,
  state: SubjectState,
  cause: { at: number; value: number | null },
  told: Pick<Step, "message" | "note">,
): Step {
  return {
    kind,
    at: cause.at,
    severity: state.severity ?? "low",
    value: cause.value,
    threshold: null,
    peak: state.peak,
    ...told,
  };
}
