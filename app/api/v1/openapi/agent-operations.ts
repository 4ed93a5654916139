import type { Operation } from "./operation";
import { schemaReference } from "./schemas";

const heartbeat = {
  server_id: "nas",
  hostname: "nas.lan",
  timestamp: "2026-11-21T09:30:00Z",
  agent_version: "1.0.0",
  metrics: {
    cpu_percent: 12.5,
    memory_percent: 61,
    disk_percent: 48,
    load_1m: 0.42,
    uptime_seconds: 3_555_000,
  },
  services: [{ name: "nginx.service", status: "running", pid: 812, memory_mb: 24.5 }],
};

const bodyErrors = [
  "UNAUTHORIZED",
  "FORBIDDEN",
  "PAYLOAD_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "VALIDATION_ERROR",
  "UNAVAILABLE",
] as const;

const callers = ["agent", "enrolment", "program"] as const;

export const agentOperations: Operation[] = [
  {
    method: "post",
    path: "/api/v1/agents/heartbeat",
    id: "postHeartbeat",
    group: "Agents",
    summary: "Post one heartbeat",
    description:
      "Answered when it is on disk. The same server and timestamp again changes nothing and is answered alike. A timestamp more " +
      "than five minutes ahead of the hub is refused. At most 1 MiB, packed and unpacked. An agent that sends its own clock in " +
      "X-Agent-Time is understood also where that clock is wrong. One that corrects its times itself, by server_time or the Date " +
      "of an answer, sends the corrected one there and in X-Agent-Clock-Ahead how many seconds its own clock is ahead of it.",
    callers,
    body: {
      content: { "application/json": schemaReference("Heartbeat") },
      example: heartbeat,
      isGzipWelcome: true,
    },
    answers: { 200: { description: "It is on disk.", schema: "HeartbeatAnswer" } },
    errors: [...bodyErrors, "CONFLICT"],
  },
  {
    method: "post",
    path: "/api/v1/agents/heartbeats",
    id: "postHeartbeats",
    group: "Agents",
    summary: "Post many heartbeats, as an agent that was cut off does",
    description:
      "A JSON array, or one heartbeat a line; at most 1,000 samples and 4 MiB, packed and unpacked. One bad sample never blocks the " +
      "others: it is named in `rejected` by its place, counted from 0 in the array or among the lines that are not blank. Old samples fill " +
      "charts and never move `last_seen` back.",
    callers: ["agent", "program"],
    body: {
      content: {
        "application/json": { type: "array", items: schemaReference("Heartbeat"), maxItems: 1000 },
        "application/x-ndjson": { type: "string", description: "one Heartbeat a line, at most 1,000" },
        "application/jsonl": { type: "string", description: "the same under its other name" },
      },
      example: [heartbeat],
      isGzipWelcome: true,
    },
    answers: {
      200: { description: "All that are not in `rejected` are on disk.", schema: "HeartbeatsAnswer" },
    },
    errors: bodyErrors,
  },
];
