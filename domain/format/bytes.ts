import type { NetworkUnit } from "../metrics/shown-units";
import { formatNumber } from "./number";
import { isKnown, UNKNOWN } from "./unknown";

const BYTES = { base: 1024, units: ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] } as const;
const BITS_PER_SECOND = {
  base: 1000,
  units: ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s", "Pbit/s"],
} as const;

/** `1.2 GiB`, `931 GiB`, `512 B`: base 1024, one digit below ten. Unknown is `–`. */
export function formatBytes(bytes: number | null | undefined): string {
  return formatScaled(bytes, BYTES);
}

/** `1.2 MiB/s`. */
export function formatBytesPerSecond(bytesPerSecond: number | null | undefined): string {
  return isKnown(bytesPerSecond) ? `${formatBytes(bytesPerSecond)}/s` : UNKNOWN;
}

/** `9.8 Mbit/s`, `940 kbit/s`: base 1000, as links are sold, one digit below ten. Unknown is `–`. */
export function formatBitsPerSecond(bitsPerSecond: number | null | undefined): string {
  return formatScaled(bitsPerSecond, BITS_PER_SECOND);
}

/** Bytes a second, in the unit that was chosen for them. */
export function formatTraffic(bytesPerSecond: number | null | undefined, unit: NetworkUnit): string {
  if (unit === "bytes" || !isKnown(bytesPerSecond)) return formatBytesPerSecond(bytesPerSecond);
  return formatBitsPerSecond(8 * bytesPerSecond);
}

function formatScaled(
  value: number | null | undefined,
  { base, units }: { base: number; units: readonly string[] },
): string {
  if (!isKnown(value)) return UNKNOWN;
  let size = Math.abs(value);
  let unit = 0;
  // What would round to the base is said as 1.0 of the next unit.
  while (unit < units.length - 1 && Math.round(size) >= base) {
    size /= base;
    unit += 1;
  }
  const digits = unit > 0 && size < 9.95 ? 1 : 0;
  return `${formatNumber(Math.sign(value) * size, digits)} ${units[unit]}`;
}
