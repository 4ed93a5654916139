import fc from "fast-check";
import { ModelSubject } from "./testing-reference-model";
import type { Rule } from "./thresholds";
import { calmState, goStale, observeAll, remind, type Step, type SubjectState, settle } from "./transition";

/** What may happen to one subject, for random sequences of it. */
export type Deed =
  | { deed: "readings"; values: (number | null)[] }
  | { deed: "time"; minutes: number }
  | { deed: "acknowledge" | "resolve" | "silence" | "suppress" | "allow" | "ruleOff" | "ruleOn" };

type Rules = Rule & { high: number; critical: number };

const rules: Rules[] = [
  { high: 85, critical: 95, clear: 80, breaches: 3, clears: 2 },
  { high: 80, critical: 95, clear: 78, breaches: 1, clears: 1 },
  { high: 50, critical: 60, clear: 50, breaches: 2, clears: 3 },
];

/** On the lines, beside them, between them: where mistakes live. */
const value = fc.oneof(
  fc.constantFrom(0, 49, 50, 60, 77.9, 78, 79.9, 80, 84.9, 85, 89.9, 90, 92.9, 93, 94.9, 95, 100),
  fc.integer({ min: 0, max: 100 }),
);
const plain = ["acknowledge", "resolve", "silence", "suppress", "allow", "ruleOff", "ruleOn"] as const;

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      deed: fc.constant("readings" as const),
      values: fc.array(fc.option(value, { freq: 8 }), { minLength: 1, maxLength: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      deed: fc.constant("time" as const),
      minutes: fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constantFrom(30, 240, 10_000)),
    }),
  },
  { weight: 3, arbitrary: fc.constantFrom(...plain).map((name) => ({ deed: name })) },
);

export const machineRuns = fc.record({
  rule: fc.constantFrom(...rules),
  deeds: fc.array(deed, { minLength: 1, maxLength: 40, size: "max" }),
});

type Lived = { openedAt: number; severity: string; resolvedAt: number | null };

/** What the machine made of it, as an evaluation stores it. */
class Machine {
  state: SubjectState = calmState;
  readonly history: Lived[] = [];
  readonly faults: string[] = [];

  take({ state, steps }: { state: SubjectState; steps: Step[] }): void {
    for (const step of steps) {
      const running = this.history.at(-1);
      const isActive = running !== undefined && running.resolvedAt === null;
      if (step.kind === "opened") {
        if (isActive) this.faults.push("opened while one was active");
        this.history.push({ openedAt: step.at, severity: step.severity, resolvedAt: null });
        continue;
      }
      if (!isActive && step.kind !== "steady") this.faults.push(`${step.kind} while none was active`);
      if (step.kind === "reminded" && (this.state.isAcknowledged || this.state.isStale)) {
        this.faults.push("reminded of what is acknowledged or stale");
      }
      if (running === undefined || step.kind === "steady") continue;
      running.severity = step.severity;
      if (step.kind === "resolved") running.resolvedAt = step.at;
    }
    this.state = state.severity === null ? state : { ...state, alertId: this.history.length };
  }

  resolveByHand(at: number): void {
    const running = this.history.at(-1);
    if (running === undefined || running.resolvedAt !== null) return;
    running.resolvedAt = at;
    const { changes, flappingSince } = this.state;
    this.state = { ...calmState, changes, flappingSince };
  }
}

const START = Date.UTC(2026, 10, 21, 9, 30);
const MINUTE_MS = 60_000;
const cooldowns = { criticalMs: 30 * MINUTE_MS, highMs: 240 * MINUTE_MS };

/** Lives one sequence through the machine and the reference model; what is wrong, in words, or nothing. */
export function faultsOfRun({ rule, deeds }: { rule: Rules; deeds: Deed[] }): string[] {
  const machine = new Machine();
  const model = new ModelSubject();
  let now = START;
  let sampleAt = START;
  let suppressedBy: string | null = null;
  let ruleNow: Rules | null = rule;
  let isSilent = false;
  for (const one of deeds) {
    now += MINUTE_MS;
    if (one.deed === "readings") {
      const from = sampleAt;
      const readings = one.values.map((reading, index) => ({
        at: from + (index + 1) * MINUTE_MS,
        value: reading,
      }));
      sampleAt += readings.length * MINUTE_MS;
      now = Math.max(now, sampleAt);
      isSilent &&= readings.every((reading) => reading.value === null);
      const known = readings.flatMap(({ at, value: reading }) =>
        reading === null ? [] : [{ at, value: reading }],
      );
      const isActive = machine.state.severity !== null;
      const last = known.slice(-(ruleNow?.clears ?? 0));
      machine.take(observeAll(machine.state, known, ruleNow, suppressedBy));
      model.feed(readings, ruleNow, suppressedBy !== null);
      if (isActive && known.length === 0 && machine.state.severity === null)
        machine.faults.push("nothing resolved it");
      const endedAt = machine.history.at(-1)?.resolvedAt;
      const endedLast = isActive && endedAt !== null && endedAt === known.at(-1)?.at;
      if (endedLast && ruleNow !== null && last.some((reading) => reading.value >= rule.clear)) {
        machine.faults.push("resolved without clearing readings");
      }
    } else if (one.deed === "time") now += one.minutes * MINUTE_MS;
    else if (one.deed === "acknowledge") {
      if (machine.state.severity !== null) machine.state = { ...machine.state, isAcknowledged: true };
      model.acknowledge();
    } else if (one.deed === "resolve") {
      machine.resolveByHand(now);
      model.resolve(now, "hand");
    } else if (one.deed === "silence") {
      isSilent = true;
      machine.take(goStale(machine.state, now));
      model.goStale();
    } else if (one.deed === "suppress") suppressedBy = "maintenance";
    else if (one.deed === "allow") suppressedBy = null;
    else ruleNow = one.deed === "ruleOff" ? null : rule;
    if (!isSilent) machine.take(settle(machine.state, now));
    machine.take(remind(machine.state, now, cooldowns, suppressedBy));
  }
  return [...machine.faults, ...disagreements(machine, model)];
}

function disagreements(machine: Machine, model: ModelSubject): string[] {
  const expected = model.history.map(({ openedAt, severity, resolvedAt }) => ({
    openedAt,
    severity,
    resolvedAt,
  }));
  const faults: string[] = [];
  if (JSON.stringify(machine.history) !== JSON.stringify(expected)) {
    faults.push(`history is ${JSON.stringify(machine.history)}, the model says ${JSON.stringify(expected)}`);
  }
  const { severity, isAcknowledged, isStale, peak } = machine.state;
  const is = JSON.stringify(severity === null ? null : { severity, isAcknowledged, isStale, peak });
  const active = model.active;
  const should = JSON.stringify(
    active === null
      ? null
      : {
          severity: active.severity,
          isAcknowledged: active.isAcknowledged,
          isStale: active.isStale,
          peak: active.peak,
        },
  );
  if (is !== should) faults.push(`it is ${is}, the model says ${should}`);
  return faults;
}
