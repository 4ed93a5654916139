import type { Rule } from "./thresholds";
import { calmState, observe, type Reading, type Step, type SubjectState } from "./transition";

export const minute = 60_000;
export const start = Date.UTC(2026, 10, 21, 9, 30);
export const rule: Rule = { high: 85, critical: 95, clear: 80, breaches: 3, clears: 2 };
export const disk: Rule = { high: 80, critical: 95, clear: 78, breaches: 1, clears: 1 };

export type Given = {
  rule?: Rule | null;
  before?: SubjectState;
  from?: number;
  suppressedBy?: string | null;
};

export const readingsOf = (values: number[], from = 0): Reading[] =>
  values.map((value, index) => ({ at: start + (from + index) * minute, value }));

/** One reading a minute, each on its own. */
export function minutely(values: number[], given: Given = {}): { state: SubjectState; steps: Step[] } {
  let state = given.before ?? calmState;
  const steps: Step[] = [];
  for (const reading of readingsOf(values, given.from)) {
    const next = observe(
      state,
      reading,
      given.rule === undefined ? rule : given.rule,
      given.suppressedBy ?? null,
    );
    state = next.state;
    steps.push(...next.steps);
  }
  return { state, steps };
}

export const kinds = (steps: Step[]) => steps.map(({ kind }) => kind);
export const messages = (steps: Step[]) => steps.flatMap(({ message }) => message ?? []);
export const open = (values: number[] = [90, 90, 90]) => minutely(values).state;
export const acknowledged = (state: SubjectState): SubjectState => ({ ...state, isAcknowledged: true });
