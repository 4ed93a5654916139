import type { MeterLines } from "./meter-lines";

/** The worst line that a reading has reached, or null. Apart from where the lines come from, as meters ask it in a browser. */
export function lineReached(value: number, [high, critical]: MeterLines): "high" | "critical" | null {
  if (critical !== null && value >= critical) return "critical";
  return high !== null && value >= high ? "high" : null;
}
