import type { ChartPoint, ChartSpec, ChartUnit } from "./chart";

/** What people may choose for all pages. Programs are answered in degrees Celsius and bytes, whatever is chosen. */
export const temperatureUnits = ["celsius", "fahrenheit"] as const;
export type TemperatureUnit = (typeof temperatureUnits)[number];
export const networkUnits = ["bytes", "bits"] as const;
export type NetworkUnit = (typeof networkUnits)[number];
export type ShownUnits = { temperature_unit: TemperatureUnit; network_unit: NetworkUnit };

type Conversion = { unit: ChartUnit; convert: (value: number) => number };

/** In which unit values of `unit` are shown, and what they are in it; null where that is as they are stored. */
export function conversionOf(unit: ChartUnit, units: ShownUnits): Conversion | null {
  if (unit === "celsius" && units.temperature_unit === "fahrenheit")
    return { unit: "fahrenheit", convert: (celsius) => celsius * 1.8 + 32 };
  if (unit === "bytes_per_second" && units.network_unit === "bits")
    return { unit: "bits_per_second", convert: (bytes) => bytes * 8 };
  return null;
}

/** A chart as people want to see it. Converted before it is drawn, so that its axis has round numbers of what it shows. */
export function inShownUnits(spec: ChartSpec, units: ShownUnits): ChartSpec {
  const conversion = conversionOf(spec.unit, units);
  if (conversion === null) return spec;
  const { unit, convert } = conversion;
  const converted = (point: ChartPoint): ChartPoint => ({
    ...point,
    value: known(point.value, convert),
    ...(point.min === undefined ? {} : { min: known(point.min, convert) }),
    ...(point.max === undefined ? {} : { max: known(point.max, convert) }),
  });
  return {
    ...spec,
    ...(spec.domain === undefined ? {} : { domain: domainOf(spec.domain, convert) }),
    unit,
    series: spec.series.map((series) => ({ ...series, points: series.points.map(converted) })),
    ...(spec.lines === undefined
      ? {}
      : { lines: spec.lines.map((line) => ({ ...line, value: convert(line.value) })) }),
  };
}

function domainOf(
  [low, high]: NonNullable<ChartSpec["domain"]>,
  convert: Conversion["convert"],
): NonNullable<ChartSpec["domain"]> {
  return [convert(low), high === "auto" ? high : convert(high)];
}

const known = (value: number | null, convert: (value: number) => number) =>
  value === null ? null : convert(value);
