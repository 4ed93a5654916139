import { labelPlaces } from "./label-places";
import type { PackedChart } from "./packed-chart";

/** As high as the plot beside it. */
const HEIGHT = 320;
const LETTERS_MAX = 20;

/** The name of each line where it ends, so that nobody has to look a colour up. They make room for one another. */
export function EndLabels({ chart }: { chart: PackedChart }) {
  const { low, high, lines } = chart;
  const ends = lines.flatMap(({ latest, ...line }) =>
    latest === null ? [] : [{ ...line, y: ((high - latest) / (high - low)) * HEIGHT }],
  );
  const places = labelPlaces(
    ends.map(({ y }) => y),
    { distance: 14, low: 5, high: HEIGHT - 5 },
  );
  return (
    <svg width="100%" height={HEIGHT} className="chart-axis" aria-hidden="true">
      {ends.map(({ key, label, className, dash, y }, index) => {
        const place = Math.round((places[index] ?? y) * 10) / 10;
        return (
          <g key={key}>
            <path
              d={`M2 ${Math.round(y * 10) / 10}L8 ${place}H16`}
              className={`line ${className}`}
              strokeDasharray={dash}
            />
            <text x="20" y={place} dy="0.32em" className="fill-secondary">
              {label.length > LETTERS_MAX ? `${label.slice(0, LETTERS_MAX - 1)}…` : label}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
