import { describe, expect, test } from "vitest";
import type { ServiceRecord } from "@/db/queries/services";
import type { NewestRun } from "@/domain/services/current-status";
import { parseServicesQuery, serverServicesHref, servicesHref } from "./services-query";
import {
  matrixLines,
  reportedRow,
  serviceRow,
  servicesVerdict,
  servicesView,
  withHistory,
} from "./services-view";

const NOW = 1_000_000_000_000;
const HOUR = 3_600_000;

function run(change: Partial<NewestRun> = {}): NewestRun {
  return {
    ...{ status: "running", statusReason: null, pid: 7, memoryMb: 40, cpuPercent: 1, exitStatus: null },
    ...{ from: NOW - HOUR, lastSeenAt: NOW - 1000, knownUntil: NOW + 180_000, startedAt: null, ...change },
  };
}

function service(serviceName: string, change: Partial<ServiceRecord> = {}): ServiceRecord {
  return {
    ...{ serverId: "nas", serverName: "NAS", serverStatus: "online", isPaused: false, serviceName },
    ...{ displayName: null, isCritical: false, enabled: true, createdAt: 1, newest: run(), ...change },
  };
}

const failed = run({ status: "failed", statusReason: "exit-code", exitStatus: 1 });
const listed = (services: ServiceRecord[], query: Record<string, string> = {}) =>
  servicesView(services, { query: parseServicesQuery(query), now: NOW });
const names = (services: ServiceRecord[], query: Record<string, string> = {}) =>
  listed(services, query).rows.map(({ name }) => name);

test("what is broken stands first, a critical one above the others, then by server and name", () => {
  const services = [
    service("b"),
    service("a10"),
    service("a9"),
    service("quiet", { enabled: false, newest: failed }),
    service("silent", { newest: run({ knownUntil: NOW }) }),
    service("stopped", { newest: run({ status: "stopped" }) }),
    service("failed", { newest: failed }),
    service("vital", { newest: failed, isCritical: true }),
  ];
  expect(names(services)).toEqual(["vital", "failed", "stopped", "silent", "a9", "a10", "b", "quiet"]);
  expect(listed(services)).toMatchObject({
    verdict: "3 of 7 running · 2 failed · 1 stopped · 1 unknown · 1 disabled",
    counts: { all: 8, down: 3, unknown: 1, running: 3, disabled: 1 },
  });
});

test("filters by words of the service and of its server, and by state", () => {
  const services = [
    service("nginx.service", { displayName: "Web" }),
    service("db", { serverId: "pi", serverName: "Kitchen" }),
    service("dead", { newest: failed }),
  ];
  expect(names(services, { q: "NGINX" })).toEqual(["Web"]);
  expect(names(services, { q: "web" })).toEqual(["Web"]);
  expect(names(services, { q: "kitchen" })).toEqual(["db"]);
  expect(names(services, { state: "down" })).toEqual(["dead"]);
  expect(names(services, { state: "running", q: "db" })).toEqual(["db"]);
  // The counts and the verdict stay those of all.
  expect(listed(services, { q: "nothing" })).toMatchObject({
    verdict: "2 of 3 running · 1 failed",
    rows: [],
  });
});

test.each([
  [{ sort: "memory" }, ["b", "a", "c"]],
  [{ sort: "memory", dir: "asc" }, ["a", "b", "c"]],
  [{ sort: "since" }, ["b", "a", "c"]],
  [{ sort: "service", dir: "desc" }, ["c", "b", "a"]],
  [{ sort: "server" }, ["c", "a", "b"]],
])("sorts by %j, with what is not known last", (query, expected) => {
  const services = [
    service("a", { newest: run({ memoryMb: 1, from: NOW - 5000 }) }),
    service("b", { newest: run({ memoryMb: 2, from: NOW - 4000 }) }),
    service("c", { newest: null, serverName: "Attic", serverId: "attic" }),
  ];
  expect(names(services, query as unknown as Record<string, string>)).toEqual(expected);
});

