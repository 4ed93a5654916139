import { exportQuerySchema, metricsQuerySchema } from "@/domain/metrics/metrics-query";
import type { Operation } from "./operation";
import { schemaReference } from "./schemas";

const program = ["program"] as const;
const one = "/api/v1/servers/{id}";
const bodyErrors = ["PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE", "VALIDATION_ERROR"] as const;
const example = { display_name: "Storage in the cellar", tags: ["storage", "cellar"] };
const server = (description: string) => ({ description, schema: "Server" as const });

const change = {
  path: one,
  group: "Servers",
  description: "What is not named stays as it is.",
  callers: program,
  body: { content: { "application/json": schemaReference("ServerUpdate") }, example },
  answers: { 200: server("The server as it is now.") },
  errors: ["UNAUTHORIZED", "NOT_FOUND", ...bodyErrors, "UNAVAILABLE"],
} as const;

export const serverOperations: Operation[] = [
  {
    method: "get",
    path: "/api/v1/servers",
    id: "listServers",
    group: "Servers",
    summary: "List all servers with their newest sample",
    callers: program,
    answers: { 200: { description: "All of them.", schema: "ServerList" } },
    errors: ["UNAUTHORIZED", "UNAVAILABLE"],
  },
  {
    method: "post",
    path: "/api/v1/servers",
    id: "createServer",
    group: "Servers",
    summary: "Describe a server before it reports",
    callers: program,
    body: {
      content: { "application/json": schemaReference("ServerCreate") },
      example: { id: "nas", ...example },
    },
    answers: {
      201: {
        ...server("The new server."),
        headers: { Location: { description: "its address", schema: { type: "string" } } },
      },
    },
    errors: ["UNAUTHORIZED", "CONFLICT", ...bodyErrors, "UNAVAILABLE"],
  },
  {
    method: "get",
    path: one,
    id: "getServer",
    group: "Servers",
    summary: "Read one server",
    callers: program,
    answers: { 200: server("The server.") },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "UNAVAILABLE"],
  },
  {
    ...change,
    method: "put",
    id: "putServer",
    summary: "Change what a server is called and how it is sorted",
  },
  { ...change, method: "patch", id: "patchServer", summary: "The same as PUT" },
  {
    method: "delete",
    path: one,
    id: "deleteServer",
    group: "Servers",
    summary: "Delete a server with all its history and its tokens",
    callers: program,
    answers: { 204: { description: "It is gone." } },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "UNAVAILABLE"],
  },
  {
    method: "put",
    path: `${one}/pause`,
    id: "pauseServer",
    group: "Servers",
    summary: "Tell nobody of anything about this server",
    description: "Samples are kept meanwhile. Doing it again changes nothing.",
    callers: program,
    answers: { 200: server("The server, paused.") },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "UNAVAILABLE"],
  },
  {
    method: "put",
    path: `${one}/unpause`,
    id: "unpauseServer",
    group: "Servers",
    summary: "End the pause",
    description: "Doing it again changes nothing.",
    callers: program,
    answers: { 200: server("The server, no longer paused.") },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "UNAVAILABLE"],
  },
  {
    method: "post",
    path: `${one}/token`,
    id: "issueServerToken",
    group: "Servers",
    summary: "Give the server's agent a new token",
    description:
      "The token is in this answer and nowhere else. Those before it work for 24 hours more, so that the machine can be told; " +
      "with `revoke_others` they end at once.",
    callers: program,
    body: {
      content: { "application/json": schemaReference("TokenRequest") },
      example: { revoke_others: false },
      isOptional: true,
    },
    answers: { 201: { description: "The token.", schema: "ServerToken" } },
    errors: ["UNAUTHORIZED", "NOT_FOUND", ...bodyErrors, "UNAVAILABLE"],
  },
  {
    method: "get",
    path: `${one}/metrics`,
    id: "getServerMetrics",
    group: "Metrics",
    summary: "Read the samples of a server, as they are or in buckets",
    description:
      "Give `range`, or `from` with or without `to`; the last 24 hours where neither is given. The span and `points` choose the " +
      "length of the buckets. Where nothing was measured there is no point.",
    callers: program,
    query: metricsQuerySchema,
    answers: { 200: { description: "Oldest first.", schema: "Metrics" } },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "VALIDATION_ERROR", "UNAVAILABLE"],
  },
  {
    method: "get",
    path: `${one}/metrics/export`,
    id: "exportServerMetrics",
    group: "Metrics",
    summary: "Download the samples of a server as a file",
    description:
      "As finely as all of the span is still kept: every sample, or buckets of five minutes, an hour or a day. The file is sent while it is " +
      "read. In CSV a text that a spreadsheet would take for a formula is defused by an apostrophe.",
    callers: program,
    query: exportQuerySchema,
    answers: { 200: { description: "Oldest first.", mediaType: "text/csv" } },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "VALIDATION_ERROR", "UNAVAILABLE"],
  },
];
