import { expect, test } from "vitest";
import type { ReportedService } from "../heartbeats/heartbeat";
import { digestOf, isConfirmation, wordsOf } from "./report";

const nginx: ReportedService = { name: "nginx.service", status: "running" };
const other: ReportedService = { name: "a.service", status: "failed" };
const digest = (services: ReportedService[], allowedMs = 180_000) =>
  digestOf(wordsOf(services, []), allowedMs);

test("the digest says which services there are and how they are, in any order and whatever they consume", () => {
  const busy = { ...nginx, memory_mb: 512, cpu_percent: 90 };
  expect(digest([busy, other])).toBe(digest([other, nginx]));
});

test.each<[string, Partial<ReportedService>]>([
  ["its status", { status: "failed" }],
  ["its reason", { status_reason: "exit-code" }],
  ["its exit status", { exit_status: 1 }],
  ["its restarts", { restarts: 3 }],
  ["its beginning", { since: "2026-11-21T09:30:00Z" }],
  ["its process", { pid: 7 }],
])("the digest of a service changes with %s", (_what, change) => {
  expect(digest([{ ...nginx, ...change }])).not.toBe(digest([nginx]));
});

test("the digest changes with the silence that the server is allowed, as with each service", () => {
  expect(digest([nginx], 1)).not.toBe(digest([nginx], 2));
  expect(digest([nginx, other])).not.toBe(digest([nginx]));
  expect(digest([])).toBe("");
});

test("a service that is expected and not reported is unknown, and it says why", () => {
  const said = (services: ReportedService[] | null) =>
    [...wordsOf(services, ["nginx.service", "nginx"])].map(([name, { status, statusReason }]) => [
      ...[name, status, statusReason],
    ]);
  expect(said([nginx])).toEqual([
    ["nginx.service", "running", null],
    ["nginx", "unknown", "the agent does not report it"],
  ]);
  expect(said(null)).toEqual([
    ["nginx.service", "unknown", "the agent reports no services"],
    ["nginx", "unknown", "the agent reports no services"],
  ]);
});

test.each([
  ["2026-11-21T09:30:00Z", Date.UTC(2026, 10, 21, 9, 30)],
  ["2026-11-21T10:30:00+01:00", Date.UTC(2026, 10, 21, 9, 30)],
  ["2026-11-21T09:30:00", null],
  ["Sat 2026-11-21 09:30:00 CET", null],
  ["", null],
])("that it runs since %j is %j", (since, expected) => {
  expect(wordsOf([{ ...nginx, since }], []).get("nginx.service")?.startedAt).toBe(expected);
});

const stored = { digest: "same", storedAt: 0, seenAt: 240_000 };
const now = { digest: "same", at: 299_000, allowedMs: 180_000 };

test.each([
  ["the same within five minutes", stored, now, true],
  ["the same after five minutes", stored, { ...now, at: 300_000 }, false],
  ["another report", stored, { ...now, digest: "other" }, false],
  ["a first report", { digest: null, storedAt: null, seenAt: null }, now, false],
  ["the same after a silence that was too long", stored, { ...now, at: 260_000, allowedMs: 19_999 }, false],
  ["the same after the longest silence", stored, { ...now, at: 260_000, allowedMs: 20_000 }, true],
  [
    "nothing where nothing was ever reported",
    { digest: null, storedAt: null, seenAt: null },
    { ...now, digest: "" },
    true,
  ],
  ["nothing any more", stored, { ...now, digest: "" }, false],
  ["still nothing", { ...stored, digest: "" }, { ...now, digest: "" }, true],
])("whether it is a confirmation: %s", (_what, before, after, expected) => {
  expect(isConfirmation(before, after)).toBe(expected);
});
