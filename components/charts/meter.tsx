import type { SeriesKind } from "@/domain/metrics/chart";
import type { State } from "../ui/state-mark";
import { colourOf } from "./series-look";

type MeterProps = {
  /** 0 to 100; null is unknown. */
  value: number | null;
  /** "CPU", "Memory": what is measured. */
  label: string;
  series: SeriesKind;
  /** Past a threshold the bar takes the colour of the state instead. */
  state?: Extract<State, "notice" | "bad">;
  /** Where the thresholds are, 0 to 100: a tick each. */
  thresholds?: readonly number[];
  className?: string;
};

/** A bar of 4 px. The number stands beside it in the table; unknown is a dash, not an empty bar. */
export function Meter({ value, label, series, state, thresholds = [], className = "w-16" }: MeterProps) {
  if (value === null || !Number.isFinite(value)) {
    return (
      <span className={`inline-block text-faint ${className}`}>
        –<span className="sr-only">{` ${label} unknown`}</span>
      </span>
    );
  }
  const share = Math.min(100, Math.max(0, value));
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> looks different in every browser and has no place for ticks
    <svg
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share)}
      aria-valuetext={`${Math.round(value)} %`}
      className={`meter ${className} ${state === undefined ? colourOf(series) : stateColour[state]}`}
    >
      <rect className="track" />
      <rect width={`${Math.round(share * 10) / 10}%`} />
      {thresholds.map((threshold) => (
        <rect key={threshold} x={`${threshold}%`} className="threshold" />
      ))}
    </svg>
  );
}

const stateColour = { notice: "text-notice", bad: "text-bad" } as const;