test("a hundred a page, and the last page where the address says more", () => {
  const services = Array.from({ length: 250 }, (_, n) => service(`s${n}`));
  expect(listed(services)).toMatchObject({ page: 1, pages: 3 });
  expect(names(services, { page: "3" })).toHaveLength(50);
  expect(listed(services, { page: "9" }).page).toBe(3);
  expect(names(services, { view: "matrix" })).toHaveLength(250);
});

describe("a row", () => {
  test("says why it does not run, and nothing where it does", () => {
    expect(serviceRow(service("a", { newest: failed }), NOW)).toMatchObject({
      ...{ status: "failed", reason: "exit-code, status 1", mark: { state: "bad", word: "failed" } },
    });
    expect(serviceRow(service("a"), NOW)).toMatchObject({
      reason: null,
      mark: { state: "ok" },
      since: NOW - HOUR,
    });
    expect(serviceRow(service("a", { newest: null }), NOW)).toMatchObject({
      ...{ status: "unknown", reason: "not reported yet", since: null, memoryMb: null },
    });
    expect(serviceRow(service("a", { newest: run({ knownUntil: NOW - 5 }) }), NOW)).toMatchObject({
      ...{ status: "unknown", reason: "the agent fell silent", since: NOW - 5, memoryMb: null, pid: null },
    });
  });

  test("of a disabled one says that, whatever it does", () => {
    expect(serviceRow(service("a", { newest: failed, enabled: false }), NOW)).toMatchObject({
      ...{ status: "disabled", reason: null },
    });
  });

  test("carries the history of a day and of a month", () => {
    const row = withHistory(
      serviceRow(service("a"), NOW),
      [
        { from: NOW - 48 * HOUR, until: NOW - 12 * HOUR, status: "running", restarts: 5 },
        { from: NOW - 12 * HOUR, until: NOW - 6 * HOUR, status: "failed", restarts: 0 },
        { from: NOW - 6 * HOUR, until: NOW + HOUR, status: "running", restarts: 1 },
      ],
      NOW,
    );
    expect(row.restartsOfDay).toBe(1);
    expect(row.day.percent).toBe(75);
    expect(row.month.percent).toBeCloseTo((100 * 42) / 48, 9);
    expect(row.month.unknownMs).toBe(30 * 24 * HOUR - 48 * HOUR);
    expect(row.daySegments.map(({ status }) => status)).toEqual(["running", "failed", "running"]);
  });

  test("of what is only reported says how it is", () => {
    expect(reportedRow({ serviceName: "x.service", newest: failed }, NOW)).toMatchObject({
      ...{ unit: "x.service", status: "failed", reason: "exit-code, status 1" },
    });
  });
});

test("by name, each service stands once with its servers, what is wrong first", () => {
  const services = [
    service("ssh"),
    service("ssh", { serverId: "a", serverName: "Attic" }),
    service("db", { newest: failed }),
  ];
  const lines = matrixLines(listed(services, { view: "matrix" }).rows);
  expect(
    lines.map(({ name, running, cells }) => [name, running, cells.map((cell) => cell.serverName)]),
  ).toEqual([
    ["db", 0, ["NAS"]],
    ["ssh", 2, ["Attic", "NAS"]],
  ]);
});

test.each([
  [["running"], "1 running"],
  [["running", "running"], "All 2 running"],
  [["running", "unknown"], "1 of 2 running · 1 unknown"],
  [["disabled"], "1 disabled"],
] as const)("of %j it says %s", (statuses, verdict) => {
  expect(servicesVerdict(statuses.map((status) => ({ status })))).toBe(verdict);
});

test("addresses leave out what is usual, and name a unit as a browser takes it", () => {
  const query = parseServicesQuery({ q: " web ", sort: "nonsense", page: "-1" });
  expect(servicesHref(query, {})).toBe("/services?q=web");
  expect(servicesHref(query, { q: "", state: "down" })).toBe("/services?state=down");
  expect(servicesHref(parseServicesQuery({}), {})).toBe("/services");
  expect(serverServicesHref("nas", "wg@0.service")).toBe("/servers/nas/services#wg%400.service");
});
