import { lineReached } from "@/domain/alerts/line-reached";
import type { MeterLines } from "@/domain/alerts/meter-lines";
import type { SeriesKind } from "@/domain/metrics/chart";
import { colourOf } from "./series-look";

type MeterProps = {
  /** 0 to 100; null is unknown. */
  value: number | null;
  /** "CPU", "Memory": what is measured. */
  label: string;
  series: SeriesKind;
  /** Where it becomes high and critical: a tick each, and past one the bar has the colour of a state. */
  lines?: MeterLines;
  className?: string;
};

/** A bar of 4 px. The number stands beside it in the table; unknown is a dash, not an empty bar. */
export function Meter({ value, label, series, lines = NONE, className = "w-16" }: MeterProps) {
  if (value === null || !Number.isFinite(value)) {
    return (
      <span className={`inline-block text-faint ${className}`}>
        –<span className="sr-only">{` ${label} unknown`}</span>
      </span>
    );
  }
  const share = Math.min(100, Math.max(0, value));
  const reached = lineReached(value, lines);
  const words = reached === null ? "" : `${reached} from ${lines[reached === "high" ? 0 : 1]} %`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> looks different in every browser and has no place for ticks
    <svg
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share)}
      aria-valuetext={`${Math.round(value)} %${words === "" ? "" : `, ${words}`}`}
      className={`meter ${className} ${reached === null ? colourOf(series) : colourPast[reached]}`}
    >
      {words === "" ? null : <title>{words}</title>}
      <rect className="track" />
      <rect width={`${Math.round(share * 10) / 10}%`} />
      {lines.map((line) =>
        // At an end of the bar there is nothing to be told apart.
        line === null || line <= 0 || line >= 100 ? null : (
          <rect key={line} x={`${line}%`} className="tick" />
        ),
      )}
    </svg>
  );
}

const NONE: MeterLines = [null, null];
const colourPast = { high: "text-notice", critical: "text-bad" } as const;
