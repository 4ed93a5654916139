import { z } from "zod";
import { isTimeZone } from "../alerts/zoned-time";
import { typedName } from "../text/foreign-text";

/** What electricity costs: `config` key `cost`. */
export const costConfigSchema = z.strictObject({
  electricity_rate: z.number().min(0).max(1000).describe("the price of one kilowatt-hour"),
  currency_symbol: typedName(10).describe("as it stands before an amount: £, €, CHF"),
  time_zone: z
    .string()
    .max(100)
    .refine(isTimeZone, "must be a time zone such as Europe/London")
    .describe("the IANA time zone in which a month begins"),
});
export type CostConfig = z.output<typeof costConfigSchema>;

export const costUpdateSchema = costConfigSchema.partial();
export type CostUpdate = z.output<typeof costUpdateSchema>;

/** About what a household in Britain pays; the page says which price it reckons with. */
export const costConfigDefault: CostConfig = {
  electricity_rate: 0.24,
  currency_symbol: "£",
  time_zone: "UTC",
};

/** What is stored, completed: documents of earlier versions lack keys, and a damaged one must not hide the page. */
export function readCostConfig(stored: unknown): CostConfig {
  const given = typeof stored === "object" && stored !== null ? stored : {};
  const result = costConfigSchema.safeParse({ ...costConfigDefault, ...given });
  return result.success ? result.data : costConfigDefault;
}
