import type { Database } from "../../db/client";
import { getThresholds } from "../../db/queries/config";
import type { ConfigAnswer } from "../../domain/config-answer";

/** All settings, as the API answers them. */
export async function readConfig(db: Database): Promise<ConfigAnswer> {
  return { thresholds: await getThresholds(db), notifications: {}, cost: {}, retention: {} };
}
