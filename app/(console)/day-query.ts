import { z } from "zod";

/**
 * A day in an address: one of the calendar in UTC, as a date field sends it by itself, or the instant at which a day of the reader's zone
 * begins or ends.
 */
export const dayParam = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/)
  .refine((text) => Number.isFinite(Date.parse(text)));

/** From when on, in ms since 1970. */
export function firstMsOf(param: string | null): number | null {
  return param === null ? null : Date.parse(param);
}

/** Until when, included: the last day, or the last second, counts whole. */
export function lastMsOf(param: string | null): number | null {
  return param === null ? null : Date.parse(param) + (param.includes("T") ? 1000 : 86_400_000) - 1;
}
