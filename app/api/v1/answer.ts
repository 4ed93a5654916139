import { randomUUID } from "node:crypto";
import { HubError, type HubErrorCode } from "@/domain/hub-error";
import { log } from "@/hub/log";

const statusOf: Record<HubErrorCode, { status: number; code: string }> = {
  invalid: { status: 422, code: "VALIDATION_ERROR" },
  unauthenticated: { status: 401, code: "UNAUTHORIZED" },
  forbidden: { status: 403, code: "FORBIDDEN" },
  not_found: { status: 404, code: "NOT_FOUND" },
  conflict: { status: 409, code: "CONFLICT" },
  too_large: { status: 413, code: "PAYLOAD_TOO_LARGE" },
  unsupported_media_type: { status: 415, code: "UNSUPPORTED_MEDIA_TYPE" },
  unavailable: { status: 503, code: "UNAVAILABLE" },
  internal: { status: 500, code: "INTERNAL" },
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

/** The code that a program reads for an error: `VALIDATION_ERROR`, `FORBIDDEN`, ... */
export function errorCode(error: HubError): string {
  return statusOf[error.code].code;
}

function errorAnswer(error: unknown, requestId: string, request: Request): Response {
  const known =
    error instanceof HubError ? error : new HubError("internal", "Internal error", { cause: error });
  const { status, code } = statusOf[known.code];
  if (status >= 500) {
    const where = { requestId, method: request.method, path: new URL(request.url).pathname };
    log().error({ ...where, err: known.cause ?? known }, known.message);
  }
  const headers = new Headers({ "X-Request-Id": requestId, "Cache-Control": "no-store" });
  if (known.retryAfterSeconds !== undefined) headers.set("Retry-After", String(known.retryAfterSeconds));
  if (status === 401) headers.set("WWW-Authenticate", "Bearer");
  const detail = {
    code,
    message: known.message,
    hint: known.hint,
    fields: known.fields,
    request_id: status === 500 ? requestId : undefined,
  };
  return Response.json({ detail }, { status, headers });
}

/** A caller's own id is kept where it is harmless in a log, so that both logs can be read side by side. */
function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}
