import { z } from "zod";
import { SERVER_OFFLINE_SECONDS_DEFAULT, SERVER_OFFLINE_SECONDS_MIN } from "../servers/presence";
import { SERVER_ID_PATTERN } from "../servers/server";
import { foreignText } from "../text/foreign-text";

/**
 * The rules an operator sets: `config` key `thresholds`. A rule breaches at `>=` high or critical, clears below its clear
 * line, and null turns a line off. What a server or a filesystem does not say is as for all.
 */
const percent = z.number().min(0).max(100);
const count = z.number().int().min(1).max(100);
const perCore = z.number().gt(0).max(1000);

const percentRule = z.strictObject({
  high_percent: percent.nullable(),
  critical_percent: percent.nullable(),
  clear_percent: percent.nullable(),
  breaches: count,
  clears: count,
});
const loadRule = z.strictObject({
  high_per_core: perCore.nullable(),
  critical_per_core: perCore.nullable(),
  clear_per_core: perCore.nullable(),
  breaches: count,
  clears: count,
});

export type PercentRule = z.output<typeof percentRule>;

const serverOverrides = z.strictObject({
  cpu: percentRule.partial().optional(),
  memory: percentRule.partial().optional(),
  disk: percentRule.partial().optional(),
  load: loadRule.partial().optional(),
  server_offline_seconds: z.number().int().min(SERVER_OFFLINE_SECONDS_MIN).max(86_400).optional(),
  /** By mount point. */
  filesystems: z.record(foreignText(300).min(1), percentRule.partial()).optional(),
});

export const thresholdsSchema = z.strictObject({
  cpu: percentRule,
  memory: percentRule,
  disk: percentRule,
  load: loadRule,
  server_offline_seconds: z.number().int().min(SERVER_OFFLINE_SECONDS_MIN).max(86_400),
  servers: z.record(z.string().regex(SERVER_ID_PATTERN), serverOverrides),
});
export type Thresholds = z.output<typeof thresholdsSchema>;

export const thresholdsDefault: Thresholds = {
  cpu: { high_percent: 85, critical_percent: 95, clear_percent: 80, breaches: 3, clears: 2 },
  memory: { high_percent: 85, critical_percent: 95, clear_percent: 80, breaches: 3, clears: 2 },
  disk: { high_percent: 80, critical_percent: 95, clear_percent: 78, breaches: 1, clears: 1 },
  load: { high_per_core: null, critical_per_core: null, clear_per_core: null, breaches: 3, clears: 2 },
  server_offline_seconds: SERVER_OFFLINE_SECONDS_DEFAULT,
  servers: {},
};

/** The lines of one rule in the unit of its reading; null is off. */
export type Rule = {
  high: number | null;
  critical: number | null;
  /** Below this a reading clears. */
  clear: number;
  breaches: number;
  clears: number;
};

type RuleSubject = { serverId: string; alertType: "cpu" | "memory" | "disk" | "load"; subject: string };

/** Rules that were worked out before, by the thresholds they were worked out from: every sample asks for four or more. */
const known = new WeakMap<Thresholds, Map<string, Rule | null>>();

/** The rule for one subject of one server, or null where no line is on. */
export function ruleFor(thresholds: Thresholds, subject: RuleSubject): Rule | null {
  const isOwn = thresholds.servers[subject.serverId] !== undefined;
  const key = isOwn ? `${subject.alertType} ${subject.serverId} ${subject.subject}` : subject.alertType;
  const rules = known.get(thresholds) ?? new Map<string, Rule | null>();
  known.set(thresholds, rules);
  const before = rules.get(key);
  if (before !== undefined) return before;
  const rule = workOutRule(thresholds, subject);
  rules.set(key, rule);
  return rule;
}

function workOutRule(thresholds: Thresholds, subject: RuleSubject): Rule | null {
  const { serverId, alertType } = subject;
  const overrides = thresholds.servers[serverId];
  const ofFilesystem = alertType === "disk" ? overrides?.filesystems?.[subject.subject || "/"] : undefined;
  return ruleOf(
    [overrides?.[alertType], ofFilesystem].reduce<Lines>(
      (lines, override) => overridden(lines, linesOf(override ?? {}), CLEAR_MARGIN[alertType]),
      { ...allOff, ...linesOf(thresholds[alertType]) },
    ),
  );
}

/** How far below its line a rule clears where nobody said a distance, in its unit. */
const CLEAR_MARGIN = { cpu: 5, memory: 5, disk: 2, load: 0 } as const;

type Lines = {
  high: number | null;
  critical: number | null;
  clear: number | null;
  breaches: number;
  clears: number;
};

/**
 * A rule with what an override says in its place. One that moves the line and says nothing of clearing takes the clear line
 * along, as far below as it was, so that a lower line can clear at all and a higher one does not wait for the old one.
 */
