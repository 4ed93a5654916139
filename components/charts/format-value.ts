import { formatBitsPerSecond, formatBytes, formatBytesPerSecond } from "@/domain/format/bytes";
import { formatDegrees, formatNumber, formatPercent } from "@/domain/format/number";
import type { ChartUnit } from "@/domain/metrics/chart";

/** A value as a legend says it: `12.3 %`, `1.2 MiB/s`, `0.42`. */
export function formatValue(unit: ChartUnit, value: number | null): string {
  switch (unit) {
    case "percent":
      return formatPercent(value, 1);
    case "bytes":
      return formatBytes(value);
    case "bytes_per_second":
      return formatBytesPerSecond(value);
    case "bits_per_second":
      return formatBitsPerSecond(value);
    case "celsius":
    case "fahrenheit":
      return formatDegrees(value, unit, 1);
    case "load":
      return formatNumber(value, 2);
    case "count":
      return formatNumber(value);
  }
}

/** The same on an axis, where values are round: no more digits than the step between two labels needs. */
export function formatTick(unit: ChartUnit, value: number, step: number): string {
  const digits = Math.min(3, Math.max(0, -Math.floor(Math.log10(Math.abs(step) || 1) + 1e-9)));
  switch (unit) {
    case "percent":
      return formatPercent(value, digits);
    case "celsius":
    case "fahrenheit":
      return formatDegrees(value, unit, digits);
    case "load":
    case "count":
      return formatNumber(value, digits);
    default:
      return formatValue(unit, value);
  }
}
