import type { Database } from "../../db/client";
import { getCostConfig, getGeneralConfig, getThresholds } from "../../db/queries/config";
import { listPolicies, type TierRecord } from "../../db/queries/retention";
import type { ConfigAnswer } from "../../domain/config-answer";
import type { RetentionConfig } from "../../domain/retention/retention-config";
import { readNotificationsConfig } from "../notifications/read-notifications-config";

/** All settings, as the API answers them. */
export async function readConfig(db: Database): Promise<ConfigAnswer> {
  const [thresholds, notifications, cost, policies, general] = await Promise.all([
    getThresholds(db),
    readNotificationsConfig(db),
    getCostConfig(db),
    listPolicies(db),
    getGeneralConfig(db),
  ]);
  return { thresholds, notifications, cost, retention: retentionOf(policies), general };
}

function retentionOf(policies: TierRecord[]): RetentionConfig {
  const tiers = policies.map(({ tier, lastRunAt, ...policy }) => [
    tier,
    {
      retention_days: policy.retentionDays,
      enabled: policy.enabled,
      last_run_at: lastRunAt === null ? null : new Date(lastRunAt).toISOString(),
      last_deleted_count: policy.lastDeletedCount,
      last_note: policy.lastNote,
    },
  ]);
  return Object.fromEntries(tiers);
}
