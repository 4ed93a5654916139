import { type ChartSpec, summariseSeries } from "@/domain/metrics/chart";
import { Figure } from "../ui/figure";
import { formatValue } from "./format-value";

const columns = [
  ["latest", "Latest"],
  ["min", "Lowest"],
  ["max", "Highest"],
  ["average", "Average"],
] as const;

/** The chart in numbers, for whoever cannot see it or wants to know exactly. */
export function FiguresTable({ spec }: { spec: ChartSpec }) {
  return (
    <details className="mt-1 text-label sm:ml-14 print:hidden">
      <summary className="w-fit list-none text-faint hover:text-ink">
        Figures<span className="sr-only">{` of ${spec.title}`}</span>
      </summary>
      <div className="overflow-x-auto">
        <table className="mt-1 w-full">
          <thead>
            <tr className="border-b text-faint">
              <th scope="col" className="py-1 text-left font-medium">
                Line
              </th>
              {columns.map(([key, word]) => (
                <th key={key} scope="col" className="py-1 pl-3 text-right font-medium">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {spec.series.map(({ key, label, points }) => {
              const summary = summariseSeries(points);
              return (
                <tr key={key} className="border-b last:border-b-0">
                  <th scope="row" className="max-w-40 truncate py-1 text-left font-normal" title={label}>
                    {label}
                  </th>
                  {columns.map(([column]) => (
                    <td key={column} className="py-1 pl-3 text-right">
                      <Figure>{formatValue(spec.unit, summary[column])}</Figure>
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
