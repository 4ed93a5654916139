import { z } from "zod";
import { rangeNames } from "./range";

/** The last millisecond of the year 9999: what comes after it has no four digits of a year, as answers promise. */
const INSTANT_MAX = 253_402_300_799_999;

/** A time in a query string, as epoch milliseconds. */
export const instantQuery = z.iso
  .datetime({ offset: true, error: "must be an ISO 8601 time such as 2026-11-21T09:30:00Z" })
  .transform((value, context) => {
    const at = Date.parse(value);
    if (at > 0 && at <= INSTANT_MAX) return at;
    context.addIssue({ code: "custom", message: "must be a time after 1970 and before 10000" });
    return z.NEVER;
  });

const SPAN_MS_MAX = 50 * 366 * 86_400_000;

/** A named range, or `from` and `to`. */
const span = {
  range: z.enum(rangeNames).optional(),
  from: instantQuery.optional(),
  to: instantQuery.optional(),
};

type AskedSpan = { range?: string; from?: number; to?: number };

function checkSpan({ range, from, to }: AskedSpan, context: z.RefinementCtx): void {
  const fault = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (range !== undefined && (from !== undefined || to !== undefined))
    fault("range", "is given with 'from' or 'to'; give one of the two");
  if (from === undefined && to !== undefined) fault("from", "is missing beside 'to'");
  if (from !== undefined && to !== undefined && from >= to) fault("to", "must be later than 'from'");
  if (from !== undefined && to !== undefined && to - from > SPAN_MS_MAX)
    fault("to", "is more than 50 years after 'from'");
}

/** What may be asked of a server's samples. */
export const metricsQuerySchema = z
  .object({ ...span, points: z.coerce.number().int().min(1).max(2000).default(300) })
  .superRefine(checkSpan);

export const exportFormats = ["csv", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The same as a file. */
export const exportQuerySchema = z
  .object({ ...span, format: z.enum(exportFormats).default("csv") })
  .superRefine(checkSpan);
