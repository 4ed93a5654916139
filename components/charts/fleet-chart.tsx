import type { ChartSpec } from "@/domain/metrics/chart";
import { BoardShell } from "./board-shell";
import { EndLabels } from "./end-labels";
import { LiveChart } from "./live-chart";
import { packChart } from "./packed-chart";
import { valueAxis } from "./value-axis";
import { PlotBackdrop, ValueAxisLabels } from "./value-axis-labels";

/** One large chart of one metric of many servers, each named at the end of its line. */
export function FleetChart({ spec, isZoomed }: { spec: ChartSpec; isZoomed: boolean }) {
  const axis = valueAxis(spec);
  const chart = packChart(spec);
  return (
    <BoardShell isZoomed={isZoomed}>
      <figure aria-label={spec.title} className="mb-6">
        <LiveChart
          chart={chart}
          title={<h2 className="font-medium text-table">{spec.title}</h2>}
          label={`${spec.title}: ${spec.series.map(({ label }) => label).join(", ")}`}
          valueLabels={<ValueAxisLabels axis={axis} unit={spec.unit} />}
          backdrop={<PlotBackdrop axis={axis} marks={[]} lines={[]} />}
          large={<EndLabels chart={chart} />}
        />
      </figure>
    </BoardShell>
  );
}
