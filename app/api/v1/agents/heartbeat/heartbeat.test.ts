import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Database } from "@/db/client";
import { heartbeatAnswerSchema } from "@/domain/heartbeats/heartbeat-answer";
import { sha256 } from "@/hub/agents/secrets";
import { apiKey, ask, bodyOf, errorOf, heartbeat, stopClock, testHub } from "../../testing";
import { POST } from "./route";

const at = "/agents/heartbeat";
const post = (json: unknown, more: Parameters<typeof ask>[1] = {}) => POST(ask(at, { json, ...more }), {});
const count = async (db: Database, table: string) =>
  (await db.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n;

test("the first heartbeat registers a server, and is on disk when it is answered", async () => {
  const db = await testHub();
  const response = await post(heartbeat({ interval_seconds: 30 }));
  expect(response.status).toBe(200);
  expect(await bodyOf(response, heartbeatAnswerSchema)).toEqual({
    status: "ok",
    server_registered: true,
    pending_commands: [],
    expected_services: [],
    results_acknowledged: [],
    server_time: expect.any(String),
    next_heartbeat_seconds: 30,
  });
  expect(await db.query("SELECT cpu_percent FROM metrics")).toEqual([{ cpu_percent: 12.5 }]);
});

test("the same server and timestamp again is 200 and changes nothing", async () => {
  const db = await testHub();
  const sample = heartbeat();
  await post(sample);
  const again = await post({ ...sample, metrics: { cpu_percent: 99 } });
  expect(again.status).toBe(200);
  expect(await bodyOf(again, heartbeatAnswerSchema)).toMatchObject({ server_registered: false });
  expect(await db.query("SELECT cpu_percent FROM metrics")).toEqual([{ cpu_percent: 12.5 }]);
});

test.each([
  ["3600", 3_600_000],
  ["-7200", -7_200_000],
  ["a lot", 0],
  ["99999999999999999999", 0],
])(
  "an agent whose clock is %s s ahead of the times that it sends is shown with that skew",
  async (ahead, skew) => {
    const db = await testHub();
    const at = Date.now();
    stopClock(at);
    const time = new Date(at).toISOString();
    const headers = { "x-agent-time": time, "x-agent-clock-ahead": ahead };
    expect((await post(heartbeat({ timestamp: time }), { headers })).status).toBe(200);
    expect(await db.query("SELECT clock_skew_ms FROM servers")).toEqual([{ clock_skew_ms: skew }]);
  },
);

test("the published agent's body is understood as it is", async () => {
  const db = await testHub();
  const response = await post(
    {
      server_id: "docker-01",
      server_guid: "3f2a6c1e-8a51-4b7e-9d59-0c6f7a5f1d11",
      hostname: "docker-01",
      timestamp: new Date().toISOString().replace("Z", "000+00:00"),
      agent_version: "1.0.0",
      agent_mode: "readonly",
      os_info: { distribution: "Debian", version: "12", kernel: "6.1.0-13-amd64", architecture: "x86_64" },
      cpu_info: { cpu_model: "Intel(R) N100", cpu_cores: 4 },
      metrics: {
        cpu_percent: 23.4,
        memory_percent: 67.2,
        memory_total_mb: 16384,
        memory_used_mb: 11010,
        disk_percent: 45,
        disk_total_gb: 500,
        disk_used_gb: 225,
        network_rx_bytes: 1234567890,
        network_tx_bytes: 987654321,
        load_1m: 0.5,
        load_5m: 0.6,
        load_15m: 0.4,
        uptime_seconds: 864000,
      },
      services: [
        {
          name: "nginx",
          status: "running",
          status_reason: null,
          pid: 1234,
          memory_mb: 45.2,
          cpu_percent: 1.2,
        },
      ],
      filesystems: [
        {
          mount_point: "/",
          device: "/dev/sda1",
          fs_type: "ext4",
          total_bytes: 500_000_000_000,
          used_bytes: 225_000_000_000,
          available_bytes: 275_000_000_000,
          percent: 45,
        },
      ],
      network_interfaces: [
        { name: "eth0", rx_bytes: 1, tx_bytes: 2, rx_packets: 3, tx_packets: 4, is_up: true },
      ],
      updates_available: 5,
      security_updates: 2,
      packages: [
        {
          name: "openssl",
          current_version: "3.0.11",
          new_version: "3.0.13",
          repository: "bookworm-security",
          is_security: true,
        },
      ],
      command_results: [],
    },
    { headers: { "X-API-Key": apiKey, "User-Agent": "python-httpx" }, key: null },
  );
  expect(response.status).toBe(200);
  expect(await db.query("SELECT status, cpu_cores, security_updates FROM servers")).toEqual([
    { status: "online", cpu_cores: 4, security_updates: 2 },
  ]);
  expect(await count(db, "metrics_snapshot")).toBe(3);
  expect(await count(db, "service_status")).toBeGreaterThan(0);
});

test("unknown keys are ignored, at every height", async () => {
  const db = await testHub();
  const response = await post(
    heartbeat({ colour: "blue", metrics: { cpu_percent: 1, gpu: { fans: [1] } }, __proto__: { a: 1 } }),
  );
  expect(response.status).toBe(200);
  expect(await count(db, "metrics")).toBe(1);
});

test.each([
  ["Authorization: Bearer", { Authorization: `Bearer ${apiKey}` }],
  ["authorization: bearer, in lower case", { authorization: `bearer ${apiKey}` }],
  ["X-Agent-Token", { "X-Agent-Token": apiKey }],
  ["X-API-Key", { "X-API-Key": apiKey }],
])("a key is read from %s", async (_name, headers) => {
  await testHub();
  expect((await post(heartbeat(), { key: null, headers: headers as Record<string, string> })).status).toBe(
    200,
  );
});

test("a missing key, a wrong one and one that was revoked are told the same", async () => {
  const db = await testHub();
  await post(heartbeat());
  await db.write([
    {
      sql: "INSERT INTO agent_tokens (server_id, token_sha256, revoked_at) VALUES ('nas', ?, 1)",
      args: [sha256("hla_revoked")],
    },
  ]);
  const keys = [null, "wrong", "hla_revoked", "", " "];
  const answers = await Promise.all(
    keys.map(async (key) => {
      const response = await post(heartbeat(), { key });
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      return errorOf(response);
    }),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 401, code: "UNAUTHORIZED" });
});

