import { existsSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { Database } from "../db/client";
import { temporaryDirectory } from "../db/testing";
import { filledFile } from "../db/testing-files";
import { runScript } from "./testing-script";

let file: string;
const people = (...args: string[]) => runScript("people.ts", `file:${file}`, args);

beforeEach(async () => {
  file = await filledFile();
});

async function rows(sql: string) {
  const db = new Database(`file:${file}`);
  const found = await db.query<Record<string, unknown>>(sql);
  await db.close();
  return found;
}

test("somebody is added with a password that they have to change, and the log says the hub did", async () => {
  const { code, said } = await people("add", "Zoe", "operator");
  expect(code).toBe(0);
  expect(said).toMatch(/^zoe signs in with the password \S{16} and then chooses another\.$/m);
  expect(await rows("SELECT role, password_is_temporary FROM users WHERE username = 'zoe'")).toEqual([
    { role: "operator", password_is_temporary: 1 },
  ]);
  const [entry] = await rows(
    "SELECT action, actor_kind, subject_name FROM audit_log ORDER BY id DESC LIMIT 1",
  );
  expect(entry).toEqual({ action: "person.create", actor_kind: "hub", subject_name: "zoe" });
  expect((await people("add", "zoe", "viewer")).complaint).toContain("Somebody is called 'zoe' already");
  const reset = await people("reset", "ZOE");
  expect(reset.said).toContain("signs in with the password");
  expect(reset.said).not.toBe(said);
}, 60_000);

test.each([
  ["nobody by that name", ["reset", "nobody-at-all"], "Nobody is called 'nobody-at-all' here"],
  ["a role that is none", ["add", "zoe", "king"], 'expected one of "admin"|"operator"|"viewer"'],
  ["a name that is none", ["add", "two words", "viewer"], "A username is 1 to 50 letters"],
  ["no verb", [], "npm run people -- reset NAME"],
])("%s is a sentence and an end that is not zero", async (_what, args, sentence) => {
  const before = await rows("SELECT count(*) AS n FROM users");
  const { code, complaint } = await people(...args);
  expect(code).toBe(1);
  expect(complaint).toContain(sentence);
  expect(complaint).not.toMatch(/^\s+at |[[{]/m);
  expect(await rows("SELECT count(*) AS n FROM users")).toEqual(before);
});

test("a database that is not there is not made", async () => {
  file = path.join(temporaryDirectory(), "homelab.db");
  const { code, complaint } = await people("add", "zoe", "admin");
  expect(code).toBe(1);
  expect(complaint).toContain(`There is no database at ${file}`);
  expect(existsSync(file)).toBe(false);
});
