import { expect, test } from "vitest";
import type { AlertRecord } from "@/db/queries/alerts";
import type { ServerRecord } from "@/db/queries/servers";
import { readThresholds } from "@/domain/alerts/thresholds";
import type { Filesystem } from "@/domain/heartbeats/heartbeat";
import { testAlert, testNow } from "./alerts/testing";
import { parseOverviewQuery } from "./overview-query";
import { completeRows, measureLines, overviewView, withOwnFilesystemLines } from "./overview-view";

const server = (id: string, change: Partial<ServerRecord> = {}) =>
  ({
    id,
    hostname: id,
    displayName: null,
    status: "online",
    machineType: "server",
    pausedAt: null,
    lastSeen: testNow,
    statusChangedAt: testNow - 60_000,
    heartbeatIntervalSeconds: 60,
    tags: [],
    ...change,
  }) as unknown as ServerRecord;

const view = (servers: ServerRecord[], alerts: AlertRecord[], state = "all") =>
  overviewView({ servers, alerts, latest: new Map(), query: parseOverviewQuery({ state }), now: testNow });

test.each<[string, ServerRecord[], AlertRecord[], string]>([
  ["all is well", [server("nas"), server("pi")], [], "All 2 online"],
  ["one alert", [server("nas"), server("pi")], [testAlert()], "All 2 online · 1 alert"],
  [
    "some of them known",
    [server("nas"), server("pi")],
    [testAlert(), testAlert({ id: 8 }), testAlert({ id: 9, status: "acknowledged" })],
    "All 2 online · 2 alerts · 1 acknowledged",
  ],
  [
    "a silent server and its alert",
    [server("nas", { status: "offline" }), server("pi")],
    [testAlert({ alertType: "offline" })],
    "1 of 2 online · 1 offline · 1 alert",
  ],
])("the verdict: %s", (_name, servers, alerts, verdict) => {
  expect(view(servers, alerts).verdict).toBe(verdict);
});

test("problems: silence without an alert first, then alerts as they come, then what somebody knows of", () => {
  const { problems } = view(
    [server("nas"), server("pi", { status: "offline" })],
    [testAlert({ id: 1, status: "acknowledged" }), testAlert({ id: 2 }), testAlert({ id: 3 })],
  );
  expect(problems.map(({ key, alertId }) => [key, alertId])).toEqual([
    ["server pi", null],
    ["alert 2", 2],
    ["alert 3", 3],
    ["alert 1", null],
  ]);
});

test.each<[string, Partial<ServerRecord>, AlertRecord[], string[]]>([
  ["an alert tells of its silence", {}, [testAlert({ alertType: "offline" })], ["alert 7"]],
  ["it is a workstation", { machineType: "workstation" }, [], []],
  ["it is paused", { pausedAt: testNow }, [], []],
])("an offline server is no line of its own where %s", (_name, change, alerts, keys) => {
  const { problems } = view([server("nas", { status: "offline", ...change })], alerts);
  expect(problems.map(({ key }) => key)).toEqual(keys);
});

test("the filter Alerting keeps the servers that have an alert, and rows carry the mark of the worst open one", () => {
  const { rows, counts } = view(
    [server("nas"), server("pi")],
    [testAlert({ status: "acknowledged" }), testAlert({ id: 8, severity: "high" })],
    "alerting",
  );
  expect(counts.alerting).toBe(1);
  expect(rows.map(({ id, alerts }) => [id, alerts])).toEqual([
    ["nas", { state: "notice", look: "solid", word: "1 alert, high; 1 acknowledged", count: 1 }],
  ]);
});

test("a row has meter lines only where they are not as usual, those of its fullest filesystem among them", () => {
  const thresholds = readThresholds({
    cpu: { high_percent: 90 },
    servers: {
      nas: {
        memory: { high_percent: 70 },
        filesystems: { "/mnt/tank": { high_percent: 97, critical_percent: 99 } },
      },
      same: { cpu: { high_percent: 90 } },
    },
  });
  const { rows } = view([server("nas"), server("pi"), server("same")], []);
  expect(measureLines(thresholds)).toEqual({ cpu: [90, 95], memory: [85, 95], disk: [80, 95] });
  expect(withOwnFilesystemLines(rows, thresholds)).toEqual(["nas"]);
  const linesOfNas = (tankPercent: number) =>
    completeRows(rows, {
      ...{ sparklines: new Map(), services: new Map(), thresholds },
      filesystems: new Map([
        [
          "nas",
          [
            { mount_point: "/", percent: 50 },
            { mount_point: "/mnt/tank", percent: tankPercent },
          ] as Filesystem[],
        ],
      ]),
    }).map(({ lines }) => lines);
  expect(linesOfNas(96)).toEqual([{ memory: [70, 95], disk: [97, 99] }, undefined, undefined]);
  expect(linesOfNas(40)).toEqual([{ memory: [70, 95] }, undefined, undefined]);
});

test("the count of a server's alerts and their mark are of the same ones: the open, or else the acknowledged", () => {
  const known = testAlert({ id: 8, severity: "critical", status: "acknowledged" });
  const alertsOf = (alerts: AlertRecord[]) => view([server("nas")], alerts).rows[0]?.alerts;
  expect(alertsOf([known, testAlert({ severity: "medium" })])).toEqual({
    ...{ state: "minor", look: "solid", count: 1, word: "1 alert, medium; 1 acknowledged" },
  });
  expect(alertsOf([known, testAlert({ id: 9, status: "acknowledged", severity: "high" })])).toEqual({
    ...{ state: "bad", look: "outline", count: 2, word: "2 acknowledged, the worst critical" },
  });
  expect(alertsOf([testAlert({ severity: "high" }), testAlert({ id: 9, severity: "low" })])).toMatchObject({
    ...{ state: "notice", count: 2, word: "2 alerts, the worst high" },
  });
});
