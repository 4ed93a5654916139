import type { Database } from "../../db/client";
import { HubError } from "../../domain/hub-error";
import { type RetentionTier, retentionDaysDefault, retentionTiers } from "../../domain/retention/policy";
import {
  faultsOfRetention,
  type Retention,
  type RetentionUpdate,
} from "../../domain/retention/retention-config";
import { audit, type By } from "../audit/record";

/** Changes what the update names of how long history is kept. Throws HubError `invalid` where a tier would outlive the one made from it. */
export async function updateRetention(db: Database, update: RetentionUpdate, by: By): Promise<void> {
  await db.transact(async (read, commit) => {
    const { rows } = await read("SELECT tier, retention_days, enabled FROM archive_policy");
    const retentionOf = (tier: RetentionTier): Retention => {
      const row = rows.find((each) => each.tier === tier);
      if (row === undefined) return { retention_days: retentionDaysDefault[tier], enabled: true };
      const { retention_days: days } = row;
      return { retention_days: days === null ? null : Number(days), enabled: Number(row.enabled) === 1 };
    };
    const all = (of: (tier: RetentionTier) => Retention) =>
      Object.fromEntries(retentionTiers.map((tier) => [tier, of(tier)])) as Record<RetentionTier, Retention>;
    const before = all(retentionOf);
    const after = all((tier) => {
      const change = update[tier] ?? {};
      return {
        retention_days:
          change.retention_days === undefined ? before[tier].retention_days : change.retention_days,
        enabled: change.enabled ?? before[tier].enabled,
      };
    });
    const fields = faultsOfRetention(after);
    if (fields.length > 0) throw new HubError("invalid", "The tiers do not go together", { fields });
    await commit([
      ...retentionTiers.map((tier) => ({
        sql: `INSERT INTO archive_policy (tier, retention_days, enabled) VALUES (?, CAST(? AS INTEGER), CAST(? AS INTEGER))
              ON CONFLICT (tier) DO UPDATE SET retention_days = excluded.retention_days, enabled = excluded.enabled
              WHERE retention_days IS NOT excluded.retention_days OR enabled <> excluded.enabled`,
        args: [tier, after[tier].retention_days, after[tier].enabled ? 1 : 0],
      })),
      ...audit(by, {
        action: "retention.update",
        subject: { kind: "settings", id: "retention" },
        before,
        after,
      }),
    ]);
  });
}
