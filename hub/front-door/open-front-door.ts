import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { HubConfig } from "../../hub-config";
import { answerHeaders, pagePolicy } from "./answer-headers";
import { callerOf, trustIn } from "./caller";
import { isCrossSite } from "./cross-site";
import type { Guard } from "./hold-requests.mjs";
import { tellWithoutScripts } from "./without-scripts";

const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
const METHODS_OF_FILES = "GET, HEAD";

/** Next takes the nonce of its scripts out of the policy that it finds in the request. */
const POLICY = "content-security-policy";

/**
 * From here on every request comes through the front door, and what has come before has waited there (hold-requests.mjs).
 * Behind it the X-Forwarded headers are true, Host is the name that the caller typed and each answer carries its headers.
 */
export async function openFrontDoor({ trustedProxies }: Pick<HubConfig, "trustedProxies">): Promise<void> {
  // At the top of the built server already; `next dev` has no such place.
  const { requestGate } = await import("./hold-requests.mjs");
  const gate = requestGate();
  gate.guard = guardOf(trustIn(trustedProxies));
  for (const enter of gate.waiting.splice(0)) enter();
}

function guardOf(isTrusted: (address: string) => boolean): Guard {
  return (request, response) => {
    tellPath(request);
    const requestId = requestIdOf(request);
    const isSecure = tellCaller(request, isTrusted);
    const nonce = giveNonce(request);
    // By which Next answers 200 and does nothing, a heartbeat that it has not stored among what it so answers.
    delete request.headers["x-middleware-prefetch"];
    // A page does not learn its own address from Next, and whoever has to sign in first wants to come back to it.
    request.headers["x-request-path"] = request.url ?? "/";
    const { host } = request.headers;
    tellWithoutScripts(response, { requestId, nonce });
    beforeHead(response, (contentType) => {
      const added = answerHeaders({ contentType, nonce, isSecure, host });
      for (const [name, value] of Object.entries(added)) response.setHeader(name, value);
      if (!response.hasHeader("x-request-id")) response.setHeader("X-Request-Id", requestId);
      if (!response.hasHeader("cache-control")) response.setHeader("Cache-Control", "private, no-store");
    });
    const refusal = refusalOf(request);
    if (refusal === null) return true;
    const { status, allow, ...detail } = refusal;
    response.writeHead(status, {
      "Content-Type": "application/json",
      ...(allow === undefined ? {} : { Allow: allow }),
    });
    response.end(JSON.stringify({ detail }));
    return false;
  };
}

/** A caller may write the whole address into its first line; Next would send it on to whatever stands there. */
function tellPath(request: IncomingMessage): void {
  const { url = "" } = request;
  if (!/^https?:/i.test(url)) return;
  const { pathname, search } = URL.canParse(url) ? new URL(url) : { pathname: "/%", search: "" };
  request.url = pathname + search;
}

/** Puts what is true in the place of what was said; returns whether the caller speaks TLS. */
function tellCaller({ headers, socket }: IncomingMessage, isTrusted: (address: string) => boolean): boolean {
  const caller = callerOf(
    {
      peer: socket.remoteAddress,
      host: headers.host,
      forwardedFor: asText(headers["x-forwarded-for"]),
      forwardedProtocol: asText(headers["x-forwarded-proto"]),
      forwardedHost: asText(headers["x-forwarded-host"]),
    },
    isTrusted,
  );
  for (const name of ["forwarded", "x-forwarded-host", "x-forwarded-port", "x-real-ip"]) delete headers[name];
  headers["x-forwarded-for"] = caller.address;
  headers["x-forwarded-proto"] = caller.protocol;
  if (caller.host !== undefined) headers.host = caller.host;
  return caller.protocol === "https";
}

function giveNonce({ headers }: IncomingMessage): string {
  const nonce = randomBytes(16).toString("base64");
  delete headers[`${POLICY}-report-only`];
  headers[POLICY] = pagePolicy(nonce);
  return nonce;
}

/** A caller's own id is kept where it is harmless in a log, so that both logs can be read side by side. */
function requestIdOf({ headers }: IncomingMessage): string {
  const given = asText(headers["x-request-id"]);
  const id = given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
  headers["x-request-id"] = id;
  return id;
}

/** Calls `add` as late as can be: what Next itself sets is there by then, and what is added is not set again. */
function beforeHead(response: ServerResponse, add: (contentType: string | undefined) => void): void {
  const writeHead = response.writeHead;
  let isAdded = false;
  response.writeHead = ((...given: unknown[]) => {
    if (!isAdded) {
      isAdded = true;
      const set = response.getHeader("content-type") ?? contentTypeAmong(given);
      add(set === undefined ? undefined : String(set));
    }
    return Reflect.apply(writeHead, response, given);
  }) as typeof writeHead;
}

function contentTypeAmong(given: unknown[]): unknown {
  const headers = given.find((value) => typeof value === "object" && value !== null);
  const found = Object.entries((headers ?? {}) as OutgoingHttpHeaders).find(
    ([name]) => name.toLowerCase() === "content-type",
  );
  return found?.[1];
}

type Refusal = { status: number; code: string; message: string; hint?: string; allow?: string };

/** What Next could only answer with 500, and what no answer of the hub may be given to. */
function refusalOf({ method = "", url = "", headers }: IncomingMessage): Refusal | null {
  const allow = url.startsWith("/_next/") ? METHODS_OF_FILES : METHODS;
  if (!allow.split(", ").includes(method)) {
    const message = `${method} is not possible here`;
    return { status: 405, code: "METHOD_NOT_ALLOWED", message, hint: `Use ${allow}.`, allow };
  }
  if (!isDecodable(url)) {
    return { status: 404, code: "NOT_FOUND", message: "The address is not encoded correctly" };
  }
  if (isCrossSite(method, headers)) {
    return {
      status: 403,
      code: "FORBIDDEN",
      message: "This request was made by a page of another site",
      hint: "A proxy in between must pass on the Host header as it came.",
    };
  }
  return null;
}

function isDecodable(url: string): boolean {
  if (!url.includes("%")) return true;
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

function asText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(",") : header;
}
