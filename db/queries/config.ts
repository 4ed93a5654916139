import { eq } from "drizzle-orm";
import { readThresholds, type Thresholds } from "../../domain/alerts/thresholds";
import { type CostConfig, readCostConfig } from "../../domain/capacity/cost-config";
import { type GeneralConfig, readGeneralConfig } from "../../domain/general/general-config";
import type { Database } from "../client";
import { config } from "../schema";

/** The JSON document under a key, parsed; null where there is none. */
export async function findConfig(db: Database, key: string): Promise<unknown> {
  const rows = await db.reader.select({ value: config.value }).from(config).where(eq(config.key, key));
  return rows[0] === undefined ? null : JSON.parse(rows[0].value);
}

/** The thresholds in force: what is stored, completed with the defaults. */
export async function getThresholds(db: Database): Promise<Thresholds> {
  return readThresholds(await findConfig(db, "thresholds"));
}

/** The price of electricity in force: what is stored, completed with the defaults. */
export async function getCostConfig(db: Database): Promise<CostConfig> {
  return readCostConfig(await findConfig(db, "cost"));
}

/** The hub's name and time zone: what is stored, completed with the defaults. */
export async function getGeneralConfig(db: Database): Promise<GeneralConfig> {
  return readGeneralConfig(await findConfig(db, "general"));
}