test.each([
  ["another server's id", "pi", 403],
  ["its own", "nas", 200],
])("a server's token may post under %s: %s", async (_name, serverId, status) => {
  const db = await testHub();
  await post(heartbeat());
  await post(heartbeat({ server_id: "pi" }));
  await db.write([
    {
      sql: "INSERT INTO agent_tokens (server_id, token_sha256) VALUES ('nas', ?)",
      args: [sha256("hla_nas")],
    },
  ]);
  const later = new Date(Date.now() + 1000).toISOString();
  const response = await post(heartbeat({ server_id: serverId, timestamp: later }), { key: "hla_nas" });
  expect(response.status).toBe(status);
  if (status === 403) {
    expect(await errorOf(response)).toMatchObject({ code: "FORBIDDEN", fields: [{ path: "server_id" }] });
  }
});

test("two machines with one guid are told of their conflict", async () => {
  await testHub();
  const guid = { server_guid: "3f2a6c1e-8a51-4b7e-9d59-0c6f7a5f1d11" };
  await post(heartbeat(guid));
  const answer = await errorOf(await post(heartbeat({ ...guid, server_id: "clone" })));
  expect(answer).toMatchObject({ status: 409, code: "CONFLICT", fields: [{ path: "server_guid" }] });
});

test.each([
  ["server_id", { server_id: "Not A Slug" }],
  ["server_id", { server_id: undefined }],
  ["server_id", { server_id: ["nas"] }],
  ["hostname", { hostname: "" }],
  ["hostname", { hostname: "x".repeat(256) }],
  ["timestamp", { timestamp: "yesterday" }],
  ["timestamp", { timestamp: 1_795_000_000 }],
  ["timestamp", { timestamp: "1969-12-31T23:59:59Z" }],
  ["server_guid", { server_guid: "no guid" }],
  ["agent_version", { agent_version: "x".repeat(21) }],
  ["metrics.cpu_percent", { metrics: { cpu_percent: 100.1 } }],
  ["metrics.cpu_percent", { metrics: { cpu_percent: -1 } }],
  ["metrics.cpu_percent", { metrics: { cpu_percent: "12" } }],
  ["metrics.network_rx_bytes", { metrics: { network_rx_bytes: -1 } }],
  ["metrics.uptime_seconds", { metrics: { uptime_seconds: -0.1 } }],
  ["services.0.status", { services: [{ name: "nginx", status: "fine" }] }],
  ["services.1.name", { services: [{ name: "a", status: "failed" }, { status: "failed" }] }],
  ["filesystems.0.percent", { filesystems: [{ mount_point: "/", percent: 101 }] }],
  ["interval_seconds", { interval_seconds: 0 }],
])("a bad %s is 422 and named, and nothing is stored", async (path, change) => {
  const db = await testHub();
  const answer = await errorOf(await post(heartbeat(change)));
  expect(answer).toMatchObject({ status: 422, code: "VALIDATION_ERROR", fields: [{ path }] });
  expect(answer.message).toContain(path);
  expect(await count(db, "servers")).toBe(0);
});

