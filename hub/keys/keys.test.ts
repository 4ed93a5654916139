import { expect, test } from "vitest";
import { listAgentTokens, listEnrolmentKeys } from "../../db/queries/keys";
import { temporaryDatabase } from "../../db/testing";
import { createEnrolmentKey } from "../agents/create-enrolment-key";
import { identifyCaller } from "../agents/identify-caller";
import { issueToken } from "../agents/issue-token";
import { revokeToken } from "../agents/revoke-token";
import { createServer } from "../servers/create-server";
import { testBy, testNow } from "../testing";
import { createApiKey } from "./create-api-key";
import { revokeKey } from "./revoke-key";

const DAY = 24 * 3_600_000;

test("a rotated token works for a day more, beside the new one; a second rotation does not lengthen it", async () => {
  const db = await temporaryDatabase();
  await createServer(db, { id: "nas" }, testBy());
  const rotate = (now: number) => issueToken(db, "nas", { isOverlapping: true }, testBy({ now }));
  const first = await rotate(testNow);
  const second = await rotate(testNow + 1000);
  const third = await rotate(testNow + DAY / 2);
  const works = (token: string, now: number) =>
    identifyCaller(db, token, now).then(
      () => true,
      () => false,
    );
  const all = async (now: number) => [
    await works(first, now),
    await works(second, now),
    await works(third, now),
  ];
  expect(await all(testNow + DAY)).toEqual([true, true, true]);
  expect(await all(testNow + DAY + 1000)).toEqual([false, true, true]);
  expect(await all(testNow + 1.5 * DAY)).toEqual([false, false, true]);
  expect(await all(testNow + 900 * DAY)).toEqual([false, false, true]);
});

test("one token of a server ends at once, the others stay, and another server's is left alone", async () => {
  const db = await temporaryDatabase();
  for (const id of ["nas", "pi"]) await createServer(db, { id }, testBy());
  const token = await issueToken(db, "nas", { isOverlapping: true }, testBy());
  await issueToken(db, "nas", { isOverlapping: true }, testBy());
  await revokeToken(db, { serverId: "pi", tokenId: 1 }, testBy());
  expect(await listAgentTokens(db, testNow)).toHaveLength(2);
  await revokeToken(db, { serverId: "nas", tokenId: 1 }, testBy());
  await revokeToken(db, { serverId: "nas", tokenId: 1 }, testBy());
  expect(await listAgentTokens(db, testNow)).toMatchObject([{ id: 2, serverId: "nas" }]);
  await expect(identifyCaller(db, token, testNow)).rejects.toMatchObject({ code: "unauthenticated" });
  const revoked = await db.query("SELECT count(*) AS n FROM audit_log WHERE action = 'agent_token.revoke'");
  expect(revoked).toEqual([{ n: 1 }]);
});

test("an enrolment key is for as many machines and as long as was said, and is no more once it is revoked", async () => {
  const db = await temporaryDatabase();
  const options = { name: "rack", usesMax: 12, expiresAt: testNow + DAY };
  const key = await createEnrolmentKey(db, options, testBy());
  expect(await identifyCaller(db, key, testNow)).toMatchObject({ kind: "enrolment", isUsedUp: false });
  expect(await listEnrolmentKeys(db, testNow)).toMatchObject([
    { name: "rack", prefix: key.slice(0, 8), usesMax: 12, usesCount: 0, createdBy: "ada" },
  ]);
  await expect(identifyCaller(db, key, testNow + DAY)).rejects.toThrow("A valid token");
  expect(await listEnrolmentKeys(db, testNow + DAY)).toEqual([]);
  await revokeKey(db, { kind: "enrolment_key", id: 1 }, testBy());
  await expect(identifyCaller(db, key, testNow)).rejects.toThrow("A valid token");
});

test("revoking a key twice is written down once, and of one that was never there nothing is", async () => {
  const db = await temporaryDatabase();
  await createApiKey(db, { name: "widget", access: "read", expiresAt: null }, testBy());
  for (const id of [1, 1, 99]) await revokeKey(db, { kind: "api_key", id }, testBy());
  expect(await db.query("SELECT action, subject_name FROM audit_log ORDER BY id")).toEqual([
    { action: "api_key.create", subject_name: "widget" },
    { action: "api_key.revoke", subject_name: "widget" },
  ]);
});
