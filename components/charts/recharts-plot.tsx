"use client";

import { useSearchParams } from "next/navigation";
import { memo, useContext, useEffect, useMemo, useRef } from "react";
import {
  Area,
  ComposedChart,
  Line,
  ReferenceArea,
  Tooltip,
  useActiveTooltipLabel,
  useIsTooltipActive,
  usePlotArea,
  XAxis,
  YAxis,
} from "recharts";
import { ChartBoardContext } from "./board-context";
import { type ChartRow, chartRows, nearestIndex } from "./chart-rows";
import type { PackedChart } from "./packed-chart";
import { useSelection } from "./use-selection";

export type RechartsPlotProps = {
  chart: PackedChart;
  label: string;
  /** Tells which instant the crosshair is on, as a place in the chart's columns. */
  onActive: (index: number | null) => void;
  /** Tells whether the lines are there, and the still may go. */
  onDrawn: (isDrawn: boolean) => void;
};

/**
 * The lines of a chart, drawn by Recharts over the whole of their box; the axes are the server's. All charts of a page
 * follow one crosshair, so a move of the mouse must not draw any line again: what Recharts is given stays the same.
 */
export const RechartsPlot = memo(function RechartsPlot({
  chart,
  label,
  onActive,
  onDrawn,
}: RechartsPlotProps) {
  const board = useContext(ChartBoardContext);
  const query = useSearchParams().toString();
  const rows = useMemo(() => chartRows(chart), [chart]);
  const activeAt = useRef<number | null>(null);
  const { stretch, follow, handlers } = useSelection({
    from: chart.from,
    to: chart.to,
    activeAt,
    onSelect: board?.zoom,
  });
  const lines = useMemo(() => drawLines(chart), [chart]);
  const xDomain = useMemo(() => [chart.from, chart.to], [chart.from, chart.to]);
  const yDomain = useMemo(() => [chart.low, chart.high], [chart.low, chart.high]);

  function report(index: number | null) {
    activeAt.current = index === null ? null : (rows[index]?.at ?? null);
    follow();
    onActive(index);
  }

  return (
    <div
      className={`absolute inset-0 print:hidden ${board === null ? "" : "cursor-crosshair select-none"}`}
      {...handlers}
    >
      <ComposedChart
        // Another span is another chart: what the pointer was on in the one before is elsewhere now, or nowhere. Time going on changes no address.
        key={query}
        responsive
        data={rows}
        margin={NO_MARGIN}
        style={FILL}
        title={label}
        syncId={board?.syncId}
        syncMethod={nearestTick}
      >
        <XAxis hide type="number" dataKey="at" domain={xDomain} allowDataOverflow />
        <YAxis hide type="number" domain={yDomain} allowDataOverflow />
        <Tooltip content={nothing} cursor={CURSOR} isAnimationActive={false} />
        {lines}
        {stretch === null ? null : (
          <ReferenceArea x1={stretch.from} x2={stretch.to} fill="var(--color-ink)" fillOpacity={0.08} />
        )}
        <Reporter rows={rows} onActive={report} onDrawn={onDrawn} />
      </ComposedChart>
    </div>
  );
});

function drawLines({ lines }: PackedChart) {
  const bands = lines.map(({ key, className, band }, index) =>
    band === undefined ? null : (
      <Area
        key={`${key} band`}
        className={className}
        dataKey={(row: ChartRow) => row.bands[index]}
        type="linear"
        stroke="none"
        activeDot={false}
        isAnimationActive={false}
      />
    ),
  );
  const strokes = lines.map(({ key, className, dash }, index) => (
    <Line
      key={key}
      className={className}
      dataKey={(row: ChartRow) => row.values[index]}
      type="linear"
      stroke="currentColor"
      strokeDasharray={dash}
      dot={false}
      activeDot={{ r: 3, className: `dot ${className}` }}
      isAnimationActive={false}
    />
  ));
  return [...bands, ...strokes];
}

type ReporterProps = {
  rows: readonly ChartRow[];
  onActive: (index: number | null) => void;
  onDrawn: (isDrawn: boolean) => void;
};

/** Stands inside the chart because that is where Recharts tells; it draws nothing. */
function Reporter({ rows, onActive, onDrawn }: ReporterProps) {
  const label = useActiveTooltipLabel();
  const isActive = useIsTooltipActive();
  const isDrawn = (usePlotArea()?.width ?? 0) > 0;
  const instants = useMemo(() => rows.map(({ at }) => at), [rows]);
  const index = isActive && label !== undefined ? nearestIndex(instants, Number(label)) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is the instant, not the function that hears of it
  useEffect(() => onActive(index), [index]);
  useEffect(() => {
    onDrawn(isDrawn);
    return () => onDrawn(false);
  }, [isDrawn, onDrawn]);
  return null;
}

/** Charts whose samples lie at different instants still point at the same moment. */
function nearestTick(
  ticks: readonly { value: unknown }[],
  { activeLabel }: { activeLabel?: unknown },
): number {
  return nearestIndex(
    ticks.map(({ value }) => Number(value)),
    Number(activeLabel),
  );
}

const nothing = () => null;
const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 };
const FILL = { width: "100%", height: "100%" };
const CURSOR = { stroke: "var(--color-secondary)", strokeWidth: 1 };
