import { z } from "zod";
import { SERVER_ID_PATTERN } from "../servers/server";
import type { Forecast } from "./forecast";

const capacityKinds = ["filesystem", "memory", "load"] as const;

/** What may be asked of what fills up. */
export const capacityQuerySchema = z.object({
  server_id: z.string().regex(SERVER_ID_PATTERN, "must be the id of a server").optional(),
  kind: z.enum(capacityKinds).optional(),
});

const days = z.number().min(0).nullable();
const range = { pessimistic_days: days, optimistic_days: days };
const number = z.number().nullable();

export const forecastAnswer = z.strictObject({
  kind: z.enum(["filling", "flat", "shrinking", "full", "not_enough_data"]),
  pessimistic_days: days.describe("until it is full, if it fills as fast as the past allows to believe"),
  optimistic_days: days.describe("until it is full, if it fills as slowly"),
  per_day: number.describe("how fast it grows, in its unit; null where no trend is known"),
  trend_days: z.number().int().min(1).nullable().describe("how many days the trend is read from"),
  not_enough: z
    .strictObject({
      because: z.enum([
        "too_few_days",
        "too_many_gaps",
        "nothing_lately",
        "cleaned_up",
        "unsteady",
        "capacity_unknown",
      ]),
      days: z.number().int().min(0).nullable().describe("there are, or since then"),
      coverage: z.number().min(0).max(1).nullable().describe("the share of the samples that arrived"),
      as_before: z
        .strictObject(range)
        .nullable()
        .describe("after a clean-up: until it is full, if it fills as before"),
    })
    .nullable()
    .describe("why there is no forecast"),
});

export const capacityAnswerSchema = z.strictObject({
  subjects: z
    .array(
      z.strictObject({
        server_id: z.string().regex(SERVER_ID_PATTERN),
        server_name: z.string(),
        kind: z.enum(capacityKinds),
        subject: z.string().describe("the mount point; empty of memory and load"),
        unit: z.enum(["bytes", "percent", "load"]),
        value: number.describe("the mean of the newest day"),
        capacity: number.describe("of load: the number of cores"),
        forecast: forecastAnswer,
      }),
    )
    .describe("what is full first comes first"),
  total: z.number().int().min(0),
});
export type CapacityAnswer = z.output<typeof capacityAnswerSchema>;

export function forecastAnswerOf(forecast: Forecast): CapacityAnswer["subjects"][number]["forecast"] {
  const { kind } = forecast;
  const trend = "perDay" in forecast ? forecast : null;
  const filling = kind === "filling" ? forecast : null;
  const reason = kind === "not_enough_data" ? forecast.reason : null;
  const asBefore = reason?.because === "cleaned_up" ? reason.asBefore : null;
  return {
    kind,
    pessimistic_days: kind === "full" ? 0 : (filling?.pessimisticDays ?? null),
    optimistic_days: kind === "full" ? 0 : (filling?.optimisticDays ?? null),
    per_day: trend?.perDay ?? null,
    trend_days: trend?.trendDays ?? null,
    not_enough:
      reason === null
        ? null
        : {
            because: reason.because,
            days: "days" in reason ? reason.days : null,
            coverage: "coverage" in reason ? reason.coverage : null,
            as_before:
              asBefore === null
                ? null
                : {
                    pessimistic_days: asBefore.pessimisticDays,
                    optimistic_days: asBefore.optimisticDays,
                  },
          },
  };
}
