import { area, line } from "d3-shape";
import type { ChartPoint } from "@/domain/metrics/chart";

type Scale = (value: number) => number;

/** The line through the known values; it breaks where there is none. Null when there is nothing to draw. */
export function linePath(points: readonly ChartPoint[], x: Scale, y: Scale): string | null {
  return line<ChartPoint>()
    .defined((point) => isDrawable(point.value))
    .x((point) => x(point.at))
    .y((point) => y(point.value ?? 0))
    .digits(1)(points);
}

/** From the lowest to the highest of each aggregate. */
export function bandPath(points: readonly ChartPoint[], x: Scale, y: Scale): string | null {
  return area<ChartPoint>()
    .defined(({ value, min, max }) => isDrawable(value) && isDrawable(min) && isDrawable(max))
    .x((point) => x(point.at))
    .y0((point) => y(point.min ?? 0))
    .y1((point) => y(point.max ?? 0))
    .digits(1)(points);
}

function isDrawable(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
