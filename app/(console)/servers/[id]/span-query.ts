import type { Route } from "next";
import { z } from "zod";
import { instantParam } from "@/components/charts/zoom-address";
import { type Comparison, comparisons } from "@/domain/metrics/comparison";
import { type RangeName, rangeNames, type Span, spanOfRange } from "@/domain/metrics/range";
import { type SearchParams, single } from "../../overview-query";

const RANGE_USUAL: RangeName = "24h";
const SPAN_MS_MIN = 60_000;

/** An instant in the address: ISO 8601, or what a datetime-local field sends, taken for UTC; null where it is none. */
const instant = z
  .string()
  .transform((text) => Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`))
  .refine((at) => Number.isFinite(at) && at > 0)
  .nullable()
  .catch(null);

const spanQuerySchema = z.object({
  range: z.enum(rangeNames).catch(RANGE_USUAL),
  compare: z.enum(comparisons).nullable().catch(null),
});

/** Something asked by hand that cannot be shown as it was asked; `at` is an instant to end the words with. */
export type SpanFault = { field: "from" | "to"; words: string; at?: number };

/** What was asked by hand. Null is no instant. */
export type AskedSpan = { from: number | null; to: number | null; faults: SpanFault[] };

export type ChosenSpan = Span & {
  /** Null where the span is a custom one. */
  range: RangeName | null;
  /** The range that a custom span was cut out of, and goes back to. */
  wholeRange: RangeName;
  compare: Comparison | null;
  /** Null where nothing was asked by hand. */
  asked: AskedSpan | null;
};

/**
 * The span that the page shows, and what is wrong with the one that was asked. Of that, what lies between the first sample and now is shown;
 * where nothing of it does, or it makes no sense, the range is.
 */
export function chosenSpan(params: SearchParams, now: number, firstSampleAt: number | null): ChosenSpan {
  const given = single(params);
  const { range, compare } = spanQuerySchema.parse(given);
  const asked = askedSpan(given, now, firstSampleAt);
  const whole = { ...spanOfRange(range, now, firstSampleAt), range, wholeRange: range, compare, asked };
  if (asked === null || asked.from === null || asked.to === null || asked.from >= asked.to) return whole;
  const first = firstSampleAt === null ? asked.from : Math.min(firstSampleAt, now - SPAN_MS_MIN);
  if (asked.from >= now || asked.to <= first) return whole;
  // Less than a minute shows nothing: it is made one.
  const from = Math.max(first, Math.min(asked.from, now - SPAN_MS_MIN));
  const to = Math.min(now, Math.max(asked.to, from + SPAN_MS_MIN));
  return { from, to, range: null, wholeRange: range, compare, asked };
}

function askedSpan(given: Record<string, unknown>, now: number, first: number | null): AskedSpan | null {
  const isGiven = (field: "from" | "to") => given[field] !== undefined && given[field] !== "";
  if (!isGiven("from") && !isGiven("to")) return null;
  const from = instant.parse(given.from);
  const to = isGiven("to") ? instant.parse(given.to) : now;
  const faults: SpanFault[] = [];
  if (!isGiven("from")) faults.push({ field: "from", words: "Say when it begins" });
  else if (from === null) faults.push({ field: "from", words: notATime(given.from) });
  else if (from >= now) faults.push({ field: "from", words: "This is in the future" });
  else if (to !== null && from >= to) faults.push({ field: "from", words: "From must be before To" });
  // To the minute, as fields and addresses say it.
  else if (first !== null && from < first - SPAN_MS_MIN)
    faults.push({ field: "from", words: "There is nothing before", at: first });
  if (to === null) faults.push({ field: "to", words: notATime(given.to) });
  else if (to >= now + SPAN_MS_MIN) faults.push({ field: "to", words: "This is in the future" });
  return { from, to, faults };
}

const notATime = (text: unknown) => `“${String(text).slice(0, 40)}” is not a time`;

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
  { first, now }: { first: number; now: number },
): { earlier: Span | null; later: Span | null; wider: Span | null } {
  const length = to - from;
  const end = Math.min(to + length / 2, now);
  const isEarlier = from - first >= SPAN_MS_MIN;
  const isLater = now - to >= SPAN_MS_MIN;
  return {
    earlier: isEarlier
      ? { from: Math.max(from - length, first), to: Math.max(from, Math.min(first + length, now)) }
      : null,
    later: isLater ? { from: Math.min(to, now - length), to: Math.min(to + length, now) } : null,
    wider: isEarlier || isLater ? { from: Math.max(end - 2 * length, first), to: end } : null,
  };
}

const DAY_MS = 86_400_000;

/** Where to go from a span without samples: to the last day that has some, and out of a custom one to its range. */
export function hrefsAround(pathname: string, span: ChosenSpan, samples: { first: number; last: number }) {
  const { wholeRange: range, compare } = span;
  const { first, last } = samples;
  return {
    lastDayHref: spanHref(pathname, {
      range,
      span: { from: Math.max(first, last - DAY_MS), to: last },
      compare,
    }),
    wholeHref: span.range === null ? spanHref(pathname, { range, compare }) : null,
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
