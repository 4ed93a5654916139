import { scaleLinear } from "d3-scale";
import type { ChartSpec, ChartUnit } from "@/domain/metrics/chart";

export type ValueAxis = { low: number; high: number; ticks: number[] };

const LABELS_MAX = 5;

/** The value axis of a chart: what it spans, and at most five round places to label. */
export function valueAxis(spec: Pick<ChartSpec, "unit" | "domain" | "series" | "lines">): ValueAxis {
  const [dataLow, dataHigh] = extent(spec);
  const [wantedLow, wantedHigh] = spec.domain ?? [0, spec.unit === "percent" ? 100 : "auto"];
  // A value outside the wanted span is drawn, not cut off: what is unexpected must be seen.
  const low = Math.min(wantedLow, dataLow ?? wantedLow);
  const high = Math.max(wantedHigh === "auto" ? low : wantedHigh, dataHigh ?? low);
  if (spec.unit === "percent" && low === 0 && high === 100) return { low, high, ticks: [0, 25, 50, 75, 100] };
  return roundAxis(low, high > low ? high : low + smallestSpan[spec.unit], spec.unit);
}

function roundAxis(low: number, high: number, unit: ChartUnit): ValueAxis {
  const factor = unit === "bytes" || unit === "bytes_per_second" ? binaryFactor(Math.max(-low, high)) : 1;
  for (let count = LABELS_MAX; count > 1; count -= 1) {
    const scale = scaleLinear([low / factor, high / factor], [0, 1]).nice(count);
    const ticks = scale.ticks(count);
    if (ticks.length <= LABELS_MAX) {
      const [niceLow = 0, niceHigh = 1] = scale.domain();
      return { low: niceLow * factor, high: niceHigh * factor, ticks: ticks.map((tick) => tick * factor) };
    }
  }
  return { low, high, ticks: [low, high] };
}

/** Round numbers of bytes are round in their own unit: 256 MiB, not 250 000 000. */
function binaryFactor(bytes: number): number {
  return 1024 ** Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
}

/** How much a chart spans whose values are all the same, so that a flat line does not look like a mountain. */
const smallestSpan: Record<ChartUnit, number> = {
  percent: 1,
  bytes: 1024,
  bytes_per_second: 1024,
  bits_per_second: 1000,
  load: 1,
  celsius: 10,
  fahrenheit: 20,
  count: 1,
};

function extent({ series, lines = [] }: Pick<ChartSpec, "series" | "lines">): [number | null, number | null] {
  let low: number | null = null;
  let high: number | null = null;
  for (const { value } of lines) {
    low = low === null ? value : Math.min(low, value);
    high = high === null ? value : Math.max(high, value);
  }
  for (const { points } of series) {
    for (const { value, min, max } of points) {
      for (const number of [value, min, max]) {
        if (number === null || number === undefined || !Number.isFinite(number)) continue;
        low = low === null ? number : Math.min(low, number);
        high = high === null ? number : Math.max(high, number);
      }
    }
  }
  return [low, high];
}
