import type { ChartSpec } from "@/domain/metrics/chart";
import { BoardShell } from "./board-shell";
import { Chart } from "./chart";
import { EventRail } from "./event-rail";

/** All charts of a page: two columns, one below 1024 px, with one crosshair, and what happened on a rail below. */
export function ChartBoard({ specs }: { specs: readonly ChartSpec[] }) {
  const [first] = specs;
  if (first === undefined) return null;
  const marks = new Map(
    specs.flatMap((spec) => spec.marks ?? []).map((mark) => [`${mark.at} ${mark.kind} ${mark.label}`, mark]),
  );
  return (
    <BoardShell>
      <h2 className="sr-only">Charts</h2>
      <div className={`grid gap-x-8 ${specs.length > 1 ? "lg:grid-cols-2" : ""}`}>
        {specs.map((spec) => (
          <Chart key={spec.id} spec={spec} />
        ))}
      </div>
      <EventRail marks={[...marks.values()]} from={first.from} to={first.to} />
    </BoardShell>
  );
}
