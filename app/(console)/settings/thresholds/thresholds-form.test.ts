import { expect, test } from "vitest";
import { faultsWhileTyping } from "@/components/settings/rule-row";
import {
  faultsOfThresholds,
  mergeThresholds,
  type Thresholds,
  thresholdsDefault,
  thresholdsSchema,
} from "@/domain/alerts/thresholds";
import { thresholdsUpdateSchema } from "@/domain/alerts/thresholds-update";
import {
  faultsOfOverride,
  faultsOfRules,
  inputNameOf,
  overrideRows,
  overrideUpdateOf,
  pageWords,
  removalOf,
  ruleRows,
  thresholdsUpdateOf,
} from "./thresholds-form";

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** The form as the page shows it, with what somebody typed over it. */
function rulesForm(typed: Record<string, string> = {}, thresholds = thresholdsDefault): FormData {
  const shown = ruleRows(thresholds).flatMap(({ name, values }) =>
    Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]),
  );
  return formOf({ ...Object.fromEntries(shown), server_offline_seconds: "180", ...typed });
}

const after = (update: Record<string, unknown>, before: Thresholds = thresholdsDefault) =>
  thresholdsSchema.parse(mergeThresholds(before, thresholdsUpdateSchema.parse(update)));

test("a form that is sent as it was shown changes nothing", () => {
  expect(after(thresholdsUpdateOf(rulesForm()))).toEqual(thresholdsDefault);
});

test("an empty line is off, and a comma is a point", () => {
  const changed = after(
    thresholdsUpdateOf(rulesForm({ "cpu.high": "", "memory.high": "82,5", "load.high": "2" })),
  );
  expect(changed.cpu.high_percent).toBeNull();
  expect(changed.memory.high_percent).toBe(82.5);
  expect(changed.load.high_per_core).toBe(2);
});

test.each([
  ["no number", { "cpu.high": "high" }, "cpu.high_percent"],
  ["no count", { "disk.breaches": "" }, "disk.breaches"],
  ["half a sample", { "disk.clears": "1.5" }, "disk.clears"],
  ["too short a silence", { server_offline_seconds: "5" }, "server_offline_seconds"],
])("refuses %s", (_name, typed, path) => {
  const issues = thresholdsUpdateSchema.safeParse(thresholdsUpdateOf(rulesForm(typed))).error?.issues;
  expect(issues?.map((issue) => issue.path.join("."))).toEqual([path]);
});

const override = (fields: Record<string, string>) =>
  after(overrideUpdateOf(formOf({ server: "nas", ...fields }), thresholdsDefault)).servers.nas;

test.each<[string, Record<string, string>, unknown]>([
  [
    "a high line takes its clear line along",
    { about: "cpu", high: "70" },
    { cpu: { high_percent: 70, clear_percent: 65 } },
  ],
  ["off is off", { about: "memory", high: "off" }, { memory: { high_percent: null } }],
  [
    "one filesystem",
    { about: "filesystem", mount: "/mnt/tank", critical: "99" },
    { filesystems: { "/mnt/tank": { critical_percent: 99 } } },
  ],
  ["load", { about: "load", high: "1.5" }, { load: { high_per_core: 1.5 } }],
  ["silence", { about: "offline", seconds: "600" }, { server_offline_seconds: 600 }],
])("a rule of its own: %s", (_name, fields, rule) => {
  expect(override(fields)).toEqual(rule);
});

test("shows every override in words, and takes each away by its row", () => {
  const thresholds = after({
    servers: {
      nas: {
        cpu: { high_percent: 70, critical_percent: null },
        load: { high_per_core: 2 },
        filesystems: { "/mnt/tank": { high_percent: 90 } },
        server_offline_seconds: 600,
      },
    },
  });
  const rows = overrideRows(thresholds, new Map([["nas", "NAS"]]));
  expect(rows.map(({ serverName, about, words }) => [serverName, about, words])).toEqual([
    ["NAS", "CPU", "high 70 %, critical off"],
    ["NAS", "load", "high 2"],
    ["NAS", "disk /mnt/tank", "high 90 %"],
    ["NAS", "offline", "after 600 s"],
  ]);
  const rest = rows.reduce((whole, { server, section, mount }) => {
    return after(removalOf(formOf({ server, section, mount })), whole);
  }, thresholds);
  expect(overrideRows(rest, new Map())).toEqual([]);
});

