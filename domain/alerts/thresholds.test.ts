import { expect, test } from "vitest";
import {
  faultsOfThresholds,
  mergeThresholds,
  offlineSecondsFor,
  readThresholds,
  ruleFor,
  thresholdsDefault,
  thresholdsSchema,
} from "./thresholds";

const merged = (partial: Record<string, unknown>) =>
  thresholdsSchema.parse(mergeThresholds(thresholdsDefault, partial));

test("a rule is what all have, then what the server says, then what the filesystem says", () => {
  const thresholds = merged({
    servers: { nas: { disk: { high_percent: 70 }, filesystems: { "/mnt/tank": { critical_percent: 99 } } } },
  });
  const rule = (serverId: string, subject: string) =>
    ruleFor(thresholds, { serverId, alertType: "disk", subject });
  expect(rule("pi", "")).toEqual({ high: 80, critical: 95, clear: 78, breaches: 1, clears: 1 });
  expect(rule("nas", "")).toMatchObject({ high: 70, critical: 95 });
  expect(rule("nas", "/mnt/tank")).toMatchObject({ high: 70, critical: 99 });
});

test("load is off until a line is set, and its unit is per core", () => {
  const subject = { serverId: "nas", alertType: "load", subject: "" } as const;
  expect(ruleFor(thresholdsDefault, subject)).toBeNull();
  expect(ruleFor(merged({ load: { high_per_core: 2 } }), subject)).toMatchObject({
    high: 2,
    critical: null,
    clear: 2,
  });
});

test("a line that is null is off, and a rule without lines is off whole", () => {
  const thresholds = merged({
    cpu: { high_percent: null },
    memory: { high_percent: null, critical_percent: null },
  });
  expect(ruleFor(thresholds, { serverId: "nas", alertType: "cpu", subject: "" })).toMatchObject({
    high: null,
    critical: 95,
  });
  expect(ruleFor(thresholds, { serverId: "nas", alertType: "memory", subject: "" })).toBeNull();
});

test("a high line that moves alone takes its clear line along", () => {
  expect(merged({ cpu: { high_percent: 60 } }).cpu).toMatchObject({ high_percent: 60, clear_percent: 55 });
  expect(merged({ cpu: { high_percent: 60, clear_percent: 50 } }).cpu).toMatchObject({ clear_percent: 50 });
});

test.each<[sentence: string, override: object, expected: object]>([
  ["a lower line", { cpu: { high_percent: 50 } }, { high: 50, clear: 45 }],
  ["a higher line", { cpu: { high_percent: 90 } }, { high: 90, clear: 85 }],
  ["the critical line where high is off", { cpu: { high_percent: null } }, { high: null, clear: 90 }],
  ["a line and a clear line", { cpu: { high_percent: 50, clear_percent: 30 } }, { high: 50, clear: 30 }],
  ["other than lines", { cpu: { breaches: 1 } }, { high: 85, clear: 80 }],
  ["the critical line alone", { cpu: { critical_percent: 99 } }, { high: 85, critical: 99, clear: 80 }],
])(
  "an override of %s clears as far below its line as for all, unless it says where",
  (_what, override, expected) => {
    const thresholds = merged({ servers: { nas: override } });
    expect(ruleFor(thresholds, { serverId: "nas", alertType: "cpu", subject: "" })).toMatchObject(expected);
    expect(faultsOfThresholds(thresholds)).toEqual([]);
  },
);

test("a line that is off for all clears by the default where a server has it", () => {
  const off = { high_percent: null, critical_percent: null };
  const thresholds = merged({
    cpu: off,
    disk: off,
    servers: { nas: { cpu: { high_percent: 50 }, disk: { high_percent: 50 } } },
  });
  const clear = (alertType: "cpu" | "disk") =>
    ruleFor(thresholds, { serverId: "nas", alertType, subject: "" })?.clear;
  expect([clear("cpu"), clear("disk")]).toEqual([45, 48]);
});

test("a filesystem's line clears below itself, and so does load per core", () => {
  const load = { high_per_core: 2, clear_per_core: 1.5 };
  const filesystems = { "/mnt/tank": { high_percent: 60 } };
  const thresholds = merged({
    load,
    servers: { nas: { filesystems, load: { high_per_core: 4 } }, pi: { load: { high_per_core: 0.4 } } },
  });
  const clear = (serverId: string, alertType: "disk" | "load", subject = "") =>
    ruleFor(thresholds, { serverId, alertType, subject })?.clear;
  expect([clear("nas", "disk", "/mnt/tank"), clear("nas", "load"), clear("pi", "load")]).toEqual([
    58, 3.5, 0.4,
  ]);
});

test("null takes an override of a server away, at every depth", () => {
  const base = merged({
    servers: { nas: { cpu: { high_percent: 60 }, filesystems: { "/a": { high_percent: 5 } } }, pi: {} },
  });
  const after = thresholdsSchema.parse(
    mergeThresholds(base, { servers: { pi: null, nas: { cpu: null, filesystems: { "/a": null } } } }),
  );
  expect(after.servers).toEqual({ nas: { filesystems: {} } });
});

test.each([
  ["high above critical", { cpu: { high_percent: 97 } }, "cpu.critical_percent"],
  ["critical equal to high", { memory: { critical_percent: 85 } }, "memory.critical_percent"],
  ["a clear line above the high one", { disk: { clear_percent: 90 } }, "disk.clear_percent"],
  [
    "an impossible override",
    { servers: { nas: { cpu: { critical_percent: 50 } } } },
    "servers.nas.cpu.critical_percent",
  ],
])("names %s", (_name, partial, path) => {
  expect(faultsOfThresholds(merged(partial)).map((fault) => fault.path)).toEqual([path]);
});

test("the defaults have no fault", () => {
  expect(faultsOfThresholds(thresholdsDefault)).toEqual([]);
});

test.each([
  ["a percent above 100", { cpu: { high_percent: 101 } }],
  ["silence shorter than thirty seconds", { server_offline_seconds: 29 }],
  ["no breach at all", { cpu: { breaches: 0 } }],
  ["a rule nobody knows", { gpu: { high_percent: 50 } }],
])("refuses %s", (_name, partial) => {
  expect(thresholdsSchema.safeParse(mergeThresholds(thresholdsDefault, partial)).success).toBe(false);
});

test("an older document is completed, and a damaged one stops nothing", () => {
  expect(readThresholds({ server_offline_seconds: 60 })).toEqual({
    ...thresholdsDefault,
    server_offline_seconds: 60,
  });
  expect(readThresholds({ cpu: "high" })).toEqual(thresholdsDefault);
  expect(readThresholds(null)).toEqual(thresholdsDefault);
});

test("silence is counted per server where it says so", () => {
  const thresholds = merged({ servers: { pi: { server_offline_seconds: 600 } } });
  expect([offlineSecondsFor(thresholds, "pi"), offlineSecondsFor(thresholds, "nas")]).toEqual([600, 180]);
});
