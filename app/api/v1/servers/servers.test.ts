import { expect, test } from "vitest";
import { heartbeatAnswerSchema } from "@/domain/heartbeats/heartbeat-answer";
import {
  serverAnswerSchema,
  serverListAnswerSchema,
  serverTokenAnswerSchema,
} from "@/domain/servers/server-answer";
import { POST as postHeartbeat } from "../agents/heartbeat/route";
import {
  apiKey,
  ask,
  bodyOf,
  enrolmentKey,
  errorOf,
  heartbeat,
  stopClock,
  testHub,
  withId,
} from "../testing";
import { PUT as pause } from "./[id]/pause/route";
import { DELETE, GET as getOne, PATCH, PUT } from "./[id]/route";
import { POST as issueToken } from "./[id]/token/route";
import { PUT as unpause } from "./[id]/unpause/route";
import { POST as create, GET as list } from "./route";

const nas = withId("nas");
const created = (json: unknown) => create(ask("/servers", { json }), {});
const changed = (json: unknown, handler = PUT) => handler(ask("/servers/nas", { method: "PUT", json }), nas);
const report = (change: Record<string, unknown> = {}, key = apiKey) =>
  postHeartbeat(ask("/agents/heartbeat", { key, json: heartbeat(change) }), {});
const serverOf = (response: Response) => bodyOf(response, serverAnswerSchema);

test("a server is created, listed and read alike", async () => {
  await testHub();
  const response = await created({
    id: "nas",
    display_name: "Storage",
    tags: ["b", "A", "b"],
    tdp_watts: 65,
  });
  expect(response.status).toBe(201);
  expect(response.headers.get("location")).toBe("/api/v1/servers/nas");
  const server = await serverOf(response);
  expect(server).toMatchObject({
    id: "nas",
    hostname: "nas",
    display_name: "Storage",
    status: "unknown",
    tags: ["a", "b"],
    tdp_watts: 65,
    latest_metrics: null,
    active_alert_count: 0,
    is_paused: false,
  });
  expect(await serverOf(await getOne(ask("/servers/nas"), nas))).toEqual(server);
  expect(await bodyOf(await list(ask("/servers"), {}), serverListAnswerSchema)).toEqual({
    servers: [server],
    total: 1,
  });
});

test("an empty hub has an empty list", async () => {
  await testHub();
  expect(await bodyOf(await list(ask("/servers"), {}), serverListAnswerSchema)).toEqual({
    servers: [],
    total: 0,
  });
});

test("an id that is taken is 409, in words that clients look for", async () => {
  await testHub();
  await created({ id: "nas" });
  const answer = await errorOf(await created({ id: "nas", display_name: "other" }));
  expect(answer).toMatchObject({ status: 409, code: "CONFLICT", message: "Server 'nas' already exists" });
});

test("a server shows its newest sample, counters beyond 2^53 included", async () => {
  await testHub();
  const metrics = {
    cpu_percent: 7,
    network_rx_bytes: 2 ** 60,
    network_tx_bytes: 2 ** 63 - 1024,
    uptime_seconds: 60,
  };
  await report({ timestamp: new Date(Date.now() - 60_000).toISOString(), metrics: { cpu_percent: 99 } });
  await report({ metrics });
  const server = await serverOf(await getOne(ask("/servers/nas"), nas));
  expect(server).toMatchObject({ status: "online", latest_metrics: { ...metrics, memory_percent: null } });
  const { servers } = await bodyOf(await list(ask("/servers"), {}), serverListAnswerSchema);
  expect(servers).toEqual([server]);
});

test("PUT and PATCH change what they name and leave the rest", async () => {
  await testHub();
  await created({ id: "nas", display_name: "Storage", tags: ["lab"], machine_category: "mini-pc" });
  const first = await serverOf(await changed({ tags: ["cellar"] }));
  expect(first).toMatchObject({ display_name: "Storage", tags: ["cellar"], machine_category: "mini-pc" });
  const second = await serverOf(await changed({ display_name: null }, PATCH));
  expect(second).toMatchObject({ display_name: null, tags: ["cellar"], machine_category: "mini-pc" });
  expect(Date.parse(second.updated_at)).toBeGreaterThan(Date.parse(first.updated_at));
  expect(await serverOf(await changed({}))).toMatchObject({ tags: ["cellar"] });
});

test.each([
  ["display_name", { display_name: "" }],
  ["hostname", { hostname: "\u0000" }],
  ["tdp_watts", { tdp_watts: 10_001 }],
  ["tdp_watts", { tdp_watts: 1.5 }],
  ["machine_type", { machine_type: "toaster" }],
  ["ip_address", { ip_address: "300.1.1.1" }],
  ["tags.0", { tags: ["two words"] }],
  ["heartbeat_interval_seconds", { heartbeat_interval_seconds: 0 }],
])("a bad %s is 422 and changes nothing", async (path, json) => {
  await testHub();
  const before = await serverOf(await created({ id: "nas", display_name: "Storage" }));
  const answer = await errorOf(await changed({ machine_category: "other", ...json }));
  expect(answer).toMatchObject({ status: 422, fields: [{ path }] });
  expect(await serverOf(await getOne(ask("/servers/nas"), nas))).toEqual(before);
  expect(await errorOf(await created({ id: "new", ...json }))).toMatchObject({
    status: 422,
    fields: [{ path }],
  });
});

