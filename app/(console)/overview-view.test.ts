import { expect, test } from "vitest";
import type { AlertRecord } from "@/db/queries/alerts";
import type { ServerRecord } from "@/db/queries/servers";
import { testAlert, testNow } from "./alerts/testing";
import { parseOverviewQuery } from "./overview-query";
import { overviewView } from "./overview-view";

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
    ["nas", { state: "notice", look: "solid", word: "2 alerts, high", count: 2 }],
  ]);
});
