type Column = readonly (number | null)[];
type Height = (value: number) => number;

/** The line through the known values; it breaks where there is none. A value on its own is a line of no length, whose round cap makes it a dot. */
export function linePath(xs: readonly number[], values: Column, y: Height): string {
  let path = "";
  let isOpen = false;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      isOpen = false;
      continue;
    }
    const isAlone = !isOpen && (values[index + 1] ?? null) === null;
    path += `${isOpen ? "L" : "M"}${short(xs[index])},${short(y(value))}${isAlone ? "Z" : ""}`;
    isOpen = true;
  }
  return path;
}

/** From the lowest to the highest of each aggregate, there along the one and back along the other. */
export function bandPath(xs: readonly number[], band: { min: Column; max: Column }, y: Height): string {
  let path = "";
  let there: string[] = [];
  let back: string[] = [];
  for (let index = 0; index <= xs.length; index += 1) {
    const min = band.min[index] ?? null;
    const max = band.max[index] ?? null;
    if (min !== null && max !== null) {
      there.push(`${short(xs[index])},${short(y(max))}`);
      back.push(`${short(xs[index])},${short(y(min))}`);
    } else if (there.length > 0) {
      path += `M${there.join("L")}L${back.reverse().join("L")}Z`;
      there = [];
      back = [];
    }
  }
  return path;
}

/** Tenths of a unit are finer than a screen. */
function short(place: number | undefined): number {
  return Math.round((place ?? 0) * 10) / 10;
}
