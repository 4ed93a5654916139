import {
  faultsWhileTyping,
  lineFaults,
  type OverrideRow,
  type RuleRow,
} from "@/components/settings/rule-row";
import {
  faultsOfThresholds,
  mergeThresholds,
  ruleFor,
  type Thresholds,
  thresholdsSchema,
} from "@/domain/alerts/thresholds";
import { thresholdsUpdateSchema } from "@/domain/alerts/thresholds-update";
import { subjectWords } from "@/domain/alerts/words";
import type { FieldFault } from "@/domain/hub-error";
import { faultsOf } from "../form-answer";

const ruleNames = ["cpu", "memory", "disk", "load"] as const;
type RuleName = (typeof ruleNames)[number];

/** The rules for all servers, as the form shows them; an empty line is off. */
export function ruleRows(thresholds: Thresholds): RuleRow[] {
  return ruleNames.map((name) => {
    const rule = thresholds[name];
    const [high, critical, clear] =
      "high_per_core" in rule
        ? [rule.high_per_core, rule.critical_per_core, rule.clear_per_core]
        : [rule.high_percent, rule.critical_percent, rule.clear_percent];
    return {
      name,
      label: subjectWords(name, ""),
      unit: unitOf(name),
      values: {
        high: textOf(high),
        critical: textOf(critical),
        clear: textOf(clear),
        breaches: String(rule.breaches),
        clears: String(rule.clears),
      },
    };
  });
}

/** What the form asks to change; not checked yet. */
export function thresholdsUpdateOf(form: FormData): Record<string, unknown> {
  const rules = ruleNames.map((name) => [
    name,
    {
      ...linesOf(name, {
        high: lineIn(form, `${name}.high`),
        critical: lineIn(form, `${name}.critical`),
        clear: lineIn(form, `${name}.clear`),
      }),
      breaches: numberIn(form, `${name}.breaches`),
      clears: numberIn(form, `${name}.clears`),
    },
  ]);
  return { ...Object.fromEntries(rules), server_offline_seconds: numberIn(form, "server_offline_seconds") };
}

/** All that is wrong with the rules for all servers, by input. The first of an input is what is said. */
export function faultsOfRules(form: FormData): FieldFault[] {
  const { error } = thresholdsUpdateSchema.safeParse(thresholdsUpdateOf(form));
  const rules = ruleNames.map((name) => ({ name, unit: unitOf(name) }));
  const lines = lineFaults((name) => textIn(form, name), rules);
  return [
    ...faultsOf(error?.issues ?? []).map(inPageWords),
    ...lines.map(([path, message]) => ({ path, message })),
  ];
}

/** All that is wrong with a rule of its own, by input: only what was typed is to blame. */
export function faultsOfOverride(form: FormData, thresholds: Thresholds): FieldFault[] {
  const [server, about, mount] = [textIn(form, "server"), textIn(form, "about"), textIn(form, "mount")];
  const isOfMount = about === "filesystem";
  const faults = isOfMount && mount === "" ? [{ path: "mount", message: "must not be empty" }] : [];
  const own = about === "offline" ? ["seconds"] : ["high", "critical", "clear"];
  if (own.every((name) => textIn(form, name) === "")) {
    return [...faults, { path: own[0] ?? "", message: "must say something of its own" }];
  }
  const update = thresholdsUpdateSchema.safeParse(overrideUpdateOf(form, thresholds));
  const merged = update.success
    ? thresholdsSchema.safeParse(mergeThresholds(thresholds, update.data))
    : undefined;
  if (merged?.success !== true) {
    const issues = (update.error ?? merged?.error)?.issues ?? [];
    const [high, critical, clear] = [textIn(form, "high"), textIn(form, "critical"), textIn(form, "clear")];
    const max = about === "load" ? 1000 : 100;
    const lines = Object.entries(faultsWhileTyping({ high, critical, clear, max }));
    return [
      ...faults,
      // A filesystem without a name was blamed for that already.
      ...faultsOf(issues)
        .map(inPageWords)
        .filter(({ path }) => own.includes(path)),
      ...(about === "offline" ? [] : lines.map(([path, message]) => ({ path, message }))),
    ];
  }
  const alertType = isOfMount ? "disk" : (ruleNames.find((name) => name === about) ?? "cpu");
  const subject = isOfMount && mount !== "/" ? mount : "";
  const rule = ruleFor(merged.data, { serverId: server, alertType, subject });
  const ownPath = `servers.${server}.${isOfMount ? `filesystems.${mount}` : alertType}.`;
  const typed = (...names: string[]) => names.find((name) => textIn(form, name) !== "");
  for (const fault of faultsOfThresholds(merged.data)) {
    const { path, message } = inPageWords(fault);
    const line = path === "critical" ? rule?.critical : rule?.clear;
    const against =
      path === "critical" || rule?.high !== null ? typed("high", "critical") : typed("critical");
    const isOwn = fault.path.startsWith(ownPath);
    if ((isOwn && typed(path) !== undefined) || against === undefined) faults.push({ path, message });
    else {
      const which = isOwn ? `, which is ${line}` : " of one of its filesystems";
      const words =
        path === "critical" ? "must be below the critical line" : "must not be below the clear line";
      faults.push({ path: against, message: words + which });
    }
  }
  return faults;
}

