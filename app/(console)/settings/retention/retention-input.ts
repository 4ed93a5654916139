import { RETENTION_DAYS_MAX, type RetentionTier, retentionTiers } from "@/domain/retention/policy";
import type { RetentionUpdate } from "@/domain/retention/retention-config";

export type RetentionInput = {
  update: RetentionUpdate;
  errors: Partial<Record<RetentionTier, string>>;
  typed: Partial<Record<RetentionTier, string>>;
};

/** What was typed of the days of each tier; null where nothing was. An empty field is for ever. */
export function retentionInputOf(read: (name: string) => string | null): RetentionInput | null {
  const input: RetentionInput = { update: {}, errors: {}, typed: {} };
  for (const tier of retentionTiers) {
    const text = read(`days-${tier}`)?.trim();
    if (text === undefined) continue;
    input.typed[tier] = text;
    const days = Number(text);
    if (text === "") input.update[tier] = { retention_days: null, enabled: true };
    else if (Number.isInteger(days) && days >= 1 && days <= RETENTION_DAYS_MAX)
      input.update[tier] = { retention_days: days, enabled: true };
    else input.errors[tier] = `must be a whole number from 1 to ${RETENTION_DAYS_MAX}, or empty for ever`;
  }
  return Object.keys(input.typed).length === 0 ? null : input;
}
