"use client";

import type { ChartUnit, SeriesSummary } from "@/domain/metrics/chart";
import { Figure } from "../ui/figure";
import { MiddleCut } from "../ui/middle-cut";
import { formatValue } from "./format-value";

const columns = [
  ["latest", "Latest"],
  ["min", "Lowest"],
  ["max", "Highest"],
  ["average", "Average"],
] as const;

export type FiguresRow = SeriesSummary & { key: string; label: string };

/** A chart in numbers, one row a line, for whoever cannot see it or wants to know exactly. */
export function FiguresTable({
  title,
  unit,
  rows,
}: {
  title: string;
  unit: ChartUnit;
  rows: readonly FiguresRow[];
}) {
  return (
    <details className="mt-1 text-label sm:ml-14 print:hidden">
      <summary className="w-fit list-none text-faint hover:text-ink">
        Figures<span className="sr-only">{` of ${title}`}</span>
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
            {rows.map(({ key, label, ...summary }) => (
              <tr key={key} className="border-b last:border-b-0">
                <th scope="row" className="max-w-40 py-1 text-left font-normal" title={label}>
                  <MiddleCut text={label} />
                </th>
                {columns.map(([column]) => (
                  <td key={column} className="py-1 pl-3 text-right">
                    <Figure>{formatValue(unit, summary[column])}</Figure>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
