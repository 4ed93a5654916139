import { z } from "zod";
import { type RangeName, rangeNames, type Span, spanOfRange } from "@/domain/metrics/range";
import { type SearchParams, single } from "../../overview-query";

/** What the time picker offers. Longer ranges are in the API; here they come with the rollups they need. */
export const offeredRanges = ["1h", "6h", "24h", "7d"] as const;

const RANGE_USUAL: RangeName = "24h";
const SPAN_MS_MIN = 60_000;

/** An instant in the address: ISO 8601, or what a datetime-local field sends, taken for UTC. */
const instant = z
  .string()
  .max(40)
  .transform((text) => Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`))
  .refine((at) => Number.isFinite(at) && at > 0);

const spanQuerySchema = z.object({
  range: z.enum(rangeNames).catch(RANGE_USUAL),
  from: instant.optional().catch(undefined),
  to: instant.optional().catch(undefined),
});

export type ChosenSpan = Span & { range: RangeName | null };

/** The span that the page shows. A custom one that makes no sense (backwards, in the future) falls back to the range. */
export function chosenSpan(params: SearchParams, now: number, firstSampleAt: number | null): ChosenSpan {
  const { range, from, to = now } = spanQuerySchema.parse(single(params));
  if (from !== undefined && from < now && to - from >= SPAN_MS_MIN)
    return { from, to: Math.min(to, now), range: null };
  return { ...spanOfRange(range, now, firstSampleAt), range };
}
