import { formatAgo } from "@/domain/format/time";
import type { Segment } from "@/domain/services/availability";

/** The viewBox that the paths are drawn for. */
const WIDTH = 480;
/** An outage of a minute in a month would be narrower than anything that can be seen. */
const DOWN_WIDTH_MIN = 4;

export type StripPath = { kind: "is-running" | "is-down" | "is-unknown"; d: string };

/** A strip as it is drawn, and in words: "Last 30 days: down 3 times, the last for 12 m". */
export type Strip = { label: string; paths: StripPath[] };

/** The strip of a span that is called `span`, such as "Last 30 days". */
export function stripOf(segments: readonly Segment[], span: string): Strip {
  return { label: `${span}: ${inWords(segments)}`, paths: stripPaths(segments) };
}

/** "down 3 times, the last for 12 m" */
function inWords(segments: readonly Segment[]): string {
  const outages = segments.filter(({ status }) => status === "stopped" || status === "failed");
  const last = outages.at(-1);
  if (last === undefined) {
    return segments.some(({ status }) => status === "running") ? "never seen down" : "nothing known";
  }
  const times = outages.length === 1 ? "once" : `${outages.length} times`;
  return `down ${times}, ${outages.length === 1 ? "" : "the last "}for ${formatAgo(last.to - last.from)}`;
}

/** One path for each kind of segment, in as little markup as a table of a hundred strips can bear. */
function stripPaths(segments: readonly Segment[]): StripPath[] {
  const start = segments[0]?.from ?? 0;
  const spanMs = Math.max(1, (segments.at(-1)?.to ?? 1) - start);
  const at = (instant: number) => ((instant - start) / spanMs) * WIDTH;
  const drawn = { running: "", down: "", unknown: "" };
  for (const { from, to, status } of segments) {
    const left = at(from);
    const width = at(to) - left;
    if (status === "running") drawn.running += box(left, width, 5, 6);
    else if (status === "unknown") drawn.unknown += box(left, width, 7.5, 1);
    else {
      const wide = Math.max(width, DOWN_WIDTH_MIN);
      drawn.down += box(Math.max(0, Math.min(left - (wide - width) / 2, WIDTH - wide)), wide, 0, 16);
    }
  }
  const paths: StripPath[] = [
    { kind: "is-running", d: drawn.running },
    { kind: "is-unknown", d: drawn.unknown },
    { kind: "is-down", d: drawn.down },
  ];
  return paths.filter(({ d }) => d !== "");
}

function box(x: number, width: number, y: number, height: number): string {
  return `M${short(x)} ${y}h${short(width)}v${height}H${short(x)}z`;
}

const short = (value: number) => String(Math.round(value * 10) / 10);
