import type { ChartMark } from "@/domain/metrics/chart";
import { LocalTime } from "../ui/local-time";
import { TimeAxis } from "./time-axis";
import { percent } from "./value-axis-labels";

type EventRailProps = { marks: readonly ChartMark[]; from: number; to: number };

/** What happened in the time the charts show, on one line, and below it in words. */
export function EventRail({ marks, from, to }: EventRailProps) {
  const shown = marks.filter(({ at }) => at >= from && at <= to).sort((a, b) => a.at - b.at);
  if (shown.length === 0) return null;
  return (
    <section aria-label="Events" className="mt-6">
      <div className="grid grid-cols-[56px_minmax(0,1fr)] items-center gap-y-1">
        <h3 className="font-medium text-table">Events</h3>
        <svg width="100%" height="20" className="overflow-visible" aria-hidden="true">
          <line x2="100%" y1="10" y2="10" className="stroke-hairline" shapeRendering="crispEdges" />
          {shown.map(({ at, kind, label }) => (
            <svg
              key={`${at} ${kind} ${label}`}
              x={percent((at - from) / (to - from))}
              y="10"
              className="overflow-visible"
            >
              <title>{label}</title>
              <path d={shapeOf[kind]} className={lookOf[kind]} strokeWidth="1.5" strokeLinejoin="round" />
            </svg>
          ))}
        </svg>
        <TimeAxis from={from} to={to} />
      </div>
      <ul className="mt-2 ml-14 flex flex-wrap gap-x-6 gap-y-1 text-label text-secondary">
        {shown.map(({ at, kind, label }) => (
          <li key={`${at} ${kind} ${label}`} className="flex items-center gap-1.5">
            <svg viewBox="-6 -6 12 12" className="size-3" aria-hidden="true">
              <path d={shapeOf[kind]} className={lookOf[kind]} strokeWidth="1.5" strokeLinejoin="round" />
            </svg>
            <span>{label}</span>
            <span className="figures text-faint">
              <LocalTime at={at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

// Alerts have the shape of a state; what is only a fact is in ink.
const shapeOf: Record<ChartMark["kind"], string> = {
  alert: "M0-4.5 4.5 4h-9z",
  reboot: "M0-4.5 4.5 0 0 4.5-4.5 0z",
  gap: "M-4.5-3.5h9v7h-9z",
};
const lookOf: Record<ChartMark["kind"], string> = {
  alert: "fill-notice stroke-notice",
  reboot: "fill-secondary stroke-secondary",
  gap: "fill-page stroke-faint",
};
