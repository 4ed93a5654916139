/** 80 x 20 pixels in halves: whole numbers, as fine as a screen shows. */
const WIDTH = 160;
const HEIGHT = 40;
const POINTS_MAX = 80;

export type SparklinePath = { d: string; part: "whole" | "area" | "line" };

/**
 * One closed path where there is no gap: its upper edge is the line, and its sides and foot lie outside the picture, so
 * that only the line is seen stroked. With gaps the sides would be seen, so the area and the line are drawn apart.
 */
export function sparklinePaths(
  points: readonly (number | null)[],
  [low, high]: readonly [number, number],
): SparklinePath[] {
  const values = thin(points);
  const runs = stretches(values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const x = (index: number) => Math.round(index * step);
  const y = (value: number) =>
    HEIGHT - 2 - Math.round((clamp((value - low) / (high - low)) || 0) * (HEIGHT - 4));

  const [only] = runs;
  if (only === undefined) return [];
  if (only.run.length === values.length) {
    const { start, steps } = trace(only, x, y);
    return [
      {
        d: `M-4 ${HEIGHT + 4}L-4 ${start.y}L0 ${start.y}${steps}H${WIDTH + 4}v${HEIGHT + 4}z`,
        part: "whole",
      },
    ];
  }
  const traces = runs.map((run) => trace(run, x, y));
  const areas = traces.map(({ start, steps }) => `M${start.x} ${HEIGHT}V${start.y}${steps}V${HEIGHT}z`);
  // A lone sample is a line of no length; its round cap makes it a dot.
  const lines = traces.map(({ start, steps }) => `M${start.x} ${start.y}${steps === "" ? "h0" : steps}`);
  return [
    { d: areas.join(""), part: "area" },
    { d: lines.join(""), part: "line" },
  ];
}

/** A stretch as its first point and the steps from each point to the next, which are shorter to write than places. */
function trace({ start, run }: Stretch, x: (index: number) => number, y: (value: number) => number) {
  const places = run.map((value, index) => ({ x: x(start + index), y: y(value) }));
  const [first = { x: 0, y: HEIGHT }] = places;
  const steps = places.slice(1).map((place, index) => {
    const before = places[index] ?? first;
    const down = place.y - before.y;
    return `${place.x - before.x}${down < 0 ? "" : " "}${down}`;
  });
  return { start: first, steps: steps.length === 0 ? "" : `l${steps.join(" ")}` };
}

/** Averages would hide the peak that somebody is looking for, so each pixel keeps its highest value. */
function thin(points: readonly (number | null)[]): (number | null)[] {
  if (points.length <= POINTS_MAX) return points.map((value) => (isDrawable(value) ? value : null));
  return Array.from({ length: POINTS_MAX }, (_, pixel) => {
    const start = Math.floor((pixel * points.length) / POINTS_MAX);
    const end = Math.floor(((pixel + 1) * points.length) / POINTS_MAX);
    const known = points.slice(start, end).filter(isDrawable);
    return known.length === 0 ? null : Math.max(...known);
  });
}

type Stretch = { start: number; run: number[] };

function stretches(values: readonly (number | null)[]): Stretch[] {
  const found: Stretch[] = [];
  let open: Stretch | null = null;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      open = null;
      continue;
    }
    if (open === null) {
      open = { start: index, run: [] };
      found.push(open);
    }
    open.run.push(value);
  }
  return found;
}

function isDrawable(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));
