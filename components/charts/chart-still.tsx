import type { PackedChart } from "./packed-chart";
import { bandPath, linePath } from "./still-paths";

/** The box a plot is drawn in. It is stretched to its column; only the height is in pixels. */
const WIDTH = 1000;
const HEIGHT = 160;

/**
 * The lines of a chart as SVG in the HTML: what there is to see before, or without, JavaScript, and on paper. Drawn from the packed chart,
 * so that the page does not carry its paths to the browser a second time.
 */
export function ChartStill({ chart }: { chart: PackedChart }) {
  const { low, high, offsets, lines } = chart;
  const xs = offsets.map((offset) => (offset / (chart.to - chart.from)) * WIDTH);
  const y = (value: number) => ((high - value) / (high - low)) * HEIGHT;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full overflow-visible"
      aria-hidden="true"
    >
      {lines.map(({ key, className, band }) =>
        band === undefined ? null : (
          <path key={key} d={bandPath(xs, band, y)} className={`band ${className}`} />
        ),
      )}
      {lines.map(({ key, className, dash, values }) => (
        <path key={key} d={linePath(xs, values, y)} className={`line ${className}`} strokeDasharray={dash} />
      ))}
    </svg>
  );
}
