import type { ChartUnit } from "@/domain/metrics/chart";
import { Figure } from "../ui/figure";
import { formatValue } from "./format-value";
import type { PackedChart } from "./packed-chart";

/** The lines by name, each with its latest value, or with the one under the crosshair. */
export function Legend({ chart, activeIndex }: { chart: PackedChart; activeIndex: number | null }) {
  return (
    <ul className="order-1 col-span-full flex min-w-0 flex-wrap gap-x-3 sm:order-none sm:col-span-1 text-label text-secondary">
      {chart.lines.map(({ key, label, className, dash, latest, values }) => (
        <li key={key} className="flex min-w-0 items-baseline gap-1.5">
          <svg
            width="12"
            height="4"
            className={`swatch shrink-0 self-center ${className}`}
            aria-hidden="true"
          >
            <line x1="1" x2="11" y1="2" y2="2" strokeDasharray={dash} />
          </svg>
          <span className="max-w-40 truncate" title={label}>
            {label}
          </span>
          <Figure className={`inline-block text-ink ${roomFor[chart.unit]}`}>
            {formatValue(chart.unit, activeIndex === null ? latest : (values[activeIndex] ?? null))}
          </Figure>
        </li>
      ))}
    </ul>
  );
}

// As wide as the widest value, so that nothing moves while the crosshair does.
const roomFor: Record<ChartUnit, string> = {
  percent: "min-w-[6ch]",
  celsius: "min-w-[6ch]",
  bytes: "min-w-[7ch]",
  bytes_per_second: "min-w-[9ch]",
  load: "min-w-[5ch]",
  count: "min-w-[5ch]",
};
