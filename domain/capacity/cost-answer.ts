import { z } from "zod";
import { machineTypes, SERVER_ID_PATTERN } from "../servers/server";

const amount = z.number().min(0).nullable();
const watts = z.number().min(0).nullable();
const count = z.number().int().min(0);
const month = z.string().regex(/^\d{4}-\d\d$/);

export const costsQuerySchema = z.object({
  months: z.coerce
    .number()
    .int()
    .min(1)
    .max(24)
    .default(6)
    .describe("so many, the present one and those before it"),
});

/** Everything here is an estimate, and null where no server's power is known. */
export const costSummaryAnswerSchema = z
  .strictObject({
    month: month.describe("the present one, in the time zone of the settings"),
    kilowatt_hours: amount.describe("of the month until now"),
    cost: amount.describe("of the month until now"),
    daily_cost: amount.describe("the mean of the days of the month until now"),
    monthly_cost: amount.describe("of the whole month, if it goes on like this; null on its first day"),
    total_estimated_watts: watts.describe("the mean of the month, while the machines ran"),
    electricity_rate: z.number().min(0),
    currency_symbol: z.string(),
    servers_included: count,
    servers_missing_config: count.describe("whose power at full load is not known"),
  })
  .describe("an estimate: idle + (full load - idle) x CPU, of the hours in which a machine was heard");
export type CostSummaryAnswer = z.output<typeof costSummaryAnswerSchema>;

const energy = {
  kilowatt_hours: amount,
  cost: amount,
};

export const costBreakdownAnswerSchema = z.strictObject({
  settings: z.strictObject({
    electricity_rate: z.number().min(0),
    currency_symbol: z.string(),
    time_zone: z.string(),
  }),
  totals: z.array(z.strictObject({ month, ...energy })).describe("newest first"),
  servers: z.array(
    z.strictObject({
      server_id: z.string().regex(SERVER_ID_PATTERN),
      server_name: z.string(),
      machine_type: z.enum(machineTypes),
      tdp_watts: watts.describe("at full load; without it nothing is known"),
      idle_watts: watts,
      is_idle_assumed: z.boolean().describe("true where a third of the full load is taken for it"),
      months: z
        .array(
          z.strictObject({
            month,
            hours: z.number().min(0).describe("in which it was heard; others are not billed"),
            cpu_percent: z.number().min(0).max(100).nullable(),
            estimated_watts: watts,
            ...energy,
          }),
        )
        .describe("newest first"),
    }),
  ),
});
export type CostBreakdownAnswer = z.output<typeof costBreakdownAnswerSchema>;
