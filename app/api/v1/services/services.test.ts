import { expect, test } from "vitest";
import type { Database } from "@/db/client";
import {
  serverServicesAnswerSchema,
  serviceAnswerSchema,
  serviceListAnswerSchema,
} from "@/domain/services/service-answer";
import { now } from "@/hub/clock";
import { DELETE, GET as getOne, PATCH, PUT } from "../servers/[id]/services/[name]/route";
import { POST as add, GET as listOfServer } from "../servers/[id]/services/route";
import { ask, bodyOf, errorOf, stopClock, testHub, withId } from "../testing";
import { GET as listAll } from "./route";

const HOUR = 3_600_000;
const nas = withId("nas");
const named = (name: string, id = "nas") => ({ params: Promise.resolve({ id, name }) });
const added = (json: unknown, id = "nas") => add(ask(`/servers/${id}/services`, { json }), withId(id));
const serviceOf = (response: Response) => bodyOf(response, serviceAnswerSchema);
const changed = (json: unknown, name = "nginx.service", handler = PUT) =>
  handler(ask(`/servers/nas/services/${name}`, { method: "PUT", json }), named(name));
const read = async (name = "nginx.service") => getOne(ask(`/servers/nas/services/${name}`), named(name));

async function hubWithServers(): Promise<Database> {
  const db = await testHub();
  stopClock(now());
  await db.write(["INSERT INTO servers (id, hostname) VALUES ('nas', 'nas'), ('pi', 'pi')"]);
  return db;
}

type Run = {
  name?: string;
  server?: string;
  status: string;
  from: number;
  seen: number;
  restarts?: number;
  at?: number;
};

/** Stores a run as ingest does, its word holding three minutes; instants are milliseconds before now. */
async function ran(
  db: Database,
  { name = "nginx.service", server = "nas", status, from, seen, restarts = 0, at = now() }: Run,
) {
  await db.write([
    {
      sql: `INSERT INTO service_status (server_id, service_name, status, timestamp, last_seen_at, known_until, restarts, pid, memory_mb)
            VALUES (?, ?, ?, CAST(? AS INTEGER), CAST(? AS INTEGER), CAST(? AS INTEGER), CAST(? AS INTEGER), 7, 1.5)`,
      args: [server, name, status, at - from, at - seen, at - seen + 180_000, restarts],
    },
  ]);
}

test("a service is added, listed and read alike", async () => {
  await hubWithServers();
  const response = await added({
    service_name: "wg-quick@wg0.service",
    display_name: " VPN ",
    is_critical: true,
  });
  expect(response.status).toBe(201);
  expect(response.headers.get("location")).toBe("/api/v1/servers/nas/services/wg-quick%40wg0.service");
  const service = await serviceOf(response);
  expect(service).toMatchObject({
    ...{ server_id: "nas", server_name: "nas", service_name: "wg-quick@wg0.service", display_name: "VPN" },
    ...{ is_critical: true, enabled: true, current_status: null, restarts_24h: 0 },
    availability_30d: { percent: null, known_percent: 0 },
  });
  const list = { services: [service], total: 1 };
  expect(await serviceOf(await read("wg-quick@wg0.service"))).toEqual(service);
  expect(await bodyOf(await listAll(ask("/services"), {}), serviceListAnswerSchema)).toEqual(list);
  expect(
    await bodyOf(await listOfServer(ask("/servers/nas/services"), nas), serverServicesAnswerSchema),
  ).toEqual({
    ...list,
    reported: [],
  });
  expect(
    await bodyOf(await listOfServer(ask("/servers/pi/services"), withId("pi")), serverServicesAnswerSchema),
  ).toEqual({ services: [], total: 0, reported: [] });
});

test("a service is expected once of a server, and of a server that exists", async () => {
  await hubWithServers();
  expect((await added({ service_name: "nginx.service" })).status).toBe(201);
  expect((await added({ service_name: "nginx.service" }, "pi")).status).toBe(201);
  expect(await errorOf(await added({ service_name: "nginx.service" }))).toMatchObject({
    ...{
      status: 409,
      code: "CONFLICT",
      message: "Service 'nginx.service' is already expected of server 'nas'",
    },
  });
  expect(await errorOf(await added({ service_name: "nginx.service" }, "gone"))).toMatchObject({
    ...{ status: 404, message: "Server 'gone' not found" },
  });
  expect(await errorOf(await listOfServer(ask("/servers/gone/services"), withId("gone")))).toMatchObject({
    status: 404,
  });
});

