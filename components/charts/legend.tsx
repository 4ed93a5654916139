import type { ChartUnit } from "@/domain/metrics/chart";
import { Figure } from "../ui/figure";
import { MiddleCut } from "../ui/middle-cut";
import { formatValue } from "./format-value";
import type { PackedChart } from "./packed-chart";
import { LEVEL_DASH } from "./series-look";
import { Swatch } from "./swatch";

type LegendProps = {
  chart: PackedChart;
  /** The level lines in words: "critical 95 %". */
  levels?: readonly string[];
  activeIndex: number | null;
  isSorted?: boolean;
};

/** The lines by name, each with its latest value, or with the one under the crosshair. */
export function Legend({ chart, levels = [], activeIndex, isSorted = false }: LegendProps) {
  const shown = chart.lines.map(({ latest, values, ...line }) => ({
    ...line,
    value: activeIndex === null ? latest : (values[activeIndex] ?? null),
  }));
  // The highest first, as the lines lie over one another; what is not known last.
  if (isSorted)
    shown.sort((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY));
  return (
    <ul className="order-1 col-span-full flex min-w-0 flex-wrap gap-x-3 sm:order-none sm:col-span-1 text-label text-secondary">
      {shown.map(({ key, label, className, dash, value }) => (
        <li key={key} className="flex min-w-0 items-baseline gap-1.5">
          <Swatch look={{ className, dash }} />
          <span className="min-w-0 max-w-40" title={label}>
            <MiddleCut text={label} />
          </span>
          <Figure className={`inline-block text-ink ${roomFor[chart.unit]}`}>
            {formatValue(chart.unit, value)}
          </Figure>
        </li>
      ))}
      {levels.map((label) => (
        <li key={label} className="flex min-w-0 items-baseline gap-1.5">
          <Swatch look={{ className: "text-ink", dash: LEVEL_DASH }} />
          {label}
        </li>
      ))}
    </ul>
  );
}

// As wide as the widest value, so that nothing moves while the crosshair does.
const roomFor: Record<ChartUnit, string> = {
  percent: "min-w-[6ch]",
  celsius: "min-w-[6ch]",
  fahrenheit: "min-w-[7ch]",
  bytes: "min-w-[7ch]",
  bytes_per_second: "min-w-[9ch]",
  bits_per_second: "min-w-[10ch]",
  load: "min-w-[5ch]",
  count: "min-w-[5ch]",
};
