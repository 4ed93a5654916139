import type { TimePickerProps } from "@/components/servers/time-picker";
import { formatDuration } from "@/domain/format/time";
import { type Comparison, comparisons } from "@/domain/metrics/comparison";
import { offeredRanges } from "@/domain/metrics/offered-ranges";
import type { RangeName, Span } from "@/domain/metrics/range";
import { type ChosenSpan, spanHref, spansAround } from "./span-query";

/** What a comparison is called beside a line. */
export const comparisonWords: Record<Comparison, string> = {
  before: "period before",
  week: "week before",
  year: "year before",
};

/** The time picker over a span: what it offers, and where each of its words leads. */
export function pickerView(options: {
  pathname: string;
  span: ChosenSpan;
  now: number;
  firstSampleAt: number | null;
  /** What else is in the address. */
  more?: [string, string][];
}): Pick<TimePickerProps, "ranges" | "from" | "to" | "isCustom" | "refused" | "kept" | "around"> {
  const { pathname, span, now, firstSampleAt, more = [] } = options;
  const { compare } = span;
  const first = firstSampleAt ?? now;
  const around = spansAround(span, { first, now });
  const hrefOf = (of: Span | null) =>
    of === null ? null : spanHref(pathname, { range: span.wholeRange, span: of, compare }, more);
  return {
    ranges: offeredRanges(now, firstSampleAt).map(({ range, isOffered }) => ({
      label: range === "12m" ? "1y" : range,
      href: isOffered || span.range === range ? spanHref(pathname, { range, compare }, more) : null,
      isCurrent: span.range === range,
      ...(isOffered ? {} : { title: historyWords(firstSampleAt, now) }),
    })),
    from: span.from,
    to: span.to,
    isCustom: span.range === null,
    refused: span.asked === null || span.asked.faults.length === 0 ? null : span.asked,
    kept: [...more, ["range", span.wholeRange], ...(compare === null ? [] : [["compare", compare] as const])],
    around: { earlier: hrefOf(around.earlier), later: hrefOf(around.later), wider: hrefOf(around.wider) },
  };
}

/** What the span can be compared with; `shiftMs` is how far back the compared one lies. */
export function compareView(
  pathname: string,
  span: ChosenSpan,
  shiftMs: number,
): NonNullable<TimePickerProps["compare"]> {
  const { compare } = span;
  const range: RangeName = span.wholeRange;
  const part = span.range === null ? { span } : {};
  return {
    choices: ([null, ...comparisons] as const).map((choice) => ({
      label: choice === null ? "nothing" : comparisonWords[choice],
      href: spanHref(pathname, { range, ...part, compare: choice }),
      isCurrent: compare === choice,
    })),
    current:
      compare === null
        ? null
        : { word: comparisonWords[compare], from: span.from - shiftMs, to: span.to - shiftMs },
  };
}

function historyWords(firstSampleAt: number | null, now: number): string {
  return firstSampleAt === null
    ? "there is no history yet"
    : `there are only ${formatDuration(now - firstSampleAt)} of history`;
}
