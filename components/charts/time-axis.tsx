"use client";

import { useSyncExternalStore } from "react";
import { localOffsetMinutes } from "../ui/civil-time";
import { type TimeTick, timeTicks } from "./time-ticks";

const LABELS_MAX = 5;

/** The labels below a plot: UTC in the HTML, the browser's own zone as soon as it is known. The corner says which. */
export function TimeAxis({ from, to }: { from: number; to: number }) {
  const isLocal = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const offsetMinutesAt = isLocal ? localOffsetMinutes : () => 0;
  const ticks = timeTicks({ from, to, countMax: LABELS_MAX, offsetMinutesAt });
  return (
    <>
      <span className="pr-2 text-right text-axis text-faint">{zoneName(offsetMinutesAt(to))}</span>
      <svg width="100%" height="16" className="chart-axis" aria-hidden="true">
        {ticks.map((tick) => (
          <TimeLabel key={tick.at} tick={tick} share={(tick.at - from) / (to - from)} />
        ))}
      </svg>
    </>
  );
}

function TimeLabel({ tick, share }: { tick: TimeTick; share: number }) {
  // A label at the very edge leans inwards, or a phone would scroll sideways because of it.
  const anchor = share < 0.05 ? "start" : share > 0.95 ? "end" : "middle";
  return (
    <text x={`${(share * 100).toFixed(2)}%`} y="12" textAnchor={anchor}>
      {tick.label}
    </text>
  );
}

/** `UTC`, `UTC+1`, `UTC+5:30`, `UTC−3`. */
function zoneName(offsetMinutes: number): string {
  if (offsetMinutes === 0) return "UTC";
  const hours = Math.floor(Math.abs(offsetMinutes) / 60);
  const minutes = Math.abs(offsetMinutes) % 60;
  const sign = offsetMinutes < 0 ? "−" : "+";
  return `UTC${sign}${hours}${minutes === 0 ? "" : `:${String(minutes).padStart(2, "0")}`}`;
}

const never = () => () => {};
