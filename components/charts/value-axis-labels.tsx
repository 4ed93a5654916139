import type { ChartLine, ChartUnit } from "@/domain/metrics/chart";
import { formatTick } from "./format-value";
import { labelPlaces } from "./label-places";
import { LEVEL_DASH } from "./series-look";
import type { ValueAxis } from "./value-axis";

/** As high as a plot, and as near as two labels may stand. */
const HEIGHT = 160;
const LABEL_DISTANCE = 12;

/**
 * The labels left of a plot, each beside its hairline. Those of level lines stand among them, in ink, as within the plot a line could
 * strike them through; a label that one of them would touch makes room.
 */
export function ValueAxisLabels({
  axis,
  unit,
  lines = [],
}: {
  axis: ValueAxis;
  unit: ChartUnit;
  lines?: readonly ChartLine[];
}) {
  const [first = 0, second = 1] = axis.ticks;
  const places = labelPlaces(
    lines.map(({ value }) => shareOf(value, axis) * HEIGHT),
    { distance: LABEL_DISTANCE, low: 0, high: HEIGHT },
  );
  const isFree = (tick: number) =>
    places.every((place) => Math.abs(place - shareOf(tick, axis) * HEIGHT) >= LABEL_DISTANCE);
  return (
    <svg width="100%" height="100%" className="chart-axis" aria-hidden="true">
      {axis.ticks.filter(isFree).map((tick) => (
        <text key={tick} x="100%" dx="-8" y={heightOf(tick, axis)} dy="0.32em" textAnchor="end">
          {formatTick(unit, tick, second - first)}
        </text>
      ))}
      {lines.map(({ value, label }, index) => (
        <text
          key={label}
          x="100%"
          dx="-8"
          y={percent((places[index] ?? 0) / HEIGHT)}
          dy="0.32em"
          textAnchor="end"
          className="fill-ink"
        >
          {formatTick(unit, value, Number.isInteger(value) ? 1 : 0.1)}
        </text>
      ))}
    </svg>
  );
}

/** The hairlines behind the lines, horizontal only, and where something happened, a dotted one upright; level lines dashed. */
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
        <line
          key={label}
          x2="100%"
          y1={heightOf(value, axis)}
          y2={heightOf(value, axis)}
          className="stroke-ink"
          strokeDasharray={LEVEL_DASH}
          shapeRendering="crispEdges"
        />
      ))}
    </svg>
  );
}

function heightOf(value: number, axis: ValueAxis): string {
  return percent(shareOf(value, axis));
}

/** How far below the top of the plot, as a share of its height. */
function shareOf(value: number, { low, high }: ValueAxis): number {
  return (high - value) / (high - low);
}

/** A share of the plot as SVG says it, with no more digits than a screen has. */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}