test.each([
  ["cpu.critical_percent", "cpu.critical"],
  ["load.clear_per_core", "load.clear"],
  ["disk.breaches", "disk.breaches"],
  ["server_offline_seconds", "server_offline_seconds"],
  ["servers.nas.cpu.critical_percent", "critical"],
  ["servers.nas.filesystems./mnt/v1.2.high_percent", "high"],
  ["servers.nas.server_offline_seconds", "seconds"],
])("%s is the input %s", (path, name) => {
  expect(inputNameOf(path)).toBe(name);
});

test("says lines as the page does", () => {
  expect(pageWords("must be above high_percent")).toBe("must be above the high line");
});

test.each([
  ["85", "95", "80"],
  ["", "95", "90"],
  ["85", "", "85"],
  ["", "", ""],
  ["95", "85", "80"],
  ["85", "85", "80"],
  ["85", "95", "90"],
  ["", "80", "90"],
])("what is checked while typing (%s, %s, %s) is what the hub says afterwards", (high, critical, clear) => {
  const typed = { "cpu.high": high, "cpu.critical": critical, "cpu.clear": clear };
  const faults = faultsOfThresholds(after(thresholdsUpdateOf(rulesForm(typed))));
  const said = Object.entries(faultsWhileTyping({ high, critical, clear, max: 100 }));
  expect(said.map(([name, message]) => [`cpu.${name}`, message])).toEqual(
    faults.map(({ path, message }) => [inputNameOf(path), pageWords(message)]),
  );
});

const heard = (faults: { path: string; message: string }[]) =>
  Object.fromEntries(faults.toReversed().map(({ path, message }) => [path, message]));

test("says at once all that is wrong with the rules for all servers", () => {
  const form = rulesForm({
    ...{ "cpu.high": "often", "cpu.clear": "97", "memory.high": "99", "memory.critical": "90" },
    ...{ "disk.breaches": "0", server_offline_seconds: "5" },
  });
  expect(heard(faultsOfRules(form))).toEqual({
    "cpu.high": "must be a number",
    "cpu.clear": "must not be above the line that it clears",
    "memory.critical": "must be above the high line",
    "disk.breaches": "must be at least 1",
    server_offline_seconds: "must be at least 30",
  });
  expect(faultsOfRules(rulesForm())).toEqual([]);
});

const ownFaults = (fields: Record<string, string>) =>
  heard(faultsOfOverride(formOf({ server: "nas", about: "cpu", ...fields }), thresholdsDefault));

test.each<[string, Record<string, string>, Record<string, string>]>([
  ["nothing", { high: "70" }, {}],
  ["a line that is too high, and no empty field", { high: "150" }, { high: "must be at most 100" }],
  [
    "the typed line where what is said for all stands against it",
    { high: "97" },
    { high: "must be below the critical line, which is 95" },
  ],
  [
    "the critical line where it is the typed one",
    { critical: "70" },
    { critical: "must be above the high line" },
  ],
  [
    "what was left empty",
    { about: "filesystem" },
    { mount: "must not be empty", high: "must say something of its own" },
  ],
  [
    "a missing filesystem and lines that cross",
    { about: "filesystem", high: "99", critical: "90" },
    { mount: "must not be empty", critical: "must be above the high line" },
  ],
  [
    "what is no number and what crosses",
    { high: "much", critical: "90", clear: "95" },
    { high: "must be a number", clear: "must not be above the line that it clears" },
  ],
  [
    "nothing where the critical line is the only one and takes the clear line along",
    { high: "off", critical: "70" },
    {},
  ],
  ["silence", { about: "offline" }, { seconds: "must say something of its own" }],
  ["too short a silence", { about: "offline", seconds: "5" }, { seconds: "must be at least 30" }],
])("of a rule of its own, blames %s", (_name, fields, faults) => {
  expect(ownFaults(fields)).toEqual(faults);
});

test("where the rule of a filesystem stands against that of its server, does not blame what agrees with itself", () => {
  const form = formOf({ server: "nas", about: "disk", high: "98", critical: "99" });
  const before = after({ servers: { nas: { filesystems: { "/mnt": { critical_percent: 96 } } } } });
  expect(heard(faultsOfOverride(form, before))).toEqual({
    high: "must be below the critical line of one of its filesystems",
  });
});

test("a low load takes a clear line along that can be", () => {
  const all = {
    ...thresholdsDefault,
    load: { ...thresholdsDefault.load, high_per_core: 2, clear_per_core: 1 },
  };
  const update = overrideUpdateOf(formOf({ server: "nas", about: "load", high: "0.5" }), all);
  expect(thresholdsUpdateSchema.safeParse(update).success).toBe(true);
});
