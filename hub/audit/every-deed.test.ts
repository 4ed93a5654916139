import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "..", "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

function filesBelow(folder: string, isWanted: (name: string) => boolean): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => isWanted(path.basename(file)))
    .map((file) => `${folder}/${file.replaceAll(path.sep, "/")}`)
    .sort();
}

const deeds = filesBelow("hub", (name) => /^[\w-]+\.ts$/.test(name) && !name.startsWith("testing"));

/** What takes a `By` without leaving a record, and why. */
const unrecorded = new Map([
  ["hub/keys/mark-api-key-used.ts", "keeps the use of a key, which is not a change"],
]);

test("every deed that is told who does it writes it down", () => {
  const told = deeds.filter(
    (file) => /import .*\bBy\b.* from ".*audit\/record"/.test(read(file)) && !unrecorded.has(file),
  );
  expect(told.length).toBeGreaterThan(15);
  const silent = told.filter((file) => !/\b(audit|auditIfChanged|auditRows)\(/.test(read(file)));
  expect(silent).toEqual([]);
});

/** Server actions and routes that change nothing of the hub, and what they do instead. */
const changesNothing = new Map([
  ["app/(console)/theme/choose-theme.ts", "keeps a cookie"],
  ["app/api/v1/config/test-notification/route.ts", "sends a message"],
]);

/** Each deed by the name under which it is imported. */
const recording = new Set(
  deeds
    .filter((file) => /\b(audit|auditIfChanged|auditRows)\(/.test(read(file)))
    .map((file) => file.replace(/^hub\//, "").replace(/\.ts$/, "")),
);

const importsOf = (source: string) =>
  [...source.matchAll(/from "@\/hub\/([\w/-]+)"/g)].map(([, name = ""]) => name);

test("every server action does a deed that writes it down", () => {
  const actions = filesBelow("app", (name) => /\.tsx?$/.test(name) && !name.includes(".test.")).filter(
    (file) => read(file).startsWith('"use server"') && !changesNothing.has(file),
  );
  expect(actions.length).toBeGreaterThan(8);
  expect(actions.filter((file) => !importsOf(read(file)).some((name) => recording.has(name)))).toEqual([]);
});

/** Answers what is at no address. */
const NOWHERE = "app/api/v1/[...path]/route.ts";

/** Agents post samples: the register and the tokens are written down, the samples themselves are the history. */
const ingest = ["app/api/v1/agents/heartbeat/route.ts", "app/api/v1/agents/heartbeats/route.ts"];

test("every route that changes something asks who may, and does a deed that writes it down", () => {
  const routes = filesBelow("app/api/v1", (name) => name === "route.ts").filter((file) =>
    /export const (POST|PUT|PATCH|DELETE)\b|export \{[^}]*\b(PUT|PATCH|POST|DELETE)\b[^}]*\};/.test(
      read(file),
    ),
  );
  expect(routes.length).toBeGreaterThan(10);
  expect(routes).toContain(NOWHERE);
  const asks = (file: string) => {
    const source = read(file);
    if (file === NOWHERE) return true;
    if (ingest.includes(file)) return source.includes("requirePoster(");
    const asked = source.includes("deedRoute(") ? read("app/api/v1/alerts/deed-route.ts") : source;
    const changing = (source.match(/^(export )?const (POST|PUT|PATCH|DELETE|change) = answering/gm) ?? [])
      .length;
    return (asked.match(/await requireWriter\(request/g) ?? []).length >= Math.max(1, changing);
  };
  expect(routes.filter((file) => !asks(file))).toEqual([]);
  const silent = routes.filter(
    (file) =>
      file !== NOWHERE &&
      !ingest.includes(file) &&
      !changesNothing.has(file) &&
      !importsOf(read(file)).some((name) => recording.has(name)),
  );
  expect(silent).toEqual([]);
});

test("what is excepted is still there", () => {
  for (const file of [...unrecorded.keys(), ...changesNothing.keys(), ...ingest]) {
    expect(() => read(file), file).not.toThrow();
  }
});
