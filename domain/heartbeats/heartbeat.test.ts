import fc from "fast-check";
import { expect, test } from "vitest";
import { faultOfTimestamp, heartbeatSchema } from "./heartbeat";

const smallest = { server_id: "nas", hostname: "nas.lan", timestamp: "2026-11-21T09:30:00Z" };
const at = Date.UTC(2026, 10, 21, 9, 30);

test("a heartbeat needs no more than a server, a hostname and a time", () => {
  expect(heartbeatSchema.parse(smallest)).toEqual({ ...smallest, timestamp: at });
});

test.each([
  ["2026-11-21T09:30:00.000Z"],
  ["2026-11-21T10:30:00+01:00"],
  ["2026-11-21T10:30:00+0100"],
  ["2026-11-21T10:30:00+01"],
  ["2026-11-21T04:00:00-05:30"],
  ["2026-11-21T09:30:00"],
  ["2026-11-21T09:30:00.000123"],
])("reads %s as the same instant", (timestamp) => {
  expect(heartbeatSchema.parse({ ...smallest, timestamp }).timestamp).toBe(at);
});

test.each([
  ["a day that does not exist", "timestamp", { timestamp: "2026-02-30T09:30:00Z" }],
  ["a bare date", "timestamp", { timestamp: "2026-11-21" }],
  ["a number for a time", "timestamp", { timestamp: 1_795_253_400 }],
  ["a time before 1970", "timestamp", { timestamp: "1969-12-31T23:59:59Z" }],
  ["an id that is no slug", "server_id", { server_id: "Nas" }],
  ["an id of 101 characters", "server_id", { server_id: "a".repeat(101) }],
  ["an empty hostname", "hostname", { hostname: "" }],
  ["a hostname of 256 characters", "hostname", { hostname: "a".repeat(256) }],
  ["a percent above 100", "metrics.cpu_percent", { metrics: { cpu_percent: 100.1 } }],
  ["a negative percent", "metrics.disk_percent", { metrics: { disk_percent: -1 } }],
  ["a negative counter", "metrics.network_rx_bytes", { metrics: { network_rx_bytes: -1 } }],
  ["a negative size", "metrics.memory_total_mb", { metrics: { memory_total_mb: -5 } }],
  ["a string for a number", "metrics.load_1m", { metrics: { load_1m: "0.5" } }],
  ["a service state nobody knows", "services.0.status", { services: [{ name: "a", status: "up" }] }],
  ["a service without a name", "services.0.name", { services: [{ name: "", status: "running" }] }],
  ["a guid that is none", "server_guid", { server_guid: "nas" }],
])("refuses %s and names %s", (_name, path, change) => {
  const result = heartbeatSchema.safeParse({ ...smallest, ...change });
  expect(result.error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
});

test("keeps counters up to SQLite's largest integer", () => {
  const metrics = { network_rx_bytes: Number(2n ** 63n - 1n), network_tx_bytes: Number.MAX_SAFE_INTEGER };
  expect(heartbeatSchema.parse({ ...smallest, metrics }).metrics).toEqual(metrics);
  expect(heartbeatSchema.safeParse({ ...smallest, metrics: { network_rx_bytes: 2 ** 64 } }).success).toBe(
    false,
  );
});

test("strips control characters from other people's text", () => {
  const parsed = heartbeatSchema.parse({ ...smallest, hostname: "na\u0000s\u001b[31m\u0085" });
  expect(parsed.hostname).toBe("nas[31m");
});

test("drops keys it does not know", () => {
  expect(heartbeatSchema.parse({ ...smallest, agent_mode: "full", surprise: 1 })).not.toHaveProperty(
    "surprise",
  );
});

test("never throws, whatever is posted", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (whole, part) => {
      heartbeatSchema.safeParse(whole);
      heartbeatSchema.safeParse({ ...smallest, metrics: part, services: part, timestamp: part });
    }),
  );
});

test("a clock that is more than five minutes ahead is refused with both clocks named", () => {
  expect(faultOfTimestamp(at + 300_000, at)).toBeNull();
  expect(faultOfTimestamp(at + 301_000, at)).toContain("2026-11-21T09:35:01.000Z");
  expect(faultOfTimestamp(at + 301_000, at)).toContain("2026-11-21T09:30:00.000Z");
});
