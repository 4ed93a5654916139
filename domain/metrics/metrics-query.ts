import { z } from "zod";
import { rangeNames } from "./range";

/** A time in a query string, as epoch milliseconds. */
export const instantQuery = z.iso
  .datetime({ offset: true, error: "must be an ISO 8601 time such as 2026-11-21T09:30:00Z" })
  .transform((value, context) => {
    const at = Date.parse(value);
    if (at > 0) return at;
    context.addIssue({ code: "custom", message: "must be a time after 1970" });
    return z.NEVER;
  });

const SPAN_MS_MAX = 50 * 366 * 86_400_000;

/** What may be asked of a server's samples: a named range, or `from` and `to`. */
export const metricsQuerySchema = z
  .object({
    range: z.enum(rangeNames).optional(),
    from: instantQuery.optional(),
    to: instantQuery.optional(),
    points: z.coerce.number().int().min(1).max(2000).default(300),
  })
  .superRefine(({ range, from, to }, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (range !== undefined && (from !== undefined || to !== undefined))
      fault("range", "is given with 'from' or 'to'; give one of the two");
    if (from === undefined && to !== undefined) fault("from", "is missing beside 'to'");
    if (from !== undefined && to !== undefined && from >= to) fault("to", "must be later than 'from'");
    if (from !== undefined && to !== undefined && to - from > SPAN_MS_MAX)
      fault("to", "is more than 50 years after 'from'");
  });
