import type { Database } from "../../db/client";
import { thresholdsDefault } from "../../domain/alerts/thresholds";
import { backupPlanDefault } from "../../domain/backups/plan";
import { costConfigDefault } from "../../domain/capacity/cost-config";
import { generalConfigDefault } from "../../domain/general/general-config";
import { retentionDaysDefault, retentionTiers } from "../../domain/retention/policy";

const defaults: Record<string, unknown> = {
  thresholds: thresholdsDefault,
  cost: costConfigDefault,
  backups: backupPlanDefault,
  general: generalConfigDefault,
};

/** Writes the settings and the policies of retention that are missing. What an operator has changed stays, at every start. */
export async function writeDefaultConfig(db: Database): Promise<void> {
  const missing = Object.entries(defaults).map(([key, value]) => ({
    sql: "INSERT INTO config (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
    args: [key, JSON.stringify(value)],
  }));
  const tiers = retentionTiers.map((tier) => ({
    sql: "INSERT INTO archive_policy (tier, retention_days) VALUES (?, CAST(? AS INTEGER)) ON CONFLICT (tier) DO NOTHING",
    args: [tier, retentionDaysDefault[tier]],
  }));
  await db.write([...missing, ...tiers]);
}
