import type { CoverageCell } from "@/domain/metrics/coverage";

const WIDTH = 1000;
const HEIGHT = 8;

/** A bar for each stretch of time, as high as the share of its samples that arrived; a hairline where none did, nothing where none was due. */
export function CoverageStrip({
  cells,
  from,
  to,
}: {
  cells: readonly CoverageCell[];
  from: number;
  to: number;
}) {
  const x = (at: number) => Math.round(((at - from) / (to - from)) * WIDTH * 10) / 10;
  const due = joined(cells.filter(({ share }) => share !== null));
  const bars = due.filter(({ share }) => share !== null && share > 0);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-2 w-full"
      aria-hidden="true"
      shapeRendering="crispEdges"
    >
      <path
        className="fill-edge"
        d={due.map((cell) => `M${x(cell.from)} 7H${x(cell.to)}v1H${x(cell.from)}z`).join("")}
      />
      <path
        className="fill-secondary"
        d={bars
          .map((cell) => {
            const top = Math.round((1 - (cell.share ?? 0)) * HEIGHT * 10) / 10;
            return `M${x(cell.from)} ${HEIGHT}V${top}H${x(cell.to)}V${HEIGHT}z`;
          })
          .join("")}
      />
    </svg>
  );
}

/** Neighbours of one height are one bar: a machine that was never silent is a single rectangle. */
function joined(cells: readonly CoverageCell[]): CoverageCell[] {
  const bars: CoverageCell[] = [];
  for (const cell of cells) {
    const before = bars.at(-1);
    if (before !== undefined && before.to === cell.from && before.share === cell.share) {
      bars[bars.length - 1] = { ...before, to: cell.to };
    } else bars.push(cell);
  }
  return bars;
}
