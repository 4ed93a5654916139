import { z } from "zod";
import { instantAnswer } from "../answer";
import { rolledUpMeasures } from "./measures";
import { rangeNames } from "./range";

const number = z.number().nullable();

const rates = ["network_rx_bytes_per_second", "network_tx_bytes_per_second"] as const;

const keyed = <Key extends string, Schema extends z.ZodType>(keys: readonly Key[], schema: Schema) =>
  Object.fromEntries(keys.map((key) => [key, schema])) as Record<Key, Schema>;

const dataPointSchema = z.strictObject({
  timestamp: instantAnswer.describe("when the sample was taken, or where its bucket begins (UTC-aligned)"),
  sample_count: z.number().int().min(1).optional().describe("buckets only"),
  ...keyed(rolledUpMeasures, number),
  ...keyed(
    [...rolledUpMeasures, ...rates].flatMap((name) => [`${name}_min` as const, `${name}_max` as const]),
    number.optional().describe("buckets only"),
  ),
  memory_total_mb: number,
  swap_total_mb: number,
  disk_total_gb: number,
  network_rx_bytes: number.describe("counter since boot, as the last sample had it"),
  network_tx_bytes: number.describe("counter since boot, as the last sample had it"),
  ...keyed(
    rates,
    number.describe("since the sample before, in buckets the mean; null across a boot or a gap"),
  ),
  uptime_seconds: number,
});

export const metricsAnswerSchema = z.strictObject({
  server_id: z.string(),
  range: z.enum([...rangeNames, "custom"]),
  from: instantAnswer,
  to: instantAnswer,
  resolution: z
    .string()
    .regex(/^(raw|\d+[mhd])$/)
    .describe("raw, or the length of a bucket: 5m, 2h, 1d"),
  coverage: z
    .number()
    .min(0)
    .max(1)
    .describe(
      "the share of the samples that were due in the span, in buckets in all of these, and arrived; before the hub heard of the server none were due, unless it brought its history along",
    ),
  data_points: z
    .array(dataPointSchema)
    .describe(
      "oldest first; where nothing was measured there is no point; buckets are whole, also where the span begins or ends inside one",
    ),
  total_points: z.number().int().min(0),
});
