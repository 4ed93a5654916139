import type { IncomingMessage, ServerResponse } from "node:http";

/** Prepares a request and its answer; false where it has answered already, so that nobody else does. */
export type Guard = (request: IncomingMessage, response: ServerResponse) => boolean;

export function requestGate(): { guard: Guard | undefined; waiting: (() => void)[] };
