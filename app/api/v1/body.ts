import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { z } from "zod";
import { type FieldFault, HubError } from "@/domain/hub-error";

const unpack = promisify(gunzip);
const FIELD_FAULTS_MAX = 100;
const JSON_BYTES_MAX = 64 * 1024;

/**
 * The body as text, unpacked where it is gzip, refused before it is parsed where it is larger than `bytesMax`, packed or
 * unpacked.
 */
export async function readText(request: Request, bytesMax: number): Promise<string> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity") return (await readBytes(request, bytesMax)).toString("utf8");
  if (encoding !== "gzip") {
    throw new HubError(
      "unsupported_media_type",
      `Content-Encoding '${encoding}' is not understood; send gzip or none`,
    );
  }
  const packed = await readBytes(request, bytesMax);
  try {
    return (await unpack(packed, { maxOutputLength: bytesMax })).toString("utf8");
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(bytesMax);
    throw new HubError("invalid", "The body is not gzip, though Content-Encoding says so");
  }
}

/** Refuses a body that says it is something else than one of `types`. One that does not say is taken at its word. */
export function requireMediaType(request: Request, types: string[]): void {
  const type = mediaTypeOf(request);
  if (type === "" || types.includes(type)) return;
  throw new HubError(
    "unsupported_media_type",
    `Content-Type '${type}' is not understood; send ${types.join(" or ")}`,
  );
}

/** What the body says it is, without its parameters; empty where it does not say. */
export function mediaTypeOf(request: Request): string {
  return request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
}

/** Parses JSON; throws HubError `invalid` where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(withoutHalfPairs(text));
  } catch (error) {
    throw new HubError(
      "invalid",
      `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * JSON can write half of a surrogate pair as an escape, which is no character. SQLite makes bytes of it that are not UTF-8,
 * and the database's client ends the process when it reads them; so it becomes what decoders make of it, U+FFFD.
 */
function withoutHalfPairs(text: string): string {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return text;
  // A backslash that stands for itself goes first, then whole pairs; what is left of them is half of one.
  const escapes =
    /\\(?:\\|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2})/g;
  return text.replace(escapes, (found) => (found.length === 6 ? "\\ufffd" : found));
}

/** The value as the schema has it; throws HubError `invalid` that names the bad fields. */
export function parseWith<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(fieldFaults(result.error));
}

/** The first of the bad fields: a body of a mebibyte can hold half a million. */
export function fieldFaults(error: z.ZodError): FieldFault[] {
  return error.issues
    .slice(0, FIELD_FAULTS_MAX)
    .map((issue) => ({ path: issue.path.join("."), message: issue.message }));
}

export function invalid(fields: FieldFault[]): HubError {
  const [first] = fields;
  const message =
    first === undefined ? "The request is not valid" : [first.path, first.message].filter(Boolean).join(": ");
  return new HubError("invalid", message, { fields });
}

/** A JSON body of at most 64 KiB, as the schema has it. */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  requireMediaType(request, ["application/json"]);
  return parseWith(schema, parseJson(await readText(request, JSON_BYTES_MAX)));
}

/** The same where a body may be left out: `otherwise` stands for one that is empty. */
export async function readOptionalJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  otherwise: unknown,
): Promise<z.output<Schema>> {
  const text = await readText(request, JSON_BYTES_MAX);
  if (text.trim() === "") return parseWith(schema, otherwise);
  requireMediaType(request, ["application/json"]);
  return parseWith(schema, parseJson(text));
}

async function readBytes(request: Request, bytesMax: number): Promise<Buffer> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > bytesMax) throw tooLarge(bytesMax);
  try {
    // Node's HTTP parser delivers no more than was declared.
    if (declared !== null) return Buffer.from(await request.arrayBuffer());
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof HubError) throw error;
    throw new HubError("invalid", "The body ended before it was complete", { cause: error });
  }
}

function tooLarge(bytesMax: number): HubError {
  return new HubError("too_large", `The body is larger than ${bytesMax} bytes`, {
    hint: "Send fewer samples at once.",
  });
}