test.each([
  ["no name", {}, "service_name"],
  ["an empty name", { service_name: " " }, "service_name"],
  ["a name of control characters", { service_name: "\u0007\u001b" }, "service_name"],
  ["a name of 256 characters", { service_name: "s".repeat(256) }, "service_name"],
  ["a name that is a number", { service_name: 5 }, "service_name"],
  ["a critical mark that is a word", { service_name: "a", is_critical: "yes" }, "is_critical"],
  ["an empty name to show", { service_name: "a", display_name: "" }, "display_name"],
])("%s is 422 and adds nothing", async (_what, json, path) => {
  const db = await hubWithServers();
  const error = await errorOf(await added(json));
  expect(error).toMatchObject({ status: 422, code: "VALIDATION_ERROR" });
  expect(error.fields?.map((field) => field.path)).toEqual([path]);
  expect(await db.query("SELECT * FROM expected_services")).toEqual([]);
});

test("a change changes what it names and nothing else", async () => {
  await hubWithServers();
  await added({ service_name: "nginx.service", display_name: "Web" });
  expect(await serviceOf(await changed({ is_critical: true }))).toMatchObject({
    ...{ display_name: "Web", is_critical: true, enabled: true },
  });
  expect(await serviceOf(await changed({ enabled: false }, "nginx.service", PATCH))).toMatchObject({
    ...{ display_name: "Web", is_critical: true, enabled: false },
  });
  expect(await serviceOf(await changed({ display_name: null, is_critical: false }))).toMatchObject({
    ...{ display_name: null, is_critical: false, enabled: false },
  });
  expect(await errorOf(await changed({ enabled: true }, "nginx"))).toMatchObject({
    ...{ status: 404, message: "Service 'nginx' is not expected of server 'nas'" },
  });
  expect(await errorOf(await changed({ enabled: "on" }))).toMatchObject({ status: 422 });
});

test("a service that is removed keeps its history, and comes back with it", async () => {
  const db = await hubWithServers();
  await added({ service_name: "nginx.service" });
  await ran(db, { status: "running", from: HOUR, seen: 0 });
  const remove = (name: string) =>
    DELETE(ask(`/servers/nas/services/${name}`, { method: "DELETE" }), named(name));
  const removed = await remove("nginx.service");
  expect([removed.status, await removed.text()]).toEqual([204, ""]);
  expect(await errorOf(await remove("nginx.service"))).toMatchObject({ status: 404 });
  expect(await errorOf(await read())).toMatchObject({ status: 404 });
  const service = await serviceOf(await added({ service_name: "nginx.service" }));
  expect(service.current_status).toMatchObject({ status: "running" });
});

test("says how a service is, since when, and how available it was, with what is not known apart", async () => {
  const db = await hubWithServers();
  const at = now();
  await added({ service_name: "nginx.service" });
  // 24 hours: unknown, 12 h running, 3 h failed, 3 h running, silent but for three minutes of grace, 1 h running.
  await ran(db, { status: "running", from: 20 * HOUR, seen: 8 * HOUR, at });
  await ran(db, { status: "failed", from: 8 * HOUR, seen: 5 * HOUR, at });
  await ran(db, { status: "running", from: 5 * HOUR, seen: 2 * HOUR, restarts: 2, at });
  await ran(db, { status: "running", from: HOUR, seen: 0, at });
  const service = await serviceOf(await read());
  expect(service.current_status).toEqual({
    ...{ status: "running", status_reason: null, since: new Date(at - HOUR).toISOString(), pid: 7 },
    ...{ memory_mb: 1.5, cpu_percent: null, exit_status: null, last_seen: new Date(at).toISOString() },
  });
  expect(service.restarts_24h).toBe(2);
  const running = 12 + 3 + 0.05 + 1;
  expect(service.availability_24h.percent).toBeCloseTo((100 * running) / (running + 3), 3);
  expect(service.availability_24h.known_percent).toBeCloseTo((100 * (running + 3)) / 24, 3);
  expect(service.availability_30d.percent).toBeCloseTo((100 * running) / (running + 3), 3);
  expect(service.availability_30d.known_percent).toBeCloseTo((100 * (running + 3)) / 720, 3);
});

