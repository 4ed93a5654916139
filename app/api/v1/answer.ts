import { randomUUID } from "node:crypto";
import { type ErrorAnswer, type ErrorWord, errorStatuses } from "@/domain/answer";
import type { HubError, HubErrorCode } from "@/domain/hub-error";
import { hubErrorOf } from "@/hub/hub-error-of";
import { log } from "@/hub/log";

const wordOf: Record<HubErrorCode, ErrorWord> = {
  invalid: "VALIDATION_ERROR",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  too_large: "PAYLOAD_TOO_LARGE",
  unsupported_media_type: "UNSUPPORTED_MEDIA_TYPE",
  unavailable: "UNAVAILABLE",
  internal: "INTERNAL",
};

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/**
 * Makes a route handler of a function that may throw: HubErrors become the answers of the contract, anything else
 * "internal error" with the request's id, under which the log has the cause.
 */
export function answering<Context = unknown>(handler: Handler<Context>): Handler<Context> {
  return async (request, context) => {
    const requestId = requestIdOf(request);
    try {
      const response = await handler(request, context);
      response.headers.set("X-Request-Id", requestId);
      return response;
    } catch (error) {
      return errorAnswer(error, requestId, request);
    }
  };
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof methods)[number];

/**
 * Handlers for the methods that a path does not have, to be exported beside those that it has: 405 in the API's own words,
 * and for OPTIONS the list. Next itself answers HEAD where there is a GET.
 */
export function otherMethods(...allowed: Method[]): Record<Method, Handler<unknown>> {
  const allow = [...allowed, ...(allowed.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const refuse: Handler<unknown> = async (request) => {
    const requestId = requestIdOf(request);
    const headers = new Headers({ "X-Request-Id": requestId, "Cache-Control": "no-store", Allow: allow });
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers });
    const message = `${request.method} is not possible here`;
    return errorResponse({ code: "METHOD_NOT_ALLOWED", message, hint: `Use ${allow}.` }, headers);
  };
  return Object.fromEntries(methods.map((method) => [method, refuse])) as Record<Method, Handler<unknown>>;
}

/** The code that a program reads for an error: `VALIDATION_ERROR`, `FORBIDDEN`, ... */
export function errorCode(error: HubError): ErrorWord {
  return wordOf[error.code];
}

function errorAnswer(error: unknown, requestId: string, request: Request): Response {
  const known = hubErrorOf(error);
  const code = errorCode(known);
  const status = errorStatuses[code];
  if (status >= 500) {
    const where = { requestId, method: request.method, path: new URL(request.url).pathname };
    log().error({ ...where, err: known.cause ?? known }, known.message);
  }
  const headers = new Headers({ "X-Request-Id": requestId, "Cache-Control": "no-store" });
  if (known.retryAfterSeconds !== undefined) headers.set("Retry-After", String(known.retryAfterSeconds));
  if (status === 401) headers.set("WWW-Authenticate", "Bearer");
  return errorResponse(
    {
      code,
      message: known.message,
      hint: known.hint,
      fields: known.fields,
      request_id: status === 500 ? requestId : undefined,
    },
    headers,
  );
}

function errorResponse(detail: ErrorAnswer["detail"], headers: Headers): Response {
  return Response.json({ detail } satisfies ErrorAnswer, { status: errorStatuses[detail.code], headers });
}

/** A caller's own id is kept where it is harmless in a log, so that both logs can be read side by side. */
function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}
