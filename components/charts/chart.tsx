import { type ChartSpec, summariseSeries } from "@/domain/metrics/chart";
import { FiguresTable } from "./figures-table";
import { LiveChart } from "./live-chart";
import { packChart } from "./packed-chart";
import { valueAxis } from "./value-axis";
import { PlotBackdrop, percent, ValueAxisLabels } from "./value-axis-labels";

/** One chart: complete in the HTML, alive once JavaScript has come. 180 px high with its time axis. */
export function Chart({ spec }: { spec: ChartSpec }) {
  const { from, to } = spec;
  const title = (
    <div>
      <h3 className="font-medium text-table">{spec.title}</h3>
      {spec.note === undefined ? null : <p className="text-faint text-label">{spec.note}</p>}
    </div>
  );
  if (!hasSamples(spec)) {
    return (
      <figure className={FIGURE} aria-label={spec.title}>
        <figcaption className="mb-2">{title}</figcaption>
        <p className="row-span-2 flex h-45 items-center justify-center border-y text-faint text-table">
          No samples in this range
        </p>
      </figure>
    );
  }
  const axis = valueAxis(spec);
  const levels = spec.lines ?? [];
  const marks = (spec.marks ?? [])
    .filter(({ at }) => at >= from && at <= to)
    .map(({ at, kind, label }) => ({
      key: `${at} ${kind} ${label}`,
      left: percent((at - from) / (to - from)),
    }));
  return (
    <figure className={FIGURE} aria-label={spec.title}>
      <LiveChart
        chart={packChart(spec)}
        title={title}
        levels={levels.map(({ label }) => label)}
        label={plotInWords(spec)}
        valueLabels={<ValueAxisLabels axis={axis} unit={spec.unit} lines={levels} />}
        backdrop={<PlotBackdrop axis={axis} marks={marks} lines={levels} />}
      />
      <FiguresTable
        title={spec.title}
        unit={spec.unit}
        rows={spec.series.map(({ key, label, points }) => ({ key, label, ...summariseSeries(points) }))}
      />
    </figure>
  );
}

// Caption, plot and figures share their rows with the chart beside it, so that plots stand level whatever their legends.
const FIGURE = "row-span-3 mb-5 grid min-w-0 grid-rows-subgrid";

function hasSamples({ series }: ChartSpec): boolean {
  return series.some(({ points }) => summariseSeries(points).average !== null);
}

/** For those who hear the page: what the plot is and how to read it. The figures are in the table below. */
function plotInWords({ title, series, lines = [] }: ChartSpec): string {
  const levels = lines.map(({ label }) => `, against the line of ${label}`).join("");
  return `${title}: ${series.map(({ label }) => label).join(", ")}${levels}`;
}
