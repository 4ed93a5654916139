import type { TemperatureUnit } from "../metrics/shown-units";
import { isKnown, UNKNOWN } from "./unknown";

/** `0.42`, `−3`, `1 204`: fixed digits, a true minus, thousands apart by a thin gap. Unknown is `–`. */
export function formatNumber(value: number | null | undefined, digits = 0): string {
  if (!isKnown(value)) return UNKNOWN;
  const [whole = "0", fraction] = Math.abs(value).toFixed(digits).split(".");
  // toFixed falls back to `1e+21`; there is nothing to group then.
  const grouped = whole.includes("e") ? whole : whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  // What rounds to zero has no sign: `−0` would make a reader look twice.
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** `12 %`, or `96.2 %` with one digit. The value is already in percent (0 to 100). */
export function formatPercent(value: number | null | undefined, digits = 0): string {
  return isKnown(value) ? `${formatNumber(value, digits)} %` : UNKNOWN;
}

/** `47 °C`, `117 °F`: of a value in that unit. */
export function formatDegrees(value: number | null | undefined, unit: TemperatureUnit, digits = 0): string {
  return isKnown(value) ? `${formatNumber(value, digits)} °${unit === "celsius" ? "C" : "F"}` : UNKNOWN;
}
