import type { ChartLine, ChartUnit } from "@/domain/metrics/chart";
import { formatTick } from "./format-value";
import type { ValueAxis } from "./value-axis";

/** The labels left of a plot, each beside its hairline. */
export function ValueAxisLabels({ axis, unit }: { axis: ValueAxis; unit: ChartUnit }) {
  const [first = 0, second = 1] = axis.ticks;
  return (
    <svg width="100%" height="100%" className="chart-axis" aria-hidden="true">
      {axis.ticks.map((tick) => (
        <text key={tick} x="100%" dx="-8" y={heightOf(tick, axis)} dy="0.32em" textAnchor="end">
          {formatTick(unit, tick, second - first)}
        </text>
      ))}
    </svg>
  );
}

/** The hairlines behind the lines, horizontal only, and where something happened, a dotted one upright; level lines with their word at the right. */
export function PlotBackdrop({
  axis,
  marks,
  lines,
}: {
  axis: ValueAxis;
  marks: readonly { key: string; left: string }[];
  lines: readonly ChartLine[];
}) {
  return (
    <svg width="100%" height="100%" className="absolute inset-0 overflow-visible" aria-hidden="true">
      {axis.ticks.map((tick) => (
        <line
          key={tick}
          x2="100%"
          y1={heightOf(tick, axis)}
          y2={heightOf(tick, axis)}
          className="stroke-hairline"
          shapeRendering="crispEdges"
        />
      ))}
      {marks.map(({ key, left }) => (
        <line key={key} x1={left} x2={left} y2="100%" className="stroke-edge" strokeDasharray="1 3" />
      ))}
      {lines.map(({ value, label }) => (
        <g key={label}>
          <line
            x2="100%"
            y1={heightOf(value, axis)}
            y2={heightOf(value, axis)}
            className="stroke-ink"
            strokeDasharray="6 4"
            shapeRendering="crispEdges"
          />
          <text
            x="100%"
            y={heightOf(value, axis)}
            dy={axis.high - value < 0.1 * (axis.high - axis.low) ? "13" : "-4"}
            textAnchor="end"
            className="chart-axis fill-ink"
          >
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}

function heightOf(value: number, { low, high }: ValueAxis): string {
  return percent((high - value) / (high - low));
}

/** A share of the plot as SVG says it, with no more digits than a screen has. */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}
