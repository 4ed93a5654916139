const WIDTH = 80;
const HEIGHT = 20;
/** Finer than a pixel is markup that nobody sees. */
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
  const x = (index: number) => tenth(index * step);
  const y = (value: number) => tenth(HEIGHT - 1 - (clamp((value - low) / (high - low)) || 0) * (HEIGHT - 2));
  const tops = ({ start, run }: Stretch) =>
    run.map((value, index) => `${x(start + index)} ${y(value)}`).join(" ");

  const [only] = runs;
  if (only === undefined) return [];
  if (only.run.length === values.length) {
    const first = y(only.run[0] ?? low);
    return [{ d: `M-2 ${HEIGHT + 2}V${first}L${tops(only)}H${WIDTH + 2}V${HEIGHT + 2}z`, part: "whole" }];
  }
  const areas = runs.map(
    (each) => `M${x(each.start)} ${HEIGHT}L${tops(each)} ${x(each.start + each.run.length - 1)} ${HEIGHT}z`,
  );
  // A lone sample is a line of no length; its round cap makes it a dot.
  const lines = runs.map((each) => `M${tops(each)}${each.run.length === 1 ? "h0" : ""}`);
  return [
    { d: areas.join(""), part: "area" },
    { d: lines.join(""), part: "line" },
  ];
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
const tenth = (coordinate: number) => Math.round(coordinate * 10) / 10;
