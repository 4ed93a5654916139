import { expect, test } from "vitest";
import type { Database } from "@/db/client";
import { listApiKeys } from "@/db/queries/keys";
import { heartbeatAnswerSchema } from "@/domain/heartbeats/heartbeat-answer";
import type { KeyAccess } from "@/domain/keys/key";
import { createApiKey } from "@/hub/keys/create-api-key";
import { revokeKey } from "@/hub/keys/revoke-key";
import { testBy } from "@/hub/testing";
import { POST as postHeartbeat } from "./agents/heartbeat/route";
import { PUT as putThresholds } from "./config/thresholds/route";
import { DELETE } from "./servers/[id]/route";
import { POST as createServer, GET as listServers } from "./servers/route";
import { ask, bodyOf, enrolmentKey, errorOf, heartbeat, stopClock, testHub, withId } from "./testing";

const makeKey = (db: Database, access: KeyAccess, expiresAt: number | null = null) =>
  createApiKey(db, { name: "widget", access, expiresAt }, testBy({ now: Date.now() }));
const get = (key: string | null, headers = {}) => listServers(ask("/servers", { key, headers }), {});
const create = (key: string, id = "nas") => createServer(ask("/servers", { key, json: { id } }), {});

test("a key to read and write may do what the key of the environment may", async () => {
  const db = await testHub();
  const key = await makeKey(db, "read-write");
  expect(key).toMatch(/^hlk_[\w-]{43}$/);
  expect((await get(key)).status).toBe(200);
  expect((await get(null, { "X-API-Key": key })).status).toBe(200);
  expect((await create(key)).status).toBe(201);
  const answer = await postHeartbeat(
    ask("/agents/heartbeat", { key, json: heartbeat({ server_id: "new" }) }),
    {},
  );
  expect(await bodyOf(answer, heartbeatAnswerSchema)).toMatchObject({ server_registered: true });
});

test("a key to read reads, and changes nothing: 403", async () => {
  const db = await testHub();
  const key = await makeKey(db, "read");
  await create(await makeKey(db, "read-write"));
  expect((await get(key)).status).toBe(200);
  const changes = [
    await create(key, "second"),
    await DELETE(ask("/servers/nas", { method: "DELETE", key }), withId("nas")),
    await putThresholds(ask("/config/thresholds", { method: "PUT", key, json: {} }), {}),
    await postHeartbeat(ask("/agents/heartbeat", { key, json: heartbeat() }), {}),
  ];
  for (const response of changes) {
    expect(await errorOf(response)).toMatchObject({ status: 403, code: "FORBIDDEN" });
  }
  expect(await db.query("SELECT id FROM servers")).toEqual([{ id: "nas" }]);
  expect(await db.query("SELECT count(*) AS n FROM metrics")).toEqual([{ n: 0 }]);
});

test("missing, wrong, revoked and over read the same, and end at once", async () => {
  const db = await testHub();
  const end = Date.now() + 3_600_000;
  const [revoked, over] = [await makeKey(db, "read"), await makeKey(db, "read", end)];
  expect([(await get(revoked)).status, (await get(over)).status]).toEqual([200, 200]);
  await revokeKey(db, { kind: "api_key", id: 1 }, testBy());
  stopClock(end);
  const wrong = `hlk_${"x".repeat(43)}`;
  const answers = await Promise.all([null, wrong, revoked, over, enrolmentKey, ""].map((key) => get(key)));
  const errors = await Promise.all(answers.map(errorOf));
  for (const error of errors) expect(error).toEqual(errors[0]);
  expect(errors[0]).toMatchObject({ status: 401, code: "UNAUTHORIZED" });
});

test("the token of an agent is no key of a program", async () => {
  const db = await testHub();
  await create(await makeKey(db, "read-write"));
  await db.write([`INSERT INTO agent_tokens (server_id, token_sha256) VALUES ('nas', '${"a".repeat(64)}')`]);
  const answer = await postHeartbeat(
    ask("/agents/heartbeat", { key: enrolmentKey, json: heartbeat({ server_id: "pi" }) }),
    {},
  );
  const { server_token } = await bodyOf(answer, heartbeatAnswerSchema);
  expect((await get(String(server_token))).status).toBe(401);
});

test("when and from where a key was last used is kept, to the minute", async () => {
  const db = await testHub();
  const key = await makeKey(db, "read-write");
  const start = Date.now();
  const use = async (address: string, after: number) => {
    stopClock(start + after);
    expect((await get(key, { "X-Forwarded-For": address })).status).toBe(200);
    const [row] = await listApiKeys(db);
    return [(row?.lastUsedAt ?? 0) - start, row?.lastUsedFrom];
  };
  expect(await use("10.0.0.1", 0)).toEqual([0, "10.0.0.1"]);
  expect(await use("10.0.0.2", 58_000)).toEqual([0, "10.0.0.1"]);
  expect(await use("10.0.0.3", 61_000)).toEqual([61_000, "10.0.0.3"]);
  stopClock(start + 300_000);
  const json = heartbeat({ timestamp: new Date(start).toISOString() });
  await postHeartbeat(
    ask("/agents/heartbeat", { key, json, headers: { "X-Forwarded-For": "10.0.0.4" } }),
    {},
  );
  const [row] = await listApiKeys(db);
  expect(row).toMatchObject({ lastUsedFrom: "10.0.0.4", lastUsedAt: start + 300_000 });
});

test("the key is in the answer of its making and nowhere in the database", async () => {
  const db = await testHub();
  const key = await makeKey(db, "read");
  await get(key);
  const stored = JSON.stringify([
    await db.query("SELECT * FROM api_keys"),
    await db.query("SELECT * FROM audit_log"),
  ]);
  expect(stored).not.toContain(key);
  expect(stored).not.toContain(key.slice(10));
  expect(stored).toContain(key.slice(0, 8));
});