function overridden(before: Lines, override: Partial<Lines>, marginDefault: number): Lines {
  const after = { ...before, ...override };
  const [from, to] = [before.high ?? before.critical, after.high ?? after.critical];
  if (override.clear !== undefined || to === null || to === from) return after;
  const margin = from === null ? marginDefault : from - (before.clear ?? from);
  return { ...after, clear: to - margin > 0 ? to - margin : to };
}

function linesOf(rule: object): Partial<Lines> {
  const said = Object.entries(rule).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said.map(([key, value]) => [key.replace(/_per.*$/, ""), value]));
}

const allOff: Lines = { high: null, critical: null, clear: null, breaches: 1, clears: 1 };

/** How long a server may be silent before it is called offline, in seconds, as set for it or for all. */
export function offlineSecondsFor(thresholds: Thresholds, serverId: string): number {
  return thresholds.servers[serverId]?.server_offline_seconds ?? thresholds.server_offline_seconds;
}

/** What is stored, completed: documents of earlier versions lack keys, and a damaged one must not stop the evaluation. */
export function readThresholds(stored: unknown): Thresholds {
  const given = typeof stored === "object" && stored !== null ? stored : {};
  const merged = mergeThresholds(thresholdsDefault, given as Record<string, unknown>);
  const result = thresholdsSchema.safeParse(merged);
  return result.success ? result.data : thresholdsDefault;
}

/**
 * A deep partial over a whole. Under `servers`, null takes an override away (a server's, a rule's, a filesystem's);
 * everywhere else it is a value: a line that is off. A high line that moves alone takes its clear line along.
 */
export function mergeThresholds(whole: Thresholds, partial: Record<string, unknown>): unknown {
  return mergeObjects(whole, partial, []);
}

function mergeObjects(whole: object, partial: object, path: string[]): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...whole };
  for (const [key, value] of Object.entries(partial)) {
    const before = merged[key];
    if (value === null && isOverride([...path, key])) delete merged[key];
    else if (isObject(value))
      merged[key] = mergeObjects(isObject(before) ? before : {}, value, [...path, key]);
    else merged[key] = value;
  }
  return withClearLine(whole, partial, merged);
}

function isOverride(path: string[]): boolean {
  const [first, , section] = path;
  if (first !== "servers") return false;
  return path.length === 2 || path.length === 3 || (path.length === 4 && section === "filesystems");
}

function withClearLine(
  whole: object,
  partial: object,
  merged: Record<string, unknown>,
): Record<string, unknown> {
  const { high_percent: before, clear_percent: clear } = whole as Partial<PercentRule>;
  const { high_percent: high, clear_percent: given } = partial as Partial<PercentRule>;
  if (
    typeof high !== "number" ||
    given !== undefined ||
    typeof before !== "number" ||
    typeof clear !== "number"
  )
    return merged;
  return { ...merged, clear_percent: Math.max(0, high - (before - clear)) };
}

/** What cannot be, as faults by path: a clear line above the high one, high above critical. Empty where all is well. */
export function faultsOfThresholds(thresholds: Thresholds): { path: string; message: string }[] {
  const faults = new Map<string, string>();
  const check = (path: string, alertType: RuleSubject["alertType"], rule: Rule | null) => {
    if (rule === null) return;
    const unit = alertType === "load" ? "per_core" : "percent";
    if (rule.high !== null && rule.critical !== null && rule.critical <= rule.high) {
      faults.set(`${path}.critical_${unit}`, `must be above high_${unit}`);
    }
    const lowest = rule.high ?? rule.critical;
    if (lowest !== null && rule.clear > lowest) {
      faults.set(`${path}.clear_${unit}`, "must not be above the line that it clears");
    }
  };
  for (const alertType of ["cpu", "memory", "disk", "load"] as const) {
    check(
      alertType,
      alertType,
      ruleFor({ ...thresholds, servers: {} }, { serverId: "", alertType, subject: "" }),
    );
    for (const [serverId, { filesystems = {}, ...overrides }] of Object.entries(thresholds.servers)) {
      const withoutMounts = { ...thresholds, servers: { ...thresholds.servers, [serverId]: overrides } };
      check(
        `servers.${serverId}.${alertType}`,
        alertType,
        ruleFor(withoutMounts, { serverId, alertType, subject: "" }),
      );
      if (alertType !== "disk") continue;
      for (const mount of Object.keys(filesystems)) {
        const rule = ruleFor(thresholds, { serverId, alertType, subject: mount === "/" ? "" : mount });
        check(`servers.${serverId}.filesystems.${mount}`, alertType, rule);
      }
    }
  }
  return [...faults].map(([path, message]) => ({ path, message }));
}

function ruleOf(rule: Lines): Rule | null {
  const lowest = rule.high ?? rule.critical;
  if (lowest === null) return null;
  const { high, critical, breaches, clears } = rule;
  return { high, critical, clear: rule.clear ?? lowest, breaches, clears };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