/** What the form for one server asks to change. An empty line is as for all, "off" is off; not checked yet. */
export function overrideUpdateOf(form: FormData, thresholds: Thresholds): Record<string, unknown> {
  const [server, about, mount] = [textIn(form, "server"), textIn(form, "about"), textIn(form, "mount")];
  if (about === "offline") {
    return { servers: { [server]: { server_offline_seconds: numberIn(form, "seconds") } } };
  }
  const name: RuleName =
    about === "filesystem" ? "disk" : (ruleNames.find((each) => each === about) ?? "cpu");
  const high = overrideLineIn(form, "high");
  const lines = linesOf(name, {
    high,
    critical: overrideLineIn(form, "critical"),
    clear: overrideLineIn(form, "clear") ?? clearBelow(high, thresholds, name),
  });
  const rule = Object.fromEntries(Object.entries(lines).filter(([, value]) => value !== undefined));
  return {
    servers: { [server]: about === "filesystem" ? { filesystems: { [mount]: rule } } : { [name]: rule } },
  };
}

/** A high line that moves alone takes its clear line along, as far below it as for all. */
function clearBelow(high: number | null | undefined, thresholds: Thresholds, name: RuleName) {
  const all = ruleRows(thresholds).find((row) => row.name === name)?.values;
  if (typeof high !== "number" || all === undefined || all.high === "" || all.clear === "") return undefined;
  // A line that cannot be takes none along that cannot be either: nobody typed that one.
  if (!(high >= 0 && high <= (name === "load" ? 1000 : 100))) return undefined;
  const below = high - (Number(all.high) - Number(all.clear));
  return name === "load" && below <= 0 ? high : Math.max(0, below);
}

/** What takes one override away. */
export function removalOf(form: FormData): Record<string, unknown> {
  const [server, section, mount] = [textIn(form, "server"), textIn(form, "section"), textIn(form, "mount")];
  return {
    servers: {
      [server]: section === "filesystems" ? { filesystems: { [mount]: null } } : { [section]: null },
    },
  };
}

/** Every override that is set, by server, in words. */
export function overrideRows(thresholds: Thresholds, names: Map<string, string>): OverrideRow[] {
  return Object.entries(thresholds.servers).flatMap(([server, overrides]) => {
    const common = { server, serverName: names.get(server) ?? server };
    const rules = ruleNames.flatMap((name) =>
      overrides[name] === undefined
        ? []
        : [
            {
              ...common,
              section: name,
              mount: "",
              about: subjectWords(name, ""),
              words: wordsOf(overrides[name]),
            },
          ],
    );
    const mounts = Object.entries(overrides.filesystems ?? {}).map(([mount, rule]) => ({
      ...common,
      section: "filesystems",
      mount,
      about: subjectWords("disk", mount),
      words: wordsOf(rule),
    }));
    const silence =
      overrides.server_offline_seconds === undefined
        ? []
        : [
            {
              ...common,
              section: "server_offline_seconds",
              mount: "",
              about: "offline",
              words: `after ${overrides.server_offline_seconds} s`,
            },
          ];
    return [...rules, ...mounts, ...silence];
  });
}

/** "cpu.critical_percent", "servers.nas.filesystems./mnt.high_percent": the input that it is about. */
export function inputNameOf(path: string): string {
  const last = path.split(".").at(-1) ?? "";
  const line = /^(high|critical|clear)_/.exec(last)?.[1] ?? last;
  if (path.startsWith("servers.")) return line === "server_offline_seconds" ? "seconds" : line;
  return path.includes(".") ? `${path.split(".")[0]}.${line}` : path;
}

export function inPageWords({ path, message }: FieldFault): FieldFault {
  return { path: inputNameOf(path), message: pageWords(message) };
}

/** "must be above high_percent" in the words of the page. */
export function pageWords(message: string): string {
  return message.replace(/\b(high|critical|clear)_(percent|per_core)\b/g, "the $1 line");
}

function wordsOf(rule: Record<string, number | null | undefined>): string {
  const percent = Object.keys(rule).some((key) => key.endsWith("_percent"));
  return Object.entries(rule)
    .map(([key, value]) => {
      const word = key.replace(/_(percent|per_core)$/, "");
      const isLine = word !== key;
      return `${word} ${value === null ? "off" : `${value}${isLine && percent ? " %" : ""}`}`;
    })
    .join(", ");
}

const unitOf = (name: RuleName) => (name === "load" ? "per core" : "%");

type Line = number | null | undefined;

function linesOf(name: RuleName, { high, critical, clear }: { high: Line; critical: Line; clear: Line }) {
  return name === "load"
    ? { high_per_core: high, critical_per_core: critical, clear_per_core: clear }
    : { high_percent: high, critical_percent: critical, clear_percent: clear };
}

const textOf = (value: number | null) => (value === null ? "" : String(value));
const textIn = (form: FormData, name: string) => String(form.get(name) ?? "").trim();

/** Whoever writes 92,5 means 92.5. */
const numberOf = (text: string) => (text === "" ? Number.NaN : Number(text.replace(",", ".")));
const numberIn = (form: FormData, name: string) => numberOf(textIn(form, name));

function lineIn(form: FormData, name: string): number | null {
  const text = textIn(form, name);
  return text === "" || text === "off" ? null : numberOf(text);
}

function overrideLineIn(form: FormData, name: string): Line {
  const text = textIn(form, name);
  return text === "" ? undefined : text === "off" ? null : numberOf(text);
}