test("every bad field is named, and a thousand of them by the first hundred", async () => {
  await testHub();
  const answer = await errorOf(
    await post(heartbeat({ hostname: "", metrics: { cpu_percent: 101, load_1m: -1 } })),
  );
  expect(answer.fields?.map(({ path }) => path)).toEqual([
    "hostname",
    "metrics.cpu_percent",
    "metrics.load_1m",
  ]);
  const many = await errorOf(await post(heartbeat({ packages: Array.from({ length: 1000 }, () => ({})) })));
  expect(many.fields).toHaveLength(100);
});

test.each(["", "{", "not json", '{"server_id": "nas",', "\u0000", "[]", "null", "12", '"text"'])(
  "a body that is no heartbeat is 422: %j",
  async (body) => {
    await testHub();
    const headers = { "Content-Type": "application/json" };
    const answer = await errorOf(await POST(ask(at, { method: "POST", body, headers }), {}));
    expect(answer).toMatchObject({ status: 422, code: "VALIDATION_ERROR" });
  },
);

test.each([
  ["a content type that is not JSON", { "Content-Type": "text/xml" }],
  ["an encoding that is not gzip", { "Content-Type": "application/json", "Content-Encoding": "br" }],
])("%s is 415", async (_name, headers) => {
  await testHub();
  const body = JSON.stringify(heartbeat());
  const answer = await errorOf(
    await POST(ask(at, { method: "POST", body, headers: headers as Record<string, string> }), {}),
  );
  expect(answer).toMatchObject({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" });
});

test("gzip is welcome, and what only says it is gzip is 422", async () => {
  const db = await testHub();
  const headers = { "Content-Type": "application/json", "Content-Encoding": "gzip" };
  const packed = await POST(ask(at, { body: gzipSync(JSON.stringify(heartbeat())), headers }), {});
  expect(packed.status).toBe(200);
  expect(await count(db, "metrics")).toBe(1);
  expect(await errorOf(await POST(ask(at, { body: "plain", headers }), {}))).toMatchObject({ status: 422 });
});

test("a timestamp more than five minutes ahead is refused in words that name both clocks", async () => {
  const db = await testHub();
  const hub = Date.UTC(2026, 10, 21, 9, 30);
  stopClock(hub);
  const ahead = new Date(hub + 6 * 60_000).toISOString();
  const answer = await errorOf(await post(heartbeat({ timestamp: ahead })));
  expect(answer).toMatchObject({ status: 422, fields: [{ path: "timestamp" }] });
  expect(answer.message).toContain("2026-11-21T09:36:00.000Z");
  expect(answer.message).toContain("the hub's clock 2026-11-21T09:30:00.000Z");
  const within = await post(heartbeat({ timestamp: new Date(hub + 4 * 60_000).toISOString() }));
  expect(within.status).toBe(200);
  expect(await count(db, "metrics")).toBe(1);
});

test("the caller's request id is kept where it is harmless, and replaced where it is not", async () => {
  await testHub();
  const idOf = async (given: string) =>
    (await post(heartbeat(), { headers: { "X-Request-Id": given } })).headers.get("x-request-id");
  expect(await idOf("trace-12.ab_c")).toBe("trace-12.ab_c");
  expect(await idOf("two words")).toMatch(/^[0-9a-f-]{36}$/);
  expect(await idOf("x".repeat(65))).toMatch(/^[0-9a-f-]{36}$/);
  const refused = await post({}, { headers: { "X-Request-Id": "kept-in-errors" } });
  expect(refused.headers.get("x-request-id")).toBe("kept-in-errors");
});
