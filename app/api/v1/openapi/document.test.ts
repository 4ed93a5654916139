import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { errorStatuses } from "@/domain/answer";
import { ask, testHub } from "../testing";
import { openApiDocument, operations } from "./document";
import { namedSchemas } from "./schemas";

const methods = ["get", "post", "put", "patch", "delete"] as const;
const document = openApiDocument();
const documented = Object.entries(document.paths).flatMap(([at, item]) =>
  methods.flatMap((method) => (item[method] ? [{ at, method, operation: item[method] }] : [])),
);

/** The paths of the route files, as the document writes them, with the handlers that they export. */
const routes = readdirSync("app/api/v1", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("/route.ts") && !file.includes("[...path]"))
  .map((file) => ({
    at: `/api/v1/${path.dirname(file).replace(/\[(\w+)\]/g, "{$1}")}`,
    load: (): Promise<Record<string, unknown>> => import(path.resolve("app/api/v1", file)),
  }));

test("names every route file and no other", () => {
  expect(routes.length).toBeGreaterThan(8);
  expect(Object.keys(document.paths).sort()).toEqual(routes.map(({ at }) => at).sort());
});

test.each(routes)("$at answers the methods that are named, and 405 to the others", async ({ at, load }) => {
  await testHub();
  const handlers = await load();
  const named = documented.filter((entry) => entry.at === at).map(({ method }) => method.toUpperCase());
  const answered: string[] = [];
  for (const method of methods.map((name) => name.toUpperCase())) {
    const handler = handlers[method];
    if (typeof handler !== "function") throw new Error(`${at} has no word for ${method}`);
    const ended = AbortSignal.abort();
    const request = new Request(`http://hub.lan${at}`, { method, signal: ended });
    const response: Response = await handler(request, { params: Promise.resolve({ id: "nobody" }) });
    if (response.status !== 405) {
      answered.push(method);
      continue;
    }
    expect(namedSchemas.Error.parse(await response.json()).detail.code).toBe("METHOD_NOT_ALLOWED");
    expect(
      response.headers
        .get("allow")
        ?.split(", ")
        .filter((name) => !["HEAD", "OPTIONS"].includes(name)),
    ).toEqual(expect.arrayContaining(named));
    expect(response.headers.get("x-request-id")).toMatch(/\S/);
  }
  expect(answered.sort()).toEqual(named.sort());
});

test("is served as it is made", async () => {
  const { GET } = await import("../openapi.json/route");
  const response = await GET(ask("/openapi.json"), {});
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(document)));
});

test("says what OpenAPI 3.1 asks of a document", () => {
  const parameter = z.strictObject({
    name: z.string().min(1),
    in: z.enum(["path", "query", "header"]),
    required: z.boolean(),
    description: z.string().optional(),
    schema: z.looseObject({}),
  });
  const content = z.record(
    z.string().regex(/^[a-z]+\/[a-z.+-]+$/),
    z.strictObject({ schema: z.looseObject({}).optional(), example: z.unknown().optional() }),
  );
  const header = z.strictObject({ description: z.string(), schema: z.looseObject({}) });
  const operation = z.strictObject({
    operationId: z.string().regex(/^[a-z]\w+$/i),
    tags: z.array(z.enum(document.tags.map(({ name }) => name))).length(1),
    summary: z.string().min(1),
    description: z.string().optional(),
    security: z.array(
      z.record(z.enum(Object.keys(document.components.securitySchemes)), z.tuple([])).or(z.object({})),
    ),
    parameters: z.array(parameter),
    requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
    responses: z.record(
      z.string().regex(/^([2-5]\d\d|default)$/),
      z.strictObject({
        description: z.string().min(1),
        headers: z.record(z.string(), header),
        content: content.optional(),
      }),
    ),
  });
  const shape = z.looseObject({
    openapi: z.string().regex(/^3\.1\.\d$/),
    info: z.looseObject({ title: z.string(), version: z.string() }),
    paths: z.record(z.string().startsWith("/"), z.partialRecord(z.enum(methods), operation)),
  });
  // As it travels: undefined is left out there.
  expect(shape.safeParse(JSON.parse(JSON.stringify(document))).error).toBeUndefined();
  const ids = documented.map(({ operation: { operationId } }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every reference resolves, and every schema is referred to", () => {
  const text = JSON.stringify(document);
  const referred = new Set([...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference));
  const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect([...referred].sort()).toEqual(known.sort());
  expect(text).not.toContain("$defs");
  expect(text).not.toContain("__shared");
});

test.each(documented)("$method $at has an answer, its errors and its parameters", ({ at, operation }) => {
  const statuses = Object.keys(operation.responses);
  expect(statuses.some((status) => status.startsWith("2"))).toBe(true);
  expect(statuses).toContain("default");
  expect(operation.security.length > 0).toBe(statuses.includes(String(errorStatuses.UNAUTHORIZED)));
  const inPath = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
  expect(inPath).toEqual([...at.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  for (const { headers } of Object.values(operation.responses))
    expect(headers).toHaveProperty("X-Request-Id");
});

const withBody = operations.flatMap(({ id, body }) => (body ? [{ id, body }] : []));

test.each(withBody)("the example of $id is valid by the schema that it is an example of", ({ body }) => {
  const schema = JSON.stringify(body.content["application/json"]);
  const name = Object.keys(namedSchemas).find((key) =>
    schema.includes(`/${key}"`),
  ) as keyof typeof namedSchemas;
  const one = namedSchemas[name];
  const parsed = schema.includes('"array"')
    ? z.array(one).safeParse(body.example)
    : one.safeParse(body.example);
  expect(parsed.error).toBeUndefined();
});

test("says of a heartbeat what the validator says", () => {
  const heartbeat = document.components.schemas.Heartbeat;
  expect(heartbeat?.required).toEqual(["server_id", "hostname", "timestamp"]);
  expect(heartbeat?.properties?.hostname).toMatchObject({ type: "string", minLength: 1, maxLength: 255 });
  expect(heartbeat?.properties?.interval_seconds).toMatchObject({ type: ["integer", "null"], minimum: 1 });
  expect(heartbeat?.properties?.metrics).toMatchObject({
    properties: { cpu_percent: { type: ["number", "null"], minimum: 0, maximum: 100 } },
  });
});
