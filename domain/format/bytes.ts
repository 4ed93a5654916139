import type { NetworkUnit } from "../metrics/shown-units";
import { formatNumber } from "./number";
import { isKnown, UNKNOWN } from "./unknown";

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** `1.2 GiB`, `931 GiB`, `512 B`: base 1024, one digit below ten. Unknown is `–`. */
export function formatBytes(bytes: number | null | undefined): string {
  if (!isKnown(bytes)) return UNKNOWN;
  let size = Math.abs(bytes);
  let unit = 0;
  // What would round to 1024 of a unit is said as 1.0 of the next one.
  while (unit < UNITS.length - 1 && Math.round(size) >= 1024) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && size < 9.95 ? 1 : 0;
  return `${formatNumber(Math.sign(bytes) * size, digits)} ${UNITS[unit]}`;
}

/** `1.2 MiB/s`. */
export function formatBytesPerSecond(bytesPerSecond: number | null | undefined): string {
  return isKnown(bytesPerSecond) ? `${formatBytes(bytesPerSecond)}/s` : UNKNOWN;
}

const BIT_UNITS = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s", "Pbit/s"] as const;

/** `9.8 Mbit/s`, `940 kbit/s`: base 1000, as links are sold, one digit below ten. Unknown is `–`. */
export function formatBitsPerSecond(bitsPerSecond: number | null | undefined): string {
  if (!isKnown(bitsPerSecond)) return UNKNOWN;
  let size = Math.abs(bitsPerSecond);
  let unit = 0;
  while (unit < BIT_UNITS.length - 1 && Math.round(size) >= 1000) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && size < 9.95 ? 1 : 0;
  return `${formatNumber(Math.sign(bitsPerSecond) * size, digits)} ${BIT_UNITS[unit]}`;
}

/** Bytes a second, in the unit that was chosen for them. */
export function formatTraffic(bytesPerSecond: number | null | undefined, unit: NetworkUnit): string {
  if (unit === "bytes" || !isKnown(bytesPerSecond)) return formatBytesPerSecond(bytesPerSecond);
  return formatBitsPerSecond(8 * bytesPerSecond);
}