test("pausing is idempotent: the second time keeps the first time's date", async () => {
  await testHub();
  await created({ id: "nas" });
  const put = (handler: typeof pause | typeof unpause) =>
    handler(ask("/servers/nas/pause", { method: "PUT" }), nas);
  const first = await serverOf(await put(pause));
  expect(first).toMatchObject({ is_paused: true, paused_at: expect.any(String) });
  expect(await serverOf(await put(pause))).toEqual(first);
  const ended = await serverOf(await put(unpause));
  expect(ended).toMatchObject({ is_paused: false, paused_at: null });
  expect(await serverOf(await put(unpause))).toEqual(ended);
});

test("a server is deleted with its history and its token, and may then come back as a new one", async () => {
  const db = await testHub();
  const { server_token } = await bodyOf(await report({}, enrolmentKey), heartbeatAnswerSchema);
  await report({ server_id: "pi" });
  const response = await DELETE(ask("/servers/nas", { method: "DELETE" }), nas);
  expect([response.status, await response.text()]).toEqual([204, ""]);
  expect((await getOne(ask("/servers/nas"), nas)).status).toBe(404);
  expect((await report({}, String(server_token))).status).toBe(401);
  for (const table of ["metrics", "metrics_1h", "agent_tokens"]) {
    expect(await db.query(`SELECT count(*) AS n FROM ${table} WHERE server_id = 'nas'`)).toEqual([{ n: 0 }]);
  }
  expect(await db.query("SELECT count(*) AS n FROM metrics")).toEqual([{ n: 1 }]);
  expect(await bodyOf(await report({}, enrolmentKey), heartbeatAnswerSchema)).toMatchObject({
    server_registered: true,
  });
});

test("a new token is shown once and leaves the one before it a day, or ends it at once", async () => {
  const db = await testHub();
  await report();
  const issue = async (json?: unknown) => {
    const response = await issueToken(ask("/servers/nas/token", { method: "POST", json }), nas);
    expect(response.status).toBe(201);
    return (await bodyOf(response, serverTokenAnswerSchema)).server_token;
  };
  const start = Date.now();
  stopClock(start);
  const [first, second] = [await issue(), await issue()];
  const later = (seconds: number) => ({ timestamp: new Date(start + seconds * 1000).toISOString() });
  stopClock(start + 24 * 3_600_000 - 1);
  expect((await report(later(1), first)).status).toBe(200);
  expect((await report(later(2), second)).status).toBe(200);
  stopClock(start + 24 * 3_600_000);
  expect((await report(later(3), first)).status).toBe(401);
  expect((await report(later(4), second)).status).toBe(200);
  const third = await issue({ revoke_others: true });
  expect((await report(later(5), second)).status).toBe(401);
  expect((await report(later(6), third)).status).toBe(200);
  const text = JSON.stringify(await db.query("SELECT * FROM agent_tokens"));
  expect(text).not.toContain(first);
  expect(text).not.toContain(second);
});

const onUnknown: [string, (id: string) => Promise<Response>][] = [
  ["GET", (id) => getOne(ask("/servers/x"), withId(id))],
  ["PUT", (id) => PUT(ask("/servers/x", { method: "PUT", json: {} }), withId(id))],
  ["DELETE", (id) => DELETE(ask("/servers/x", { method: "DELETE" }), withId(id))],
  ["pause", (id) => pause(ask("/servers/x/pause", { method: "PUT" }), withId(id))],
  ["unpause", (id) => unpause(ask("/servers/x/unpause", { method: "PUT" }), withId(id))],
  ["token", (id) => issueToken(ask("/servers/x/token", { method: "POST" }), withId(id))],
];

test.each(onUnknown)(
  "%s of a server that is not there is 404, whatever it is called",
  async (_name, call) => {
    await testHub();
    for (const id of ["nobody", "", "%", "\u0000", "'; DROP TABLE servers; --", "\ud800", "x".repeat(5000)]) {
      const answer = await errorOf(await call(id));
      expect(answer).toMatchObject({
        status: 404,
        code: "NOT_FOUND",
        message: expect.stringMatching(/^Server '.{0,100}' not found$/s),
      });
    }
  },
);

test("nothing is read or changed without the API key, nor with an agent's token", async () => {
  await testHub();
  const { server_token } = await bodyOf(await report({}, enrolmentKey), heartbeatAnswerSchema);
  for (const key of [null, "wrong", enrolmentKey, String(server_token)]) {
    const answers = await Promise.all([
      list(ask("/servers", { key }), {}),
      create(ask("/servers", { key, json: { id: "new" } }), {}),
      getOne(ask("/servers/nas", { key }), nas),
      PUT(ask("/servers/nas", { method: "PUT", key, json: {} }), nas),
      DELETE(ask("/servers/nas", { method: "DELETE", key }), nas),
      pause(ask("/servers/nas/pause", { method: "PUT", key }), nas),
      issueToken(ask("/servers/nas/token", { method: "POST", key }), nas),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 401]);
  }
  expect((await getOne(ask("/servers/nas"), nas)).status).toBe(200);
});
