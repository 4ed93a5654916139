"use client";

import { type ComponentType, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { civilTime } from "../ui/civil-time";
import { localOffsetMinutes, useTimeZone } from "../ui/time-zone";
import { ChartStill } from "./chart-still";
import { Legend } from "./legend";
import type { PackedChart } from "./packed-chart";
import type { RechartsPlotProps } from "./recharts-plot";
import { TimeAxis } from "./time-axis";

type LiveChartProps = {
  chart: PackedChart;
  title: ReactNode;
  /** The plot in words, for screen readers. */
  label: string;
  /** The level lines that the backdrop draws, in words. */
  levels?: readonly string[];
  valueLabels: ReactNode;
  backdrop: ReactNode;
  /** Makes it twice as high, and stands at its right where there is room; the legend is in the order of the values. */
  large?: ReactNode;
};

/**
 * A chart that answers to the hand. Only the lines are replaced once Recharts is there; axes, hairlines and legend stay
 * where the server put them, so nothing moves.
 */
export function LiveChart({ chart, title, label, levels, valueLabels, backdrop, large }: LiveChartProps) {
  const timeZone = useTimeZone();
  const plot = useRef<HTMLDivElement>(null);
  const Plot = useRechartsWhenSeen(plot);
  const [isDrawn, setIsDrawn] = useState(false);
  const [activeIndex, setActiveIndex] = useState<number | null>(null);
  const offset = activeIndex === null ? undefined : chart.offsets[activeIndex];
  const height = large === undefined ? "h-40" : "h-80";

  return (
    <>
      <figcaption className="mb-2 grid grid-cols-[auto_minmax(0,1fr)_auto] content-start items-baseline gap-x-4">
        {title}
        <Legend chart={chart} levels={levels} activeIndex={activeIndex} isSorted={large !== undefined} />
        {/* Its room is kept while it is empty, so that the legend does not wrap when the crosshair comes. */}
        <span className="figures col-start-3 min-w-[5ch] text-right text-label text-secondary">
          {offset === undefined ? null : momentWords(chart, chart.from + offset, timeZone)}
        </span>
      </figcaption>
      <div
        className={`grid content-start gap-y-1.5 ${large === undefined ? "grid-cols-[56px_minmax(0,1fr)]" : "grid-cols-[56px_minmax(0,1fr)] md:grid-cols-[56px_minmax(0,1fr)_150px]"}`}
      >
        <div className={height}>{valueLabels}</div>
        <div ref={plot} className={`plot relative ${height}`}>
          {backdrop}
          {/* On paper the still is better: it knows the width of the page. */}
          <div className={`absolute inset-0 print:block ${isDrawn ? "hidden" : ""}`}>
            <ChartStill chart={chart} />
          </div>
          {Plot === null ? null : (
            <Plot chart={chart} label={label} onActive={setActiveIndex} onDrawn={setIsDrawn} />
          )}
        </div>
        {large === undefined ? null : <div className="hidden md:block">{large}</div>}
        <TimeAxis from={chart.from} to={chart.to} />
      </div>
    </>
  );
}

/** The day too where the chart spans more than one. */
function momentWords({ from, to }: PackedChart, at: number, timeZone: string | null): string {
  const { day, clock, clockWithSeconds } = civilTime(at, localOffsetMinutes(at, timeZone));
  const spanMs = to - from;
  if (spanMs <= 2 * 3_600_000) return clockWithSeconds;
  return spanMs <= 24 * 3_600_000 ? clock : `${day} ${clock}`;
}

let recharts: Promise<ComponentType<RechartsPlotProps>> | undefined;

/** Recharts is as heavy as the rest of the page: fetched once, after the page is there, for charts that are near the screen. */
function useRechartsWhenSeen(plot: RefObject<HTMLDivElement | null>) {
  const [Plot, setPlot] = useState<ComponentType<RechartsPlotProps> | null>(null);

  useEffect(() => {
    const element = plot.current;
    if (element === null) return;
    let isWanted = true;
    const observer = new IntersectionObserver(
      async ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        try {
          recharts ??= afterLoad()
            .then(() => import("./recharts-plot"))
            .then((module) => module.RechartsPlot);
          const loaded = await recharts;
          if (isWanted) setPlot(() => loaded);
        } catch {
          // The still goes on showing everything; the next chart that is seen asks again.
          recharts = undefined;
        }
      },
      { rootMargin: "300px" },
    );
    observer.observe(element);
    return () => {
      isWanted = false;
      observer.disconnect();
    };
  }, [plot]);

  return Plot;
}

function afterLoad(): Promise<void> {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((resolve) => window.addEventListener("load", () => resolve(), { once: true }));
}
