import type { ReactNode } from "react";
import type { ChartSpec } from "@/domain/metrics/chart";
import type { Coverage } from "@/domain/metrics/coverage";
import { BoardFoot } from "./board-foot";
import { BoardShell } from "./board-shell";
import { Chart } from "./chart";

type ChartBoardProps = {
  specs: readonly ChartSpec[];
  coverage?: Coverage;
  note?: ReactNode;
  /** They show a stretch that was cut out of a range. */
  isZoomed?: boolean;
};

/** All charts of a page: two columns, one below 1024 px, with one crosshair, and below what was measured and what happened. */
export function ChartBoard({ specs, coverage, note, isZoomed = false }: ChartBoardProps) {
  const [first] = specs;
  if (first === undefined) return null;
  const marks = new Map(
    specs.flatMap((spec) => spec.marks ?? []).map((mark) => [`${mark.at} ${mark.kind} ${mark.label}`, mark]),
  );
  return (
    <BoardShell isZoomed={isZoomed}>
      <h2 className="sr-only">Charts</h2>
      <div className={`grid gap-x-8 ${specs.length > 1 ? "lg:grid-cols-2 print:grid-cols-2" : ""}`}>
        {specs.map((spec) => (
          <Chart key={spec.id} spec={spec} />
        ))}
      </div>
      <BoardFoot
        marks={[...marks.values()]}
        coverage={coverage}
        note={note}
        from={first.from}
        to={first.to}
      />
    </BoardShell>
  );
}
