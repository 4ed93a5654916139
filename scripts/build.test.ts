import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint } from "./build.mjs";

let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(path.join(tmpdir(), "homelabcmd-build-"));
  write("app/page.tsx", "page");
  write("package-lock.json", "{}");
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

test.each([
  ["app/page.tsx", "a changed page"],
  ["app/servers/page.tsx", "a new page"],
  ["hub/servers/server.ts", "a folder that was not there"],
  ["somewhere/new.ts", "a folder that nobody has thought of"],
  ["drizzle/0001.sql", "a migration"],
  ["agent/homelab-agent", "the agent"],
  ["public/robots.txt", "a public file"],
  ["package-lock.json", "another version of a package"],
  ["next.config.ts", "the configuration of Next"],
])("%s asks for a build: %s", (file) => {
  const before = fingerprint(checkout);
  write(file, "something else");
  expect(fingerprint(checkout)).not.toBe(before);
});

test.each([
  ["data/homelab.db", "the database"],
  ["elsewhere/homelab.db-wal", "a database elsewhere"],
  ["node_modules/next/index.js", "what the lock file stands for"],
  [".next/server/app.js", "the build"],
  [".cache/dev/homelab.db", "what is made on the way"],
  ["app/page.test.tsx", "a test"],
  ["e2e/story.spec.ts", "a story"],
  ["docs/operations.md", "a document"],
  [".env", "the environment"],
])("%s asks for none: %s", (file) => {
  const before = fingerprint(checkout);
  write(file, "something else");
  expect(fingerprint(checkout)).toBe(before);
});

test("a file that moves is a change, and nothing else is", () => {
  const before = fingerprint(checkout);
  expect(fingerprint(checkout)).toBe(before);
  rmSync(path.join(checkout, "app/page.tsx"));
  write("app/home.tsx", "page");
  expect(fingerprint(checkout)).not.toBe(before);
});

function write(file: string, text: string): void {
  const full = path.join(checkout, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}
