import { formatAgo } from "@/domain/format/time";
import type { Segment } from "@/domain/services/availability";
import { stripPaths } from "./strip-paths";

type HistoryStripProps = {
  segments: readonly Segment[];
  /** "last 30 days" */
  span: string;
  className?: string;
};

/**
 * A span of a service's history: a low bar while it ran, a full block while it was down, a hairline while nothing was known, so
 * that the three are told apart without their colours.
 */
export function HistoryStrip({ segments, span, className = "" }: HistoryStripProps) {
  return (
    <svg
      viewBox="0 0 480 16"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${span}: ${inWords(segments)}`}
      className={`service-strip ${className}`}
    >
      <title>{`${span}: ${inWords(segments)}`}</title>
      {stripPaths(segments).map(({ kind, d }) => (
        <path key={kind} d={d} className={kind} />
      ))}
    </svg>
  );
}

/** "down 3 times, the last for 12 m" */
function inWords(segments: readonly Segment[]): string {
  const outages = segments.filter(({ status }) => status === "stopped" || status === "failed");
  const last = outages.at(-1);
  if (last === undefined) {
    return segments.some(({ status }) => status === "running") ? "never seen down" : "nothing known";
  }
  const times = outages.length === 1 ? "once" : `${outages.length} times`;
  return `down ${times}, ${outages.length === 1 ? "" : "the last "}for ${formatAgo(last.to - last.from)}`;
}
