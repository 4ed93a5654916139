import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { testBy, testNow } from "../testing";
import { audit, auditIfChanged, byHub } from "./record";

const subject = { kind: "server", id: "nas", name: "The nas" };
const rows = (db: Database) => db.query("SELECT * FROM audit_log ORDER BY id");

test("keeps who, what, from where, before and after of what differs", async () => {
  const db = await temporaryDatabase();
  await db.write(
    audit(testBy(), {
      action: "server.update",
      subject,
      before: { tags: ["a"], tdp_watts: 6 },
      after: { tags: ["a", "b"], tdp_watts: 6 },
    }),
  );
  expect(await rows(db)).toEqual([
    {
      ...{ id: 1, at: testNow, actor_kind: "person", actor_id: "u-ada", actor_name: "ada" },
      ...{ address: "10.0.0.9", action: "server.update" },
      ...{ subject_kind: "server", subject_id: "nas", subject_name: "The nas" },
      ...{ before: '{"tags":["a"]}', after: '{"tags":["a","b"]}' },
    },
  ]);
});

test("says nothing where nothing differs", () => {
  expect(audit(testBy(), { action: "server.update", subject, before: { a: 1 }, after: { a: 1 } })).toEqual(
    [],
  );
});

test("says of a secret that it changed, and not what it was or is", async () => {
  const db = await temporaryDatabase();
  const settings = (secret: string) => ({ settings: { url: "https://x", token: secret } });
  await db.write(
    audit(testBy(), { action: "channel.update", subject, before: settings("old"), after: settings("new") }),
  );
  expect(await rows(db)).toMatchObject([
    { before: '{"settings":{"token":"***"}}', after: '{"settings":{"token":"***"}}' },
  ]);
});

test("a guarded deed that changes no row leaves none", async () => {
  const db = await temporaryDatabase();
  await db.write(["INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')"]);
  const pause = () =>
    db.write([
      "UPDATE servers SET paused_at = 1 WHERE id = 'nas' AND paused_at IS NULL",
      ...auditIfChanged(testBy(), {
        action: "server.pause",
        subject,
        before: { paused: false },
        after: { paused: true },
      }),
    ]);
  await pause();
  await pause();
  expect(await rows(db)).toHaveLength(1);
});

test("a deed that fails leaves none", async () => {
  const db = await temporaryDatabase();
  const entry = audit(byHub(testNow), {
    action: "server.create",
    subject,
    before: null,
    after: { id: "nas" },
  });
  const insert = "INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')";
  await expect(db.write([...entry, insert, insert])).rejects.toThrow();
  expect(await rows(db)).toEqual([]);
  await db.write([...entry, insert]);
  expect(await rows(db)).toMatchObject([
    { actor_kind: "hub", actor_id: null, actor_name: "hub", address: null },
  ]);
});
