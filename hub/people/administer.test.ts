import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import type { By } from "../audit/record";
import { changeRole } from "./change-role";
import { deletePerson } from "./delete-person";
import { resetPerson } from "./reset-person";
import { TestBrowser, testPassword, testPerson } from "./testing";

const actions = async (db: Database) => {
  const rows = await db.query<{ action: string; actor_name: string }>(
    "SELECT action, actor_name FROM audit_log WHERE action <> 'person.create' ORDER BY id",
  );
  return rows.map(({ action, actor_name }) => `${actor_name} ${action}`);
};

await describeEachDatabase("people and who administers them", (kind) => {
  let db: Database;
  let ann: By;
  let bob: By;
  const idOf = ({ actor }: By) => (actor.kind === "hub" ? "" : actor.id);
  beforeEach(async () => {
    db = await openTestDatabase(kind);
    const by = async (name: string): Promise<By> => {
      const { id } = await testPerson(db, name);
      return { actor: { kind: "person", id, name }, address: "10.0.0.9", now: Date.now() };
    };
    [ann, bob] = [await by("ann"), await by("bob")];
  });
  const admins = () => db.query("SELECT username FROM users WHERE role = 'admin'");

  test("a role holds from the next request on, and is in the log", async () => {
    const browser = new TestBrowser();
    await browser.signIn(db, { username: "bob" });
    await changeRole(db, { id: idOf(bob), role: "viewer" }, ann);
    expect(await browser.person(db)).toMatchObject({ role: "viewer" });
    expect(await actions(db)).toEqual(["bob person.sign_in", "ann person.change_role"]);
    await changeRole(db, { id: idOf(bob), role: "viewer" }, ann);
    expect(await actions(db)).toHaveLength(2);
  });

  test("two administrators who demote or delete each other at once leave one", async () => {
    const outcomes = await Promise.allSettled([
      changeRole(db, { id: idOf(bob), role: "viewer" }, ann),
      deletePerson(db, idOf(ann), bob),
    ]);
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict", message: expect.stringContaining("is the last administrator") },
    });
    expect(await admins()).toHaveLength(1);
    expect(await actions(db)).toHaveLength(1);
  });

  test("nobody demotes, resets or deletes themselves", async () => {
    const refusal = { code: "conflict", message: "That is you" };
    await expect(changeRole(db, { id: idOf(ann), role: "viewer" }, ann)).rejects.toMatchObject(refusal);
    await expect(resetPerson(db, "ann", ann)).rejects.toMatchObject(refusal);
    await expect(deletePerson(db, idOf(ann), ann)).rejects.toMatchObject(refusal);
    expect(await admins()).toHaveLength(2);
    expect(await actions(db)).toEqual([]);
  });

  test("who is deleted is signed out, and nothing of theirs is left but their name in the log", async () => {
    const browser = new TestBrowser();
    await browser.signIn(db, { username: "bob" });
    await deletePerson(db, idOf(bob), ann);
    expect(await browser.person(db)).toBeNull();
    expect(await browser.signIn(db, { username: "bob" })).toBe("wrong");
    for (const table of ["sessions", "accounts", "known_devices"]) {
      expect(await db.query(`SELECT 1 FROM ${table} WHERE user_id = ?`, [idOf(bob)])).toEqual([]);
    }
    expect(await actions(db)).toEqual(["bob person.sign_in", "ann person.delete"]);
    await expect(deletePerson(db, idOf(bob), ann)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("who may try no more is written down once, and a wrong password not at all", async () => {
  const db = await temporaryDatabase();
  await testPerson(db);
  const stranger = new TestBrowser("203.0.113.9");
  const outcomes = new Set<string>();
  const now = Date.now();
  for (let attempt = 0; attempt < 30; attempt++) {
    outcomes.add(await stranger.signIn(db, { password: "", now: now + attempt }));
    outcomes.add(await stranger.signIn(db, { username: testPassword, password: "", now: now + attempt }));
  }
  expect([...outcomes].sort()).toEqual(["too_many", "wrong"]);
  expect((await actions(db)).sort()).toEqual(["hub person.throttle_sign_in", "hub person.throttle_sign_in"]);
  expect(JSON.stringify(await db.query("SELECT * FROM audit_log"))).not.toContain(testPassword);
});
