import { scaleLinear } from "d3-scale";
import type { ChartSpec } from "@/domain/metrics/chart";
import { bandPath, linePath } from "./line-path";
import { PLOT_HEIGHT, PLOT_WIDTH } from "./plot-size";
import { looksOf } from "./series-look";
import { valueAxis } from "./value-axis";

/** The lines of a chart as SVG in the HTML: what there is to see before, or without, JavaScript. */
export function ChartStill({ spec }: { spec: ChartSpec }) {
  const axis = valueAxis(spec);
  const x = scaleLinear([spec.from, spec.to], [0, PLOT_WIDTH]);
  const y = scaleLinear([axis.low, axis.high], [PLOT_HEIGHT, 0]);
  const looks = looksOf(spec.series);
  const drawn = spec.series.map(({ key, points }, index) => ({
    key,
    look: looks[index],
    line: linePath(points, x, y),
    band: bandPath(points, x, y),
  }));
  return (
    <svg
      viewBox={`0 0 ${PLOT_WIDTH} ${PLOT_HEIGHT}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full overflow-visible"
      aria-hidden="true"
    >
      {drawn.map(({ key, look, band }) =>
        band === null ? null : <path key={key} d={band} className={`band ${look?.className}`} />,
      )}
      {drawn.map(({ key, look, line }) =>
        line === null ? null : (
          <path key={key} d={line} className={`line ${look?.className}`} strokeDasharray={look?.dash} />
        ),
      )}
    </svg>
  );
}
