/** What is not known is said so; it is never drawn as 0. */
export const UNKNOWN = "–";

/** A number that can be shown: not null, not NaN, not infinite. */
export function isKnown(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
