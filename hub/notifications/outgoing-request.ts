import http from "node:http";
import https from "node:https";
import { hubVersion } from "../hub-version";
import { checkedLookup, type Resolve, refuseLiteral } from "./checked-address";

export const SEND_LIMIT_MS = 10_000;
const ANSWER_BYTES_MAX = 64 * 1024;

export type OutgoingRequest = {
  url: string;
  method?: "POST" | "PUT";
  headers?: Record<string, string>;
  body: string;
};

export type OutgoingAnswer = { status: number; headers: http.IncomingHttpHeaders; body: string };

export type SendLimits = {
  /** Over all: name, connection, answer. */
  limitMs?: number;
  resolve?: Resolve;
};

/** The receiver did not answer in time. */
export class SendTimeoutError extends Error {
  constructor(limitMs: number) {
    super(`No answer within ${limitMs / 1000} s`);
    this.name = "SendTimeoutError";
  }
}

/**
 * One request to an address that an operator has set. Follows no redirect, connects only to addresses that were checked,
 * ends within its limit, and reads no more than 64 KiB of the answer. Throws where there is no answer; any status is one.
 */
export function sendRequest(outgoing: OutgoingRequest, limits: SendLimits = {}): Promise<OutgoingAnswer> {
  const { limitMs = SEND_LIMIT_MS, resolve } = limits;
  return new Promise((fulfil, reject) => {
    const url = new URL(outgoing.url);
    refuseLiteral(url.hostname);
    const body = Buffer.from(outgoing.body);
    const request = (url.protocol === "https:" ? https : http).request(url, {
      method: outgoing.method ?? "POST",
      headers: {
        "User-Agent": `HomelabCmd/${hubVersion}`,
        Accept: "*/*",
        ...outgoing.headers,
        "Content-Length": String(body.byteLength),
      },
      // A connection of its own: one that is kept would skip the check.
      agent: false,
      lookup: checkedLookup(resolve),
    });
    const limit = setTimeout(() => {
      reject(new SendTimeoutError(limitMs));
      request.destroy();
    }, limitMs);
    const end = (settle: () => void) => {
      clearTimeout(limit);
      settle();
    };
    request.on("error", (error) => end(() => reject(error)));
    request.on("response", (response) => {
      readAnswer(response).then(
        (text) =>
          end(() => fulfil({ status: response.statusCode ?? 0, headers: response.headers, body: text })),
        (error: unknown) => end(() => reject(error)),
      );
    });
    request.end(body);
  });
}

/** What was said, as far as it is worth reading. */
async function readAnswer(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (bytes >= ANSWER_BYTES_MAX) break;
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAX).toString("utf8");
}
