import type { Database } from "../../db/client";
import { findConfig, getCostConfig } from "../../db/queries/config";
import { readSummaryConfig, type SummaryConfig } from "../../domain/summary/summary-config";

/** When and to whom the week is told: what is stored, completed. */
export async function readSummarySettings(db: Database): Promise<SummaryConfig> {
  const [stored, cost] = await Promise.all([findConfig(db, "summary"), getCostConfig(db)]);
  return readSummaryConfig(stored, { timeZone: cost.time_zone });
}
