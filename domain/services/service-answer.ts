import { z } from "zod";
import { instantAnswer } from "../answer";
import { SERVER_ID_PATTERN } from "../servers/server";
import { serviceStatuses } from "./service";

const text = z.string().nullable();
const number = z.number().nullable();
const serverId = z.string().regex(SERVER_ID_PATTERN);

const currentStatusAnswerSchema = z.strictObject({
  status: z.enum(serviceStatuses).describe("unknown where its agent does not say, or is silent"),
  status_reason: text,
  since: instantAnswer.describe("when the status became what it is"),
  pid: z.number().int().nullable(),
  memory_mb: number,
  cpu_percent: number,
  exit_status: z.number().int().nullable(),
  last_seen: instantAnswer.describe("the newest sample that said so"),
});

const availability = (span: string) =>
  z
    .strictObject({
      percent: number.describe("running, of the time of which anything is known; null where nothing is"),
      known_percent: z.number().describe("how much of the span anything is known of"),
    })
    .describe(span);

export const serviceAnswerSchema = z.strictObject({
  server_id: serverId,
  server_name: z.string(),
  service_name: z.string(),
  display_name: text,
  is_critical: z.boolean(),
  enabled: z.boolean(),
  created_at: instantAnswer,
  current_status: currentStatusAnswerSchema
    .nullable()
    .describe("null where the agent never said a word of it"),
  restarts_24h: z.number().int().min(0).describe("how often it was started anew in the last 24 hours"),
  availability_24h: availability("the last 24 hours"),
  availability_30d: availability("the last 30 days"),
});
export type ServiceAnswer = z.output<typeof serviceAnswerSchema>;

export const serviceListAnswerSchema = z.strictObject({
  services: z.array(serviceAnswerSchema),
  total: z.number().int().min(0),
});

export const serverServicesAnswerSchema = serviceListAnswerSchema.extend({
  reported: z
    .array(z.strictObject({ service_name: z.string(), current_status: currentStatusAnswerSchema }))
    .describe("what the agent reports and nobody expects"),
});
