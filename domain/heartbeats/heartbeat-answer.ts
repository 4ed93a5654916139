import { z } from "zod";
import { errorWords, instantAnswer } from "../answer";

/** The answer to one heartbeat, once it is on disk. */
export const heartbeatAnswerSchema = z.strictObject({
  status: z.literal("ok"),
  server_registered: z.boolean().describe("true where this heartbeat made the server known"),
  pending_commands: z.tuple([]).describe("always empty: the hub sends no commands"),
  results_acknowledged: z.tuple([]).describe("always empty, as there are no commands to answer"),
  server_time: instantAnswer.describe("the hub's clock when the heartbeat arrived"),
  next_heartbeat_seconds: z.number().int().min(1).describe("when the hub expects to hear again"),
  expected_services: z
    .array(z.string())
    .describe(
      "the services that the hub watches on this server, by name: what an agent without a list of its own reports",
    ),
  server_token: z
    .string()
    .optional()
    .describe("only in answer to an enrolment key, and only once: the server's own token"),
});
export type HeartbeatAnswer = z.output<typeof heartbeatAnswerSchema>;

/** The answer to many: all that are not in `rejected` are on disk. */
export const heartbeatsAnswerSchema = z.strictObject({
  accepted: z.number().int().min(0),
  duplicates: z.number().int().min(0).describe("known already; nothing was changed"),
  rejected: z.array(
    z.strictObject({
      index: z
        .number()
        .int()
        .min(0)
        .describe("place in the array, or among the lines that are not blank, from 0"),
      code: z.enum(errorWords),
      message: z.string().min(1),
    }),
  ),
});
export type HeartbeatsAnswer = z.output<typeof heartbeatsAnswerSchema>;
