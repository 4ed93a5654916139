import { expect, test } from "vitest";
import type { Database } from "@/db/client";
import { heartbeatAnswerSchema } from "@/domain/heartbeats/heartbeat-answer";
import { createEnrolmentKey } from "@/hub/agents/create-enrolment-key";
import { testBy } from "@/hub/testing";
import { ask, bodyOf, enrolmentKey, errorOf, heartbeat, stopClock, testHub } from "../testing";
import { POST } from "./heartbeat/route";

const post = (key: string, change: Record<string, unknown> = {}) =>
  POST(ask("/agents/heartbeat", { key, json: heartbeat(change) }), {});
const makeKey = (db: Database, expiresAt = Date.now() + 86_400_000) =>
  createEnrolmentKey(db, { name: "cellar", usesMax: 1, expiresAt }, testBy());
const tokenOf = async (response: Response) => (await bodyOf(response, heartbeatAnswerSchema)).server_token;
const later = (seconds: number) => ({ timestamp: new Date(Date.now() + seconds * 1000).toISOString() });

test("a key registers a machine, whose own token then works and the key no longer does", async () => {
  await testHub();
  const token = await tokenOf(await post(enrolmentKey));
  expect(token).toMatch(/^hla_[\w-]{43}$/);
  const own = await post(String(token), later(1));
  expect(own.status).toBe(200);
  expect(await tokenOf(own)).toBeUndefined();
  expect(await errorOf(await post(enrolmentKey, later(2)))).toMatchObject({ status: 403, code: "FORBIDDEN" });
});

test("a machine that never got its answer may ask again, and the token that was lost is void", async () => {
  await testHub();
  const lost = await tokenOf(await post(enrolmentKey));
  const token = await tokenOf(await post(enrolmentKey, later(1)));
  expect(token).not.toBe(lost);
  expect((await post(String(lost), later(2))).status).toBe(401);
  expect((await post(String(token), later(2))).status).toBe(200);
});

test("the key of the environment registers as many as come", async () => {
  await testHub();
  const tokens = await Promise.all(
    ["a", "b", "c"].map(async (server_id) => tokenOf(await post(enrolmentKey, { server_id }))),
  );
  expect(new Set(tokens).size).toBe(3);
});

test("a key made in the browser registers one machine within a day", async () => {
  const db = await testHub();
  const key = await makeKey(db);
  expect(key).toMatch(/^hle_[\w-]{43}$/);
  expect(await db.query("SELECT count(*) AS n FROM enrolment_keys WHERE key_sha256 = ?", [key])).toEqual([
    { n: 0 },
  ]);
  expect((await post(key)).status).toBe(200);
  const second = await errorOf(await post(key, { server_id: "second" }));
  expect(second).toMatchObject({ status: 403, code: "FORBIDDEN" });
  expect(await db.query("SELECT uses_count FROM enrolment_keys")).toEqual([{ uses_count: 1 }]);
});

test("a key that has run out, or was revoked, is no key", async () => {
  const db = await testHub();
  const expiresAt = Date.now() + 86_400_000;
  const key = await makeKey(db, expiresAt);
  stopClock(expiresAt);
  expect((await post(key)).status).toBe(401);
  stopClock(expiresAt - 1);
  await revoke(db);
  expect((await post(key)).status).toBe(401);
  await db.write([{ sql: "UPDATE enrolment_keys SET revoked_at = NULL", args: [] }]);
  expect((await post(key)).status).toBe(200);
});

test("a heartbeat that is refused spends no key", async () => {
  const db = await testHub();
  const key = await makeKey(db);
  expect((await post(key, later(3600))).status).toBe(422);
  expect((await post(key)).status).toBe(200);
});

test("two machines that race for the last use get one token between them", async () => {
  const db = await testHub();
  const key = await makeKey(db);
  const answers = await Promise.all(["a", "b"].map((server_id) => post(key, { server_id })));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses[0]).toBe(200);
  expect([403, 409]).toContain(statuses[1]);
  expect(await db.query("SELECT count(*) AS n FROM servers")).toEqual([{ n: 1 }]);
  expect(await db.query("SELECT count(*) AS n FROM agent_tokens")).toEqual([{ n: 1 }]);
});

const revoke = (db: Database) => db.write([{ sql: "UPDATE enrolment_keys SET revoked_at = 1", args: [] }]);
