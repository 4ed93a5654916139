import type { z } from "zod";
import type { ErrorWord } from "@/domain/answer";
import type { JsonSchema, SchemaName } from "./schemas";

export const groups = {
  Agents: "What machines send. An agent may post for its own server only.",
  Servers: "The machines that the hub knows.",
  Services: "What should be running on them, and whether it is.",
  Metrics: "What they measured.",
  Alerts: "What is wrong, or was; and what somebody did about it.",
  Capacity: "What fills up, and what the machines cost.",
  Settings: "What operators may change while the hub runs.",
  System: "The hub itself.",
} as const;

/** Who may call: an agent with its token, a machine with an enrolment key, a program with the API key. */
export type CallerKind = "agent" | "enrolment" | "program";

export type Method = "get" | "post" | "put" | "patch" | "delete";

export type Answer = {
  description: string;
  /** Left out where the answer has no body. */
  schema?: SchemaName;
  mediaType?: string;
  headers?: Record<string, { description: string; schema: JsonSchema }>;
};

/** One row of the API: what the document, its page and the tests know of a route. */
export type Operation = {
  method: Method;
  path: string;
  id: string;
  group: keyof typeof groups;
  summary: string;
  description?: string;
  /** None = anyone. */
  callers: readonly CallerKind[];
  query?: z.ZodObject;
  body?: {
    /** The schema of one body by its media type. */
    content: Record<string, JsonSchema>;
    example: unknown;
    isGzipWelcome?: boolean;
    isOptional?: boolean;
  };
  answers: Record<number, Answer>;
  errors: readonly ErrorWord[];
};
