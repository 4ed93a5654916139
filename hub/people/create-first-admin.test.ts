import { expect, test } from "vitest";
import { temporaryDatabase } from "../../db/testing";
import { sha256 } from "../agents/secrets";
import { createFirstAdmin, prepareFirstRun } from "./create-first-admin";
import { TestBrowser, testPassword } from "./testing";

const given = { code: "abcd-efgh-jkmn-pqrs", password: testPassword };

const from = (address = "10.0.0.9", now = Date.now()) => ({ visitor: new TestBrowser(address).visitor, now });

async function withCode() {
  const db = await temporaryDatabase();
  await prepareFirstRun(db, Date.now());
  // The code itself is in the log alone; here its hash is put beside it.
  const hash = sha256("ABCDEFGHJKMNPQRS");
  await db.write([
    {
      sql: "INSERT INTO verifications (identifier, value, expires_at) VALUES ('setup-code', ?, 9)",
      args: [hash],
    },
  ]);
  return db;
}

test("of two browsers at once exactly one makes the first administrator", async () => {
  const db = await withCode();
  const made = await Promise.allSettled(
    ["ann", "bob", "cyd"].map((username) => createFirstAdmin(db, { ...given, username }, from())),
  );
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await db.query("SELECT role FROM users")).toEqual([{ role: "admin" }]);
  const log = "SELECT action, actor_name = subject_name AS isTheirs, address FROM audit_log";
  expect(await db.query(log)).toEqual([{ action: "person.create", isTheirs: 1, address: "10.0.0.9" }]);
  expect(await db.query("SELECT * FROM accounts")).toHaveLength(1);
  // Neither that code nor that of another start is good for anything any more.
  expect(await db.query("SELECT * FROM verifications")).toEqual([]);
  await expect(createFirstAdmin(db, { ...given, username: "dan" }, from())).rejects.toThrow(
    "has an administrator already",
  );
});

test("the administrator signs in, and a start prints no code any more", async () => {
  const db = await withCode();
  await createFirstAdmin(db, { ...given, username: "ann" }, from());
  expect(await new TestBrowser().signIn(db)).toBe("signed_in");
  await prepareFirstRun(db, Date.now());
  expect(await db.query("SELECT * FROM verifications")).toEqual([]);
});

test("another code makes nobody", async () => {
  const db = await withCode();
  await expect(createFirstAdmin(db, { ...given, code: "nothing", username: "ann" }, from())).rejects.toThrow(
    "not the code",
  );
  expect(await db.query("SELECT * FROM users")).toEqual([]);
});

test("codes are not guessed: of 200 within a minute ten are looked at, and whoever guesses does not get in", async () => {
  const db = await withCode();
  const start = Date.now();
  const setUp = (code: string, address: string, now: number) =>
    createFirstAdmin(db, { ...given, code, username: "ann" }, from(address, now)).then(
      () => "made",
      (error: Error) => error.message.replace(/\d+/, "N"),
    );
  const answers = new Map<string, number>();
  for (let guess = 0; guess < 200; guess++) {
    const answer = await setUp(`guess ${guess}`, `203.0.113.${guess % 50}`, start + guess * 295);
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }
  expect(answers.get("That is not the code from the hub's log")).toBeLessThanOrEqual(10);
  expect(answers.get("Too many wrong codes. Try again in N seconds")).toBeGreaterThanOrEqual(190);
  expect(await setUp(given.code, "203.0.113.7", start + 59_000)).toMatch(/^Too many wrong codes/);
  expect(await db.query("SELECT * FROM users")).toEqual([]);
  expect(await setUp(given.code, "192.168.1.20", start + 120_000)).toBe("made");
});
