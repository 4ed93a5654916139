import type { ReactNode } from "react";
import type { ChartMark } from "@/domain/metrics/chart";
import { type Coverage, coverageWords } from "@/domain/metrics/coverage";
import { LocalTime } from "../ui/local-time";
import { severityStates, stateLooks } from "../ui/state-look";
import { CoverageStrip } from "./coverage-strip";
import { TimeAxis } from "./time-axis";
import { percent } from "./value-axis-labels";

type BoardFootProps = {
  marks: readonly ChartMark[];
  /** How many samples there were against how many were due. */
  coverage?: Coverage;
  /** What the marks leave out. */
  note?: ReactNode;
  from: number;
  to: number;
};

/** Marks that are told in words; all of them are on the rail. */
const WORDS_MAX = 24;

/** Below all charts, on their time axis: how much was measured, and what happened, on a line each, and in words. */
export function BoardFoot({ marks, coverage, note, from, to }: BoardFootProps) {
  const shown = marks.filter(({ at }) => at >= from && at <= to).sort((a, b) => a.at - b.at);
  if (shown.length === 0 && coverage === undefined) return null;
  const told = shown.slice(-WORDS_MAX);
  return (
    <section aria-label="Coverage and events" className="mt-6 break-inside-avoid">
      <div className="grid grid-cols-[56px_minmax(0,1fr)] items-center gap-y-1">
        {coverage === undefined ? null : (
          <>
            <h3 className="font-medium text-label">Samples</h3>
            <CoverageStrip cells={coverage.cells} from={from} to={to} />
          </>
        )}
        {shown.length === 0 ? null : (
          <>
            <h3 className="font-medium text-label">Events</h3>
            <EventRail marks={shown} from={from} to={to} />
          </>
        )}
        <TimeAxis from={from} to={to} />
      </div>
      <div className="mt-2 ml-14 text-label text-secondary">
        {coverage === undefined ? null : <p className="mb-1">{coverageWords(coverage)}</p>}
        {shown.length === 0 ? null : (
          <ul className="flex flex-wrap gap-x-6 gap-y-1">
            {told.length === shown.length ? null : (
              <li>{shown.length - told.length} earlier events are on the line only</li>
            )}
            {told.map((mark) => (
              <li key={keyOf(mark)} className="flex items-center gap-1.5">
                <svg viewBox="-6 -6 12 12" className="size-3 shrink-0" aria-hidden="true">
                  <EventMark mark={mark} />
                </svg>
                <span className="min-w-0 [overflow-wrap:anywhere]">{mark.label}</span>
                <span className="figures text-faint">
                  <LocalTime at={mark.at} />
                </span>
              </li>
            ))}
          </ul>
        )}
        {note}
      </div>
    </section>
  );
}

function EventRail({ marks, from, to }: { marks: readonly ChartMark[]; from: number; to: number }) {
  return (
    <svg width="100%" height="20" className="overflow-visible" aria-hidden="true">
      <line x2="100%" y1="10" y2="10" className="stroke-hairline" shapeRendering="crispEdges" />
      {marks.map((mark) => (
        <svg
          key={keyOf(mark)}
          x={percent((mark.at - from) / (to - from))}
          y="10"
          className="overflow-visible"
        >
          <title>{mark.label}</title>
          <EventMark mark={mark} />
        </svg>
      ))}
    </svg>
  );
}

const keyOf = ({ at, kind, label }: ChartMark) => `${at} ${kind} ${label}`;

/** An alert has the mark of its severity, as everywhere; what is only a fact is in ink, and shaped like no state. */
function EventMark({ mark }: { mark: ChartMark }) {
  if (mark.kind === "alert") {
    const { shape, colour } = stateLooks[severityStates[mark.severity]];
    return (
      <path
        d={shape}
        transform="translate(-5 -5)"
        className={`fill-current stroke-current ${colour}`}
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    );
  }
  return (
    <path
      d={factShapes[mark.kind]}
      className={factLooks[mark.kind]}
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}

const factShapes = {
  // Round, and on again.
  reboot: "M2.6-3.1A4 4 0 1 0 4 0M3.2-5.2V-2.6H.6",
  gap: "M-4.5-3.5h9v7h-9z",
} as const;
const factLooks = {
  reboot: "fill-none stroke-secondary",
  gap: "fill-page stroke-faint",
} as const;
