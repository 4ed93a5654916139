import { z } from "zod";
import { type ErrorWord, errorStatuses } from "@/domain/answer";
import { SERVER_ID_PATTERN } from "@/domain/servers/server";
import { hubVersion } from "@/hub/hub-version";
import { agentOperations } from "./agent-operations";
import { alertOperations } from "./alert-operations";
import { capacityOperations } from "./capacity-operations";
import { configOperations } from "./config-operations";
import { type Answer, type CallerKind, groups, type Method, type Operation } from "./operation";
import { componentSchemas, type JsonSchema, jsonSchema, schemaReference } from "./schemas";
import { serverOperations } from "./server-operations";
import { serviceOperations } from "./service-operations";
import { systemOperations } from "./system-operations";

export const operations: readonly Operation[] = withKeysThatOnlyRead([
  ...agentOperations,
  ...serverOperations,
  ...serviceOperations,
  ...alertOperations,
  ...capacityOperations,
  ...configOperations,
  ...systemOperations,
]);

/** Whatever changes something refuses a program whose key may only read. */
function withKeysThatOnlyRead(given: Operation[]): Operation[] {
  return given.map((operation) =>
    operation.method === "get" || !operation.callers.includes("program")
      ? operation
      : { ...operation, errors: [...new Set<ErrorWord>([...operation.errors, "FORBIDDEN"])] },
  );
}

type Content = Record<string, { schema?: JsonSchema; example?: unknown }>;
export type Header = { description: string; schema: JsonSchema };
export type DocumentAnswer = {
  description: string;
  headers: Record<string, Header>;
  content?: Content;
};
export type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: JsonSchema;
};
export type DocumentOperation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, DocumentAnswer>;
};

/** The OpenAPI 3.1 document of every route, made of the schemas that the routes parse with. */
export function openApiDocument() {
  const paths: Record<string, Partial<Record<Method, DocumentOperation>>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: documentOperation(operation) };
  }
  return {
    openapi: "3.1.1",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: {
      title: "HomelabCmd",
      version: hubVersion,
      description:
        "JSON in and out. Times are ISO 8601; answers are in UTC. Every answer carries X-Request-Id, and every error one body. " +
        "Keys that are not known are ignored, on either side.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: Object.entries(groups).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: componentSchemas(), securitySchemes },
  };
}
export type OpenApiDocument = ReturnType<typeof openApiDocument>;

function documentOperation(operation: Operation): DocumentOperation {
  return {
    operationId: operation.id,
    tags: [operation.group],
    summary: operation.summary,
    description: operation.description,
    // Each scheme by itself is enough; none at all where anyone may call.
    security: securityOf(operation.callers).map((name) => ({ [name]: [] })),
    parameters: parametersOf(operation),
    requestBody: operation.body && {
      required: operation.body.isOptional !== true,
      content: Object.fromEntries(
        Object.entries(operation.body.content).map(([mediaType, schema]) => [
          mediaType,
          mediaType === "application/json" ? { schema, example: operation.body?.example } : { schema },
        ]),
      ),
    },
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, answer]) => [status, documentAnswer(answer)]),
      ),
      ...Object.fromEntries(
        operation.errors.map((word) => [errorStatuses[word], errorAnswer(errorDescriptions[word], word)]),
      ),
      default: errorAnswer("Anything else: a fault of the hub, say, with `request_id`."),
    },
  };
}

function documentAnswer({ description, schema, mediaType, headers }: Answer): DocumentAnswer {
  const type = mediaType ?? (schema === undefined ? undefined : "application/json");
  return {
    description,
    headers: { ...requestIdHeader, ...headers },
    content: type === undefined ? undefined : { [type]: schema ? { schema: schemaReference(schema) } : {} },
  };
}

function errorAnswer(description: string, word?: ErrorWord): DocumentAnswer {
  const retryAfter = { "Retry-After": { description: "seconds", schema: { type: "integer" } } } as const;
  return {
    description,
    headers: { ...requestIdHeader, ...(word === "UNAVAILABLE" ? retryAfter : {}) },
    content: { "application/json": { schema: schemaReference("Error") } },
  };
}

function parametersOf({ path, query, body }: Operation): Parameter[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(
    ([, name = ""]): Parameter => ({
      name,
      in: "path",
      required: true,
      schema: path.startsWith("/api/v1/alerts/") ? alertId : serverId,
    }),
  );
  const encoding: Parameter = {
    name: "Content-Encoding",
    in: "header",
    required: false,
    schema: { type: "string", enum: ["gzip"] },
  };
  return [
    ...inPath,
    ...(query === undefined ? [] : queryParameters(query)),
    ...(body?.isGzipWelcome ? [encoding] : []),
  ];
}

function queryParameters(query: z.ZodObject): Parameter[] {
  return Object.entries(query.shape).map(([name, schema]): Parameter => {
    const { description, ...converted } = jsonSchema(schema as z.ZodType);
    return { name, in: "query", required: false, description, schema: converted };
  });
}

const serverId = jsonSchema(z.string().regex(SERVER_ID_PATTERN));
const alertId = jsonSchema(z.number().int().min(1));

const requestIdHeader: Record<string, Header> = {
  "X-Request-Id": {
    description: "the caller's own where it sent one, else the hub's; the log knows it",
    schema: { type: "string" },
  },
};

export const errorDescriptions: Record<ErrorWord, string> = {
  UNAUTHORIZED: "The token or key is missing, wrong or revoked; the answer is the same for all three.",
  FORBIDDEN:
    "The token is another server's, the enrolment key may not do this, or the API key may only read.",
  NOT_FOUND: "There is none of this id.",
  METHOD_NOT_ALLOWED: "The path is known, the method is not.",
  CONFLICT: "The id or the identity belongs to another server, or the alert is resolved already.",
  PAYLOAD_TOO_LARGE: "The body is too large, packed or unpacked.",
  UNSUPPORTED_MEDIA_TYPE: "The body is of a type or encoding that is not understood.",
  VALIDATION_ERROR:
    "What was sent is not valid; `fields` names each fault. A body that is no JSON is one as well.",
  INTERNAL: "A fault of the hub.",
  UNAVAILABLE: "Nothing was stored. Send the same again after Retry-After.",
};

const securitySchemes = {
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "an agent's token (hla_...), an enrolment key (hle_...) or an API key (hlk_...)",
  },
  agentToken: {
    type: "apiKey",
    in: "header",
    name: "X-Agent-Token",
    description: "an agent's token, or an enrolment key",
  },
  apiKey: {
    type: "apiKey",
    in: "header",
    name: "X-API-Key",
    description:
      "a key made under Settings, Keys (hlk_...): one to read asks, one to read and write may change things, too; or the key of HOMELAB_API_KEY, which may do everything",
  },
} as const;

function securityOf(callers: readonly CallerKind[]): (keyof typeof securitySchemes)[] {
  if (callers.length === 0) return [];
  const isForAgents = callers.some((caller) => caller !== "program");
  return ["bearer", ...(isForAgents ? (["agentToken"] as const) : []), "apiKey"];
}
