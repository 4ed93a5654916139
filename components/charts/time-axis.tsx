"use client";

import { useSyncExternalStore } from "react";
import { offsetName } from "@/domain/format/time";
import { localOffsetMinutes, useTimeZone } from "../ui/time-zone";
import { type TimeTick, timeTicks } from "./time-ticks";

const LABELS_MAX = 5;

/** The labels below a plot, in the hub's zone; without one UTC in the HTML, and the browser's own as soon as it is known. The corner says which. */
export function TimeAxis({ from, to }: { from: number; to: number }) {
  const timeZone = useTimeZone();
  const isKnown = useSyncExternalStore(
    never,
    () => true,
    () => timeZone !== null,
  );
  const offsetMinutesAt = (at: number) => (isKnown ? localOffsetMinutes(at, timeZone) : 0);
  const ticks = timeTicks({ from, to, countMax: LABELS_MAX, offsetMinutesAt });
  return (
    <>
      <span className="pr-2 text-right text-axis text-faint">{offsetName(offsetMinutesAt(to))}</span>
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

const never = () => () => {};
