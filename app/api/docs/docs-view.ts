import type { DocumentOperation, OpenApiDocument } from "../v1/openapi/document";
import type { JsonSchema } from "../v1/openapi/schemas";

export type FieldRow = {
  /** `metrics.cpu_percent`, `services[].name`. */
  name: string;
  type: string;
  isRequired: boolean;
  /** Bounds and description, in that order. */
  notes: string[];
};

export type OperationView = DocumentOperation & { method: string; path: string; curl: string };

/** The operations of each group, in the document's order. */
export function groupedOperations(
  document: OpenApiDocument,
  hubUrl: string,
): { name: string; description: string; operations: OperationView[] }[] {
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  return document.tags.map((tag) => ({
    ...tag,
    operations: all
      .filter((operation) => operation.tags.includes(tag.name))
      .map((operation) => ({ ...operation, curl: curlLine(operation, hubUrl) })),
  }));
}

/** A command that works as it stands once its variable is set. */
export function curlLine(
  operation: DocumentOperation & { method: string; path: string },
  hubUrl: string,
): string {
  const isStream = operation.responses["200"]?.content?.["text/event-stream"] !== undefined;
  const isForAgents = operation.security.some((scheme) => "agentToken" in scheme);
  const variable = isForAgents ? "HOMELAB_TOKEN" : "HOMELAB_API_KEY";
  const body = operation.requestBody?.content["application/json"]?.example;
  const method =
    operation.method === "GET" || (operation.method === "POST" && body !== undefined)
      ? ""
      : `-X ${operation.method} `;
  const words = [
    `curl ${isStream ? "-N " : ""}${method}${hubUrl}${exampleOf(operation.path)}`,
    operation.security.length > 0 ? `-H "Authorization: Bearer $${variable}"` : "",
    body === undefined ? "" : "-H 'Content-Type: application/json'",
    body === undefined ? "" : `-d '${keysOnLines(body).replaceAll("'", "'\\''")}'`,
  ];
  return words.filter(Boolean).join(" \\\n  ");
}

/** The path with an id in it such as there may be one. */
function exampleOf(path: string): string {
  return path.replace("{id}", path.startsWith("/api/v1/alerts/") ? "1" : "nas");
}

/** JSON with a line for each key of its outermost object: neither a mile wide nor a mile long. */
function keysOnLines(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(keysOnLines).join(", ")}]`;
  const entries = Object.entries(value ?? {}).map(([key, inner]) => `    "${key}": ${JSON.stringify(inner)}`);
  return `{\n${entries.join(",\n")}\n  }`;
}

/** Whose word counts, in words. */
export function callersOf({ security }: DocumentOperation): string {
  if (security.length === 0) return "No key needed";
  return security.some((scheme) => "agentToken" in scheme)
    ? "An agent's token or the API key"
    : "The API key";
}

/** The fields of an object, those of objects and lists within it behind their own names. */
export function fieldRows(schema: JsonSchema, prefix = ""): FieldRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    if (typeof value === "boolean") return [];
    const name = `${prefix}${key}`;
    const items = itemsOf(value);
    const row = {
      name,
      type: typeOf(value),
      isRequired: schema.required?.includes(key) ?? false,
      notes: notesOf(value),
    };
    return [row, ...fieldRows(value, `${name}.`), ...(items ? fieldRows(items, `${name}[].`) : [])];
  });
}

/** `string`, `number or null`, `array of Server`, `"ok"`. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return referredName(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(" or ");
  const names = [schema.type ?? "anything"].flat().map((type) => {
    const items = itemsOf(schema);
    return type === "array" && items ? `array of ${typeOf(items)}` : type;
  });
  return names.join(" or ");
}

/** The name at the end of `#/components/schemas/Server`. */
export function referredName(reference: string): string {
  return reference.split("/").at(-1) ?? reference;
}

/** The bounds that a value has to keep, and what else there is to say. */
export function notesOf(schema: JsonSchema): string[] {
  const { minimum, maximum, minLength, maxLength, maxItems, format, pattern, description } = schema;
  const value = range(minimum, maximum);
  const length = range(minLength, maxLength);
  return [
    value && `${value}`,
    length && `${length} characters`,
    maxItems !== undefined && `at most ${words(maxItems)} of them`,
    schema.default !== undefined && `default ${JSON.stringify(schema.default)}`,
    schema.enum && `one of ${schema.enum.join(", ")}`,
    format,
    pattern && `\`${pattern}\``,
    description,
  ].filter((note): note is string => typeof note === "string");
}

function itemsOf({ items }: JsonSchema): JsonSchema | null {
  return items === undefined || typeof items === "boolean" || Array.isArray(items) ? null : items;
}

/** What JavaScript's integers bound says nothing to a reader. */
function range(least: number | undefined, most: number | undefined): string | null {
  const from = least === undefined || least <= Number.MIN_SAFE_INTEGER ? null : words(least);
  const to = most === undefined || most === Number.MAX_SAFE_INTEGER ? null : words(most);
  if (from !== null && to !== null) return `${from} to ${to}`;
  if (from !== null) return `at least ${from}`;
  return to === null ? null : `at most ${to}`;
}

function words(value: number): string {
  const exponent = Math.log2(value);
  if (value >= 2 ** 53 && Number.isInteger(exponent)) return `2^${exponent}`;
  return value >= 1e12 ? value.toExponential().replace("e+", "e") : value.toLocaleString("en-GB");
}
