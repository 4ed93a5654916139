import { randomUUID } from "node:crypto";
import type { Database } from "../../db/client";
import type { TestNotificationAnswer } from "../../domain/notifications/notifications-config";
import { lastWeek } from "../../domain/summary/schedule";
import { summaryOutgoing } from "../notifications/outgoing-of";
import type { SendLimits } from "../notifications/outgoing-request";
import { sendAtOnce } from "../notifications/send-at-once";
import { readSummaryMessage } from "./queue-summaries";
import { readSummarySettings } from "./read-summary-settings";

/** Sends last week to one channel at once, once, chosen or not, and whether it was sent before. Throws HubError `not_found`. */
export async function sendSummaryNow(
  db: Database,
  channel: string,
  options: { now: number; limits?: SendLimits },
): Promise<TestNotificationAnswer> {
  const { now } = options;
  const { time_zone: timeZone } = await readSummarySettings(db);
  const summary = await readSummaryMessage(db, { week: lastWeek(now, timeZone), timeZone, now });
  const idempotencyKey = `week:${summary.week}:now:${randomUUID()}`;
  return sendAtOnce(db, channel, { ...options, outgoing: summaryOutgoing({ summary, idempotencyKey, now }) });
}
