import type { Operation } from "./operation";
import { schemaReference } from "./schemas";

const program = ["program"] as const;
const ofServer = "/api/v1/servers/{id}/services";
const one = `${ofServer}/{name}`;
const bodyErrors = ["PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE", "VALIDATION_ERROR"] as const;
const example = { display_name: "Web server", is_critical: true };
const service = (description: string) => ({ description, schema: "Service" as const });

const change = {
  path: one,
  group: "Services",
  description: "What is not named stays as it is. Disabling one resolves its alert.",
  callers: program,
  body: { content: { "application/json": schemaReference("ServiceUpdate") }, example },
  answers: { 200: service("The service as it is now.") },
  errors: ["UNAUTHORIZED", "NOT_FOUND", ...bodyErrors, "UNAVAILABLE"],
} as const;

export const serviceOperations: Operation[] = [
  {
    method: "get",
    path: "/api/v1/services",
    id: "listServices",
    group: "Services",
    summary: "List every expected service of every server, as it is now",
    callers: program,
    answers: { 200: { description: "All of them, by server and name.", schema: "ServiceList" } },
    errors: ["UNAUTHORIZED", "UNAVAILABLE"],
  },
  {
    method: "get",
    path: ofServer,
    id: "listServerServices",
    group: "Services",
    summary: "List what is expected of one server, and what else its agent reports",
    callers: program,
    answers: { 200: { description: "Both.", schema: "ServerServices" } },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "UNAVAILABLE"],
  },
  {
    method: "post",
    path: ofServer,
    id: "addService",
    group: "Services",
    summary: "Say that a service should be running on a server",
    description:
      "Its agent is told with its next heartbeat. What it reported so far becomes the service's history. A name with blanks, which no unit has, is refused unless the agent has reported it.",
    callers: program,
    body: {
      content: { "application/json": schemaReference("ServiceCreate") },
      example: { service_name: "nginx.service", ...example },
    },
    answers: {
      201: {
        ...service("The new service."),
        headers: { Location: { description: "its address", schema: { type: "string" } } },
      },
    },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "CONFLICT", ...bodyErrors, "UNAVAILABLE"],
  },
  {
    method: "get",
    path: one,
    id: "getService",
    group: "Services",
    summary: "Read one expected service",
    callers: program,
    answers: { 200: service("The service.") },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "UNAVAILABLE"],
  },
  {
    ...change,
    method: "put",
    id: "putService",
    summary: "Change what a service is called, and how much it matters",
  },
  { ...change, method: "patch", id: "patchService", summary: "The same as PUT" },
  {
    method: "delete",
    path: one,
    id: "removeService",
    group: "Services",
    summary: "Expect a service no longer",
    description: "Its history is kept, its alert is resolved.",
    callers: program,
    answers: { 204: { description: "It is expected no longer." } },
    errors: ["UNAUTHORIZED", "NOT_FOUND", "UNAVAILABLE"],
  },
];
