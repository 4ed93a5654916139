import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { otherProcess } from "@/db/testing-process";
import { unhealthyAnswerSchema } from "@/domain/system/health-answer";
import { POST as postOne } from "./agents/heartbeat/route";
import { POST as postMany } from "./agents/heartbeats/route";
import { GET as watch } from "./events/route";
import { GET as readMetrics } from "./servers/[id]/metrics/route";
import { DELETE, GET as readOne } from "./servers/[id]/route";
import { POST as issueToken } from "./servers/[id]/token/route";
import { POST as createServer, GET as listServers } from "./servers/route";
import { GET as readHealth } from "./system/health/route";
import { ask, bodyOf, errorOf, heartbeat, testHub, withId } from "./testing";

const unavailable = { status: 503, code: "UNAVAILABLE", message: expect.stringMatching(/\S/) };

test("while another program holds the lock, a heartbeat is 503 with the time to come again, and then goes through", async () => {
  const db = await testHub();
  const sample = heartbeat();
  const program = otherProcess();
  await program.call("lock", { file: db.capabilities.localFile ?? "" });
  const refused = await postOne(ask("/agents/heartbeat", { json: sample }), {});
  expect(refused.headers.get("retry-after")).toBe("2");
  expect(await errorOf(refused)).toMatchObject(unavailable);
  // Reading goes on meanwhile.
  expect((await listServers(ask("/servers"), {})).status).toBe(200);
  await program.call("unlock");
  expect((await postOne(ask("/agents/heartbeat", { json: sample }), {})).status).toBe(200);
  expect(await db.query("SELECT count(*) AS n FROM metrics")).toEqual([{ n: 1 }]);
});

const nas = withId("nas");
const calls: [string, () => Promise<Response>][] = [
  ["one heartbeat", () => postOne(ask("/agents/heartbeat", { json: heartbeat() }), {})],
  [
    "a heartbeat with a token",
    () => postOne(ask("/agents/heartbeat", { key: "hla_x", json: heartbeat() }), {}),
  ],
  ["many heartbeats", () => postMany(ask("/agents/heartbeats", { json: [heartbeat()] }), {})],
  ["the list of servers", () => listServers(ask("/servers"), {})],
  ["a new server", () => createServer(ask("/servers", { json: { id: "new" } }), {})],
  ["a server", () => readOne(ask("/servers/nas"), nas)],
  ["deleting a server", () => DELETE(ask("/servers/nas", { method: "DELETE" }), nas)],
  ["a token", () => issueToken(ask("/servers/nas/token", { method: "POST" }), nas)],
  ["metrics", () => readMetrics(ask("/servers/nas/metrics"), nas)],
  ["events", () => watch(ask("/events"), {})],
];

test.each(calls)("with a database that cannot be used, %s is 503 with Retry-After", async (_name, call) => {
  const db = await testHub();
  db.closeNow();
  const response = await call();
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await errorOf(response)).toMatchObject(unavailable);
});

test("what would go into a file that was deleted is refused", async () => {
  const db = await testHub();
  const file = db.capabilities.localFile ?? "";
  for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
  const response = await postOne(ask("/agents/heartbeat", { json: heartbeat() }), {});
  expect(await errorOf(response)).toMatchObject(unavailable);
  const health = await readHealth(ask("/system/health", { key: null }), {});
  expect(health.status).toBe(503);
});

test("health tells the truth about a database that is away, with 503 and Retry-After", async () => {
  const db = await testHub();
  db.closeNow();
  const response = await readHealth(ask("/system/health", { key: null }), {});
  expect(response.status).toBe(503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await bodyOf(response, unhealthyAnswerSchema)).toMatchObject({ database: "disconnected" });
});
