import { z } from "zod";
import { isTimeZone } from "../alerts/zoned-time";

/**
 * When and to whom the week is told: `config` key `summary`. Nobody is told of it who was not chosen, so without channels it is
 * off. The time zone is also that in which a week begins.
 */
export const summaryConfigSchema = z.strictObject({
  channels: z.array(z.string().min(1).max(100)).max(100).describe("by name; none = it is not sent"),
  weekday: z.number().int().min(1).max(7).describe("1 is Monday, 7 is Sunday"),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day, as 08:00"),
  time_zone: z.string().max(100).refine(isTimeZone, "must be a time zone such as Europe/London"),
});
export type SummaryConfig = z.output<typeof summaryConfigSchema>;

/**
 * What is stored, completed; a damaged document must not hide the page. Until a zone is chosen for it a week begins where a
 * month does (`timeZone`).
 */
export function readSummaryConfig(stored: unknown, { timeZone }: { timeZone: string }): SummaryConfig {
  const usual: SummaryConfig = { channels: [], weekday: 1, time: "08:00", time_zone: timeZone };
  const given = typeof stored === "object" && stored !== null ? stored : {};
  const result = summaryConfigSchema.safeParse({ ...usual, ...given });
  return result.success ? result.data : usual;
}
