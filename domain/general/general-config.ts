import { z } from "zod";
import { isTimeZone } from "../alerts/zoned-time";
import { networkUnits, temperatureUnits } from "../metrics/shown-units";
import { typedName } from "../text/foreign-text";

export const SITE_NAME_DEFAULT = "HomelabCmd";

/** What concerns every page and message: `config` key `general`. */
export const generalConfigSchema = z.strictObject({
  site_name: typedName(50).describe("in the bar, in titles, on the sign-in page and in messages"),
  time_zone: z
    .string()
    .max(100)
    .refine(isTimeZone, "must be a time zone such as Europe/London")
    .nullable()
    .describe(
      "the IANA time zone of every time on a page and in a message; null: each browser's own, UTC in messages",
    ),
  temperature_unit: z
    .enum(temperatureUnits)
    .describe("of temperatures on pages; programs read degrees Celsius, whatever it is"),
  network_unit: z
    .enum(networkUnits)
    .describe("of what the network moves a second, on pages; programs read bytes, whatever it is"),
});
export type GeneralConfig = z.output<typeof generalConfigSchema>;

export const generalUpdateSchema = generalConfigSchema.partial();
export type GeneralUpdate = z.output<typeof generalUpdateSchema>;

export const generalConfigDefault: GeneralConfig = {
  site_name: SITE_NAME_DEFAULT,
  time_zone: null,
  temperature_unit: "celsius",
  network_unit: "bytes",
};

/** What is stored, completed; a damaged document must not take the pages along. */
export function readGeneralConfig(stored: unknown): GeneralConfig {
  const given = typeof stored === "object" && stored !== null ? stored : {};
  const result = generalConfigSchema.safeParse({ ...generalConfigDefault, ...given });
  return result.success ? result.data : generalConfigDefault;
}
