import { z } from "zod";

/*
 * What the API answers, said once: the OpenAPI document is made of these schemas, and the tests parse real answers with
 * them. They are strict so that neither can say more or less than the other; a client should ignore keys it does not know.
 */

export const instantAnswer = z.iso.datetime({ precision: 3 }).describe("ISO 8601, UTC, to the millisecond");

/** The words that programs read for what went wrong, by HTTP status. */
export const errorStatuses = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  VALIDATION_ERROR: 422,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const;
export type ErrorWord = keyof typeof errorStatuses;
export const errorWords = Object.keys(errorStatuses) as [ErrorWord, ...ErrorWord[]];

export const errorAnswerSchema = z.strictObject({
  detail: z.strictObject({
    code: z.enum(errorWords),
    message: z
      .string()
      .min(1)
      .describe("one sentence for people; what it says may change, the code does not"),
    hint: z.string().optional().describe("what to do about it"),
    fields: z
      .array(
        z.strictObject({
          path: z.string().describe("the field, its parts joined by dots: metrics.cpu_percent"),
          message: z.string().min(1),
        }),
      )
      .optional(),
    request_id: z.string().optional().describe("under which the log has the cause of an internal error"),
  }),
});
export type ErrorAnswer = z.output<typeof errorAnswerSchema>;
