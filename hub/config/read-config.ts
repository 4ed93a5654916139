import type { Database } from "../../db/client";
import { getCostConfig, getThresholds } from "../../db/queries/config";
import type { ConfigAnswer } from "../../domain/config-answer";
import { readNotificationsConfig } from "../notifications/read-notifications-config";

/** All settings, as the API answers them. */
export async function readConfig(db: Database): Promise<ConfigAnswer> {
  const [thresholds, notifications, cost] = await Promise.all([
    getThresholds(db),
    readNotificationsConfig(db),
    getCostConfig(db),
  ]);
  return { thresholds, notifications, cost, retention: {} };
}
