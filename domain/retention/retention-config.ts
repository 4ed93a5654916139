import { z } from "zod";
import { instantAnswer } from "../answer";
import type { FieldFault } from "../hub-error";
import { RETENTION_DAYS_MAX, type RetentionTier, retentionTiers } from "./policy";

const days = z
  .number({ error: "must be a whole number of days, or null for ever" })
  .int({ error: "must be a whole number of days, or null for ever" })
  .min(1, { error: "must be at least 1 day" })
  .max(RETENTION_DAYS_MAX, { error: `must be at most ${RETENTION_DAYS_MAX} days` })
  .nullable()
  .describe("null: for ever");
const enabled = z.boolean().describe("false: nothing of this tier is deleted");

const byTier = <Schema extends z.ZodType>(schema: Schema) =>
  Object.fromEntries(retentionTiers.map((tier) => [tier, schema])) as Record<RetentionTier, Schema>;

export const retentionConfigSchema = z.strictObject(
  byTier(
    z.strictObject({
      retention_days: days,
      enabled,
      last_run_at: instantAnswer.nullable(),
      last_deleted_count: z.number().int().nullable().describe("rows that the last run deleted"),
      last_note: z.string().nullable().describe("what kept the last run from deleting more"),
    }),
  ),
);
export type RetentionConfig = z.output<typeof retentionConfigSchema>;

/** A deep partial: what is not named stays. What the hub keeps account of is ignored, so that an answer may be sent back. */
export const retentionUpdateSchema = z.strictObject(
  byTier(z.object({ retention_days: days.optional(), enabled: enabled.optional() }).optional()),
);
export type RetentionUpdate = z.output<typeof retentionUpdateSchema>;

export type Retention = { retention_days: number | null; enabled: boolean };

/** Each of these is made from the one before it, so it is kept at least as long. */
const chains: readonly (readonly RetentionTier[])[] = [
  ["raw", "5m", "1h", "1d"],
  ["snapshots", "series_1h", "1d"],
];

/** What makes no sense together. */
export function faultsOfRetention(retention: Record<RetentionTier, Retention>): FieldFault[] {
  const daysKept = (tier: RetentionTier) =>
    retention[tier].enabled
      ? (retention[tier].retention_days ?? Number.POSITIVE_INFINITY)
      : Number.POSITIVE_INFINITY;
  return chains.flatMap((chain) =>
    chain.slice(1).flatMap((tier, index) => {
      const finer = chain[index];
      if (finer === undefined || daysKept(tier) >= daysKept(finer)) return [];
      const kept = daysKept(finer) === Number.POSITIVE_INFINITY ? "for ever" : `${daysKept(finer)} days`;
      return [
        {
          path: `${tier}.retention_days`,
          message: `must be no less than that of '${finer}', which is kept ${kept}`,
        },
      ];
    }),
  );
}
