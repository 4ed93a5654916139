import fc from "fast-check";
import { expect, test } from "vitest";
import { alertListAnswerSchema } from "@/domain/alerts/alert-answer";
import { errorAnswerSchema } from "@/domain/answer";
import { configAnswerSchema } from "@/domain/config-answer";
import { serverListAnswerSchema } from "@/domain/servers/server-answer";
import { insertAlert, insertServer } from "@/hub/alerts/testing-alerts";
import { POST as postOne } from "./agents/heartbeat/route";
import { POST as postMany } from "./agents/heartbeats/route";
import { POST as acknowledge } from "./alerts/[id]/acknowledge/route";
import { POST as resolve } from "./alerts/[id]/resolve/route";
import { GET as readAlert } from "./alerts/[id]/route";
import { GET as listAlerts } from "./alerts/route";
import { GET as readConfig } from "./config/route";
import { PUT as putThresholds } from "./config/thresholds/route";
import { GET as readMetrics } from "./servers/[id]/metrics/route";
import { PUT } from "./servers/[id]/route";
import { POST as createServer, GET as listServers } from "./servers/route";
import { apiKey, ask, bodyOf, heartbeat, testHub, withId } from "./testing";

/** Any 16-bit units, halves of surrogate pairs and control characters among them. */
const wildText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0, 10, 27, 0x7f, 0x2028, 0xd800, 0xdfff, 0xfffe, 39, 34, 92),
    ),
    { maxLength: 30 },
  )
  .map((units) => String.fromCharCode(...units));
const wildNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, 2 ** 53, 2 ** 53 + 2, 2 ** 63, 2 ** 64, 1e308, 5e-324, -1, 0.1, 1e15),
);
const wildValue = fc.oneof(
  { weight: 4, arbitrary: wildNumber },
  { weight: 4, arbitrary: wildText },
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.constantFrom(null, true, [], {}, [[]], "", "2026-11-21T09:30:00Z", "nas") },
);

const fields = [
  "server_id hostname timestamp server_guid agent_version os_info cpu_info metrics services filesystems",
  "network_interfaces updates_available security_updates packages boot_id interval_seconds sensors containers memory spooled",
]
  .join(" ")
  .split(" ");
const record = (keys: string[]) =>
  fc.dictionary(fc.constantFrom(...keys), wildValue, { maxKeys: 4, noNullPrototype: true });
const metrics = record(["cpu_percent", "network_rx_bytes", "uptime_seconds", "load_1m", "memory_total_mb"]);
const list = fc.array(
  record([
    "name",
    "status",
    "mount_point",
    "percent",
    "total_bytes",
    "temperature_celsius",
    "label",
    "is_up",
    "pid",
  ]),
  { maxLength: 3 },
);

/** A good heartbeat with a few things in it that are anything, or none: that reaches further in than pure noise. */
const wildHeartbeat = fc
  .record({
    change: record(fields),
    metrics: fc.option(metrics, { nil: undefined, freq: 1 }),
    services: fc.option(list, { nil: undefined, freq: 1 }),
    filesystems: fc.option(list, { nil: undefined, freq: 1 }),
    sensors: fc.option(list, { nil: undefined, freq: 1 }),
  })
  .map(({ change, ...more }) => heartbeat({ ...JSON.parse(JSON.stringify(more)), ...change }));

/** Every answer is one of the contract's, and an error explains itself. */
async function checked(response: Response, ...expected: number[]): Promise<number> {
  expect(expected).toContain(response.status);
  expect(response.headers.get("x-request-id")).toMatch(/\S/);
  const body: unknown = await response.json();
  if (response.status >= 400) errorAnswerSchema.parse(body);
  return response.status;
}

