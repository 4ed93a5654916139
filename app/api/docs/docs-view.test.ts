import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { openApiDocument } from "../v1/openapi/document";
import { callersOf, curlLine, fieldRows, groupedOperations, notesOf, typeOf } from "./docs-view";

const document = openApiDocument();
const groups = groupedOperations(document, "http://hub.lan:3000");
const all = groups.flatMap(({ operations }) => operations);

test("every operation of the document stands in one group", () => {
  const documented = Object.values(document.paths).flatMap((item) => Object.values(item));
  expect(all.map(({ operationId }) => operationId).sort()).toEqual(
    documented.map(({ operationId }) => operationId).sort(),
  );
});

test.each(all)("the command of $operationId is one command to a shell", ({ curl, path }) => {
  const words = execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }\n${curl}`], {
    encoding: "utf8",
    env: { ...process.env, HOMELAB_TOKEN: "hla_x", HOMELAB_API_KEY: "key" },
  }).split("\0");
  expect(words).toContain(
    `http://hub.lan:3000${path.replace("{id}", path.includes("/alerts/") ? "1" : "nas")}`,
  );
  const body = words[words.indexOf("-d") + 1];
  if (words.includes("-d")) expect(() => JSON.parse(String(body))).not.toThrow();
});

test("a quote in an example does not end the shell's quotes", () => {
  const post = all.find(({ operationId }) => operationId === "createServer");
  if (post?.requestBody === undefined) throw new Error("createServer has no body");
  const content = { "application/json": { example: { display_name: "Bob's" } } };
  expect(curlLine({ ...post, requestBody: { required: true, content } }, "http://hub")).toContain(
    "Bob'\\''s",
  );
});

test("fields within objects and lists stand behind the names of those", () => {
  const rows = fieldRows(document.components.schemas.Heartbeat ?? {});
  const row = (name: string) => rows.find((field) => field.name === name);
  expect(row("server_id")).toMatchObject({ type: "string", isRequired: true });
  expect(row("metrics.cpu_percent")).toMatchObject({
    type: "number or null",
    isRequired: false,
    notes: ["0 to 100"],
  });
  expect(row("services")).toMatchObject({ type: "array of object or null", notes: ["at most 500 of them"] });
  expect(row("services[].status")).toMatchObject({ notes: ["one of running, stopped, failed, unknown"] });
});

test.each([
  [{ type: "integer", minimum: 1, maximum: 2000, default: 300 }, "integer", ["1 to 2,000", "default 300"]],
  [{ type: "number", minimum: 0, maximum: 2 ** 63 }, "number", ["0 to 2^63"]],
  [{ type: "integer", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, "integer", []],
  [{ $ref: "#/components/schemas/Server" }, "Server", []],
  [{ type: "array", items: { $ref: "#/components/schemas/Server" } }, "array of Server", []],
  [{ const: "ok" }, '"ok"', []],
  [{ anyOf: [{ $ref: "#/components/schemas/Server" }, { type: "null" }] }, "Server or null", []],
] as const)("says %o in words", (schema, type, notes) => {
  expect(typeOf(schema as never)).toBe(type);
  expect(notesOf(schema as never)).toEqual(notes);
});

test("says who may call", () => {
  const callers = (id: string) => {
    const operation = all.find(({ operationId }) => operationId === id);
    return operation === undefined ? null : callersOf(operation);
  };
  expect(callers("getHealth")).toBe("No key needed");
  expect(callers("postHeartbeat")).toBe("An agent's token or the API key");
  expect(callers("listServers")).toBe("The API key");
});