test("a run that began before the span counts within it", async () => {
  const db = await hubWithServers();
  await added({ service_name: "nginx.service" });
  await ran(db, { status: "running", from: 90 * 24 * HOUR, seen: 60 * 24 * HOUR });
  await ran(db, { status: "running", from: 50 * 24 * HOUR, seen: 0 });
  expect(await serviceOf(await read())).toMatchObject({
    availability_24h: { percent: 100, known_percent: 100 },
    availability_30d: { percent: 100, known_percent: 100 },
  });
});

test("a current run lasts as long as its server's services have been seen unchanged", async () => {
  const db = await hubWithServers();
  const at = now();
  await added({ service_name: "nginx.service" });
  await ran(db, { status: "running", from: HOUR, seen: 4 * 60_000, at });
  const statusAt = async () => (await serviceOf(await read())).current_status;
  expect(await statusAt()).toMatchObject({ status: "unknown", since: new Date(at - 60_000).toISOString() });
  const seen = (stored: number) =>
    `UPDATE servers SET services_stored_at = ${at - stored}, services_seen_at = ${at - 1000} WHERE id = 'nas'`;
  await db.write([seen(4 * 60_000)]);
  expect(await statusAt()).toMatchObject({
    ...{ status: "running", last_seen: new Date(at - 1000).toISOString() },
  });
  // A run that the newest report did not confirm is over.
  await db.write([seen(3 * 60_000)]);
  expect(await statusAt()).toMatchObject({ status: "unknown" });
});

test("a status that was written by hand holds as long as the usual silence", async () => {
  const db = await hubWithServers();
  const at = now();
  await added({ service_name: "nginx.service" });
  const statusOf = async (secondsAgo: number) => {
    await db.write([
      "DELETE FROM service_status",
      `INSERT INTO service_status (server_id, service_name, status, timestamp)
       VALUES ('nas', 'nginx.service', 'running', ${at - secondsAgo * 1000})`,
    ]);
    return (await serviceOf(await read())).current_status?.status;
  };
  expect(await statusOf(170)).toBe("running");
  expect(await statusOf(190)).toBe("unknown");
  await db.write(["UPDATE servers SET heartbeat_interval_seconds = 300"]);
  expect([await statusOf(740), await statusOf(760)]).toEqual(["running", "unknown"]);
});

test("what the agent reports and nobody expects is listed for adopting", async () => {
  const db = await hubWithServers();
  const at = now();
  await added({ service_name: "nginx.service" });
  await ran(db, { status: "running", from: HOUR, seen: 0 });
  await ran(db, { name: "backup.service", status: "failed", from: HOUR, seen: 0 });
  await ran(db, { name: "gone.service", status: "running", from: HOUR, seen: HOUR / 2 });
  await ran(db, { name: "other.service", server: "pi", status: "running", from: HOUR, seen: 0 });
  await db.write([`UPDATE servers SET services_stored_at = ${at}, services_seen_at = ${at}`]);
  const answer = await bodyOf(
    await listOfServer(ask("/servers/nas/services"), nas),
    serverServicesAnswerSchema,
  );
  expect(answer.services.map((service) => service.service_name)).toEqual(["nginx.service"]);
  expect(answer.reported).toMatchObject([
    { service_name: "backup.service", current_status: { status: "failed" } },
  ]);
});

test("a stranger is told nothing", async () => {
  await hubWithServers();
  const calls = [
    listAll(ask("/services", { key: null }), {}),
    listOfServer(ask("/servers/nas/services", { key: null }), nas),
    add(ask("/servers/nas/services", { key: "wrong", json: { service_name: "a" } }), nas),
    PUT(ask("/servers/nas/services/a", { key: null, method: "PUT", json: {} }), named("a")),
    DELETE(ask("/servers/nas/services/a", { key: null, method: "DELETE" }), named("a")),
  ];
  for (const call of calls) expect(await errorOf(await call)).toMatchObject({ status: 401 });
});