test("no heartbeat makes a 500, and none that is taken spoils a page", async () => {
  await testHub();
  const statuses = new Set<number>();
  const anything = fc.oneof(
    { weight: 5, arbitrary: wildHeartbeat },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
  await fc.assert(
    fc.asyncProperty(anything, async (json) => {
      statuses.add(await checked(await postOne(ask("/agents/heartbeat", { json }), {}), 200, 409, 422));
    }),
    { numRuns: 400 },
  );
  expect(statuses).toContain(200);
  expect(statuses).toContain(422);
  await bodyOf(await listServers(ask("/servers"), {}), serverListAnswerSchema);
}, 60_000);

test("no batch makes a 500, and a good sample in it is always stored", async () => {
  await testHub();
  let second = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(wildHeartbeat, fc.jsonValue()), { maxLength: 8 }), async (samples) => {
      second += 1;
      const good = heartbeat({ server_id: "good", timestamp: new Date(second * 1000).toISOString() });
      const response = await postMany(ask("/agents/heartbeats", { json: [...samples, good] }), {});
      const answer = (await response.clone().json()) as { accepted: number; rejected: { index: number }[] };
      await checked(response, 200);
      expect(answer.accepted).toBeGreaterThan(0);
      expect(answer.rejected.map(({ index }) => index)).not.toContain(samples.length);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test("no bytes make a 500", async () => {
  await testHub();
  const types = ["application/json", "application/x-ndjson"];
  const bytes = fc.uint8Array({ maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(bytes, fc.constantFrom(...types), fc.boolean(), async (body, type, isGzip) => {
      const headers = { "Content-Type": type, ...(isGzip ? { "Content-Encoding": "gzip" } : {}) };
      const asked = { method: "POST", body: new Uint8Array(body), headers };
      await checked(await postOne(ask("/agents/heartbeat", asked), {}), 415, 422);
      await checked(await postMany(ask("/agents/heartbeats", asked), {}), 200, 422);
    }),
    { numRuns: 150 },
  );
});

test("no description of a server makes a 500", async () => {
  await testHub();
  await createServer(ask("/servers", { json: { id: "nas" } }), {});
  const keys = [
    "id display_name hostname ip_address machine_type machine_category tdp_watts idle_watts heartbeat_interval_seconds tags",
  ].flatMap((names) => names.split(" "));
  const described = fc.oneof(record(keys), fc.jsonValue());
  await fc.assert(
    fc.asyncProperty(described, fc.boolean(), wildText, async (json, hasTags, tag) => {
      const body =
        hasTags && typeof json === "object" && !Array.isArray(json)
          ? { id: "new", ...json, tags: [tag] }
          : json;
      await checked(await createServer(ask("/servers", { json: body }), {}), 201, 409, 422);
      await checked(await PUT(ask("/servers/nas", { method: "PUT", json: body }), withId("nas")), 200, 422);
    }),
    { numRuns: 300 },
  );
  await bodyOf(await listServers(ask("/servers"), {}), serverListAnswerSchema);
}, 60_000);

test("no question about metrics makes a 500", async () => {
  await testHub();
  await postOne(ask("/agents/heartbeat", { json: heartbeat() }), {});
  const value = fc.oneof(
    wildText.map((text) => text.replace(/[\ud800-\udfff]/g, "")),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.constantFrom("1h", "all", "12m", "0", "2000", "1970-01-01T00:00:00.001Z", "9999-12-31T23:59:59Z"),
  );
  const query = fc.dictionary(fc.constantFrom("range", "from", "to", "points", "x"), value, { maxKeys: 3 });
  await fc.assert(
    fc.asyncProperty(query, async (parameters) => {
      const search = new URLSearchParams(parameters);
      await checked(await readMetrics(ask(`/servers/nas/metrics?${search}`), withId("nas")), 200, 422);
    }),
    { numRuns: 200 },
  );
});

test("no question about alerts makes a 500", async () => {
  const db = await testHub();
  await insertServer(db, "nas");
  await insertAlert(db);
  const value = fc.oneof(
    wildText.map((text) => text.replace(/[\ud800-\udfff]/g, "")),
    wildNumber.map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.constantFrom("open", "high", "cpu", "nas", "%", "_", "\\", "\u0000", "9007199254740991", "1e3", ""),
  );
  const names = "status severity server_id alert_type q from to limit offset x".split(" ");
  const query = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 3 });
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(query, async (parameters) => {
      const search = new URLSearchParams(parameters);
      const response = await listAlerts(ask(`/alerts?${search}`), {});
      if (response.status === 200) alertListAnswerSchema.parse(await response.clone().json());
      statuses.add(await checked(response, 200, 422));
    }),
    { numRuns: 400 },
  );
  expect([...statuses].sort()).toEqual([200, 422]);
});

test("no deed on an alert makes a 500, and none spoils it", async () => {
  const db = await testHub();
  await insertServer(db, "nas");
  const id = String(await insertAlert(db));
  const body = fc.oneof(record(["note"]), fc.jsonValue());
  await fc.assert(
    fc.asyncProperty(body, fc.oneof(wildText, fc.constant(id)), async (json, name) => {
      await checked(await acknowledge(ask("/alerts/x", { json }), withId(name)), 200, 404, 422);
      await checked(await readAlert(ask("/alerts/x"), withId(name)), 200, 404);
    }),
    { numRuns: 200 },
  );
  await fc.assert(
    fc.asyncProperty(body, async (json) => {
      await checked(await resolve(ask("/alerts/x", { json }), withId(id)), 200, 422);
    }),
    { numRuns: 50 },
  );
  await checked(await readAlert(ask("/alerts/x"), withId(id)), 200);
});

test("no thresholds make a 500, and what is stored can be read", async () => {
  await testHub();
  const rule = record([
    "high_percent",
    "critical_percent",
    "clear_percent",
    "breaches",
    "clears",
    "high_per_core",
  ]);
  const rules = {
    cpu: fc.option(rule),
    memory: fc.option(rule),
    disk: fc.option(rule),
    load: fc.option(rule),
    server_offline_seconds: wildValue,
  };
  const filesystems = fc.dictionary(fc.oneof(wildText, fc.constant("/")), fc.option(rule), {
    maxKeys: 2,
    noNullPrototype: true,
  });
  const override = fc.record({ ...rules, filesystems }, { requiredKeys: [], noNullPrototype: true });
  const servers = fc.dictionary(
    fc.constantFrom("nas", "pi", "__proto__", "constructor", ""),
    fc.option(override),
    {
      maxKeys: 2,
      noNullPrototype: true,
    },
  );
  const update = fc.record({ ...rules, servers }, { requiredKeys: [], noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 5, arbitrary: update }, fc.jsonValue()), async (json) => {
      await checked(await putThresholds(ask("/config/thresholds", { method: "PUT", json }), {}), 200, 422);
      await bodyOf(await readConfig(ask("/config"), {}), configAnswerSchema);
    }),
    { numRuns: 300 },
  );
}, 60_000);

test("no key makes a 500", async () => {
  await testHub();
  const header = fc.string({ unit: "grapheme-ascii" });
  await fc.assert(
    fc.asyncProperty(
      header,
      fc.constantFrom("Authorization", "X-API-Key", "X-Agent-Token"),
      async (text, name) => {
        fc.pre(!text.includes(apiKey));
        const headers = { [name]: name === "Authorization" ? `Bearer ${text}` : text, "X-Request-Id": text };
        await checked(
          await postOne(ask("/agents/heartbeat", { key: null, headers, json: heartbeat() }), {}),
          401,
        );
        await checked(await listServers(ask("/servers", { key: null, headers }), {}), 401);
      },
    ),
    { numRuns: 150 },
  );
});
