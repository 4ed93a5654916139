import { z } from "zod";
import type { Operation } from "./operation";

const eventsQuerySchema = z.object({
  since: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe("epoch milliseconds: what changed after it is told first; Last-Event-ID does the same"),
});

export const systemOperations: Operation[] = [
  {
    method: "get",
    path: "/api/v1/system/health",
    id: "getHealth",
    group: "System",
    summary: "Ask whether the hub can serve",
    description:
      "Found out by a real query, so a load balancer or a container's health check may believe it.",
    callers: [],
    answers: {
      200: { description: "It can.", schema: "Healthy" },
      503: {
        description: "It cannot reach its database.",
        schema: "Unhealthy",
        headers: { "Retry-After": { description: "seconds", schema: { type: "integer" } } },
      },
    },
    errors: [],
  },
  {
    method: "get",
    path: "/api/v1/events",
    id: "watchChanges",
    group: "System",
    summary: "Follow what changes, as server-sent events",
    description:
      'Each change is an event `change` with data `{"servers": ["nas"]}`: the ids of the servers that changed, none where one was ' +
      "deleted. Made for the hub's own pages.",
    callers: ["program"],
    query: eventsQuerySchema,
    answers: { 200: { description: "A stream that does not end.", mediaType: "text/event-stream" } },
    errors: ["UNAUTHORIZED", "UNAVAILABLE"],
  },
  {
    method: "get",
    path: "/api/v1/openapi.json",
    id: "getOpenApi",
    group: "System",
    summary: "Read this description as OpenAPI 3.1",
    callers: ["program"],
    answers: { 200: { description: "An OpenAPI document.", mediaType: "application/json" } },
    errors: ["UNAUTHORIZED"],
  },
];
