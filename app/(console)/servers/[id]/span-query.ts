import type { Route } from "next";
import { z } from "zod";
import { instantParam } from "@/components/charts/zoom-address";
import { type Comparison, comparisons } from "@/domain/metrics/comparison";
import { type RangeName, rangeNames, type Span, spanOfRange } from "@/domain/metrics/range";
import { type SearchParams, single } from "../../overview-query";

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
  compare: z.enum(comparisons).nullable().catch(null),
});

export type ChosenSpan = Span & {
  /** Null where the span is a custom one. */
  range: RangeName | null;
  /** The range that a custom span was cut out of, and goes back to. */
  wholeRange: RangeName;
  compare: Comparison | null;
};

/** The span that the page shows. A custom one that makes no sense (backwards, in the future) falls back to the range. */
export function chosenSpan(params: SearchParams, now: number, firstSampleAt: number | null): ChosenSpan {
  const { range, from, to = now, compare } = spanQuerySchema.parse(single(params));
  if (from !== undefined && from < now && to - from >= SPAN_MS_MIN)
    return { from, to: Math.min(to, now), range: null, wholeRange: range, compare };
  return { ...spanOfRange(range, now, firstSampleAt), range, wholeRange: range, compare };
}

type Wanted = { range: RangeName; span?: Span; compare?: Comparison | null };

/** A page over a range, or over a stretch of it. Other parameters of the page are given in `more`. */
export function spanHref(pathname: string, { range, span, compare }: Wanted, more: [string, string][] = []) {
  const params = new URLSearchParams([...more, ["range", range]]);
  if (span !== undefined) {
    params.set("from", instantParam(span.from));
    params.set("to", instantParam(span.to));
  }
  if (compare != null) params.set("compare", compare);
  // Colons may stand in a query as they are, and a person may want to read it.
  return `${pathname}?${params.toString().replaceAll("%3A", ":")}` as Route;
}

/** Around a span: the same length before and after it, and twice its length. Null where there is nothing to be seen. */
export function spansAround(
  { from, to }: Span,
  known: { first: number; now: number },
): { earlier: Span | null; later: Span | null; wider: Span | null } {
  const length = to - from;
  const end = Math.min(to + length / 2, known.now);
  return {
    earlier: from > known.first ? { from: from - length, to: from } : null,
    later:
      known.now - to >= SPAN_MS_MIN
        ? { from: Math.min(to, known.now - length), to: Math.min(to + length, known.now) }
        : null,
    wider: from > known.first || known.now - to >= SPAN_MS_MIN ? { from: end - 2 * length, to: end } : null,
  };
}

/** The samples of the span as files. */
export function exportHrefs(id: string, { range, from, to }: ChosenSpan): { label: string; href: string }[] {
  const span = range === null ? `from=${instantParam(from)}&to=${instantParam(to)}` : `range=${range}`;
  return ["csv", "json"].map((format) => ({
    label: format.toUpperCase(),
    href: `/api/v1/servers/${id}/metrics/export?${span}&format=${format}`,
  }));
}
