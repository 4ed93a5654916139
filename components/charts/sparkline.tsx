import type { SeriesKind } from "@/domain/metrics/chart";
import { colourOf } from "./series-look";
import { sparklinePaths } from "./sparkline-path";

type SparklineProps = {
  points: readonly (number | null)[];
  /** One scale for a whole column, so that rows can be compared; 0 to 100 unless told. */
  domain?: readonly [number, number];
  /** What it shows, over which time: "CPU, last 24 hours". */
  label: string;
  series: SeriesKind;
};

/** The last hours in 80 x 20, in as little markup as a table of a thousand rows can bear. */
export function Sparkline({ points, domain = [0, 100], label, series }: SparklineProps) {
  return (
    <svg viewBox="0 0 160 40" className={`spark ${colourOf(series)}`} role="img" aria-label={label}>
      {sparklinePaths(points, domain).map(({ d, part }) => (
        <path key={part} d={d} className={part === "whole" ? undefined : part} />
      ))}
    </svg>
  );
}
