import { randomUUID } from "node:crypto";
import type { Database } from "../../db/client";
import { getGeneralConfig } from "../../db/queries/config";
import type { TestNotificationAnswer } from "../../domain/notifications/notifications-config";
import { testOutgoing } from "./outgoing-of";
import type { SendLimits } from "./outgoing-request";
import { sendAtOnce } from "./send-at-once";

/** Sends a test at once, once, also through a channel that is off or by night. Throws HubError `not_found`. */
export async function sendTestNotification(
  db: Database,
  name: string,
  options: { now: number; limits?: SendLimits },
): Promise<TestNotificationAnswer> {
  const { time_zone: timeZone } = await getGeneralConfig(db);
  const idempotencyKey = `test:${randomUUID()}`;
  const outgoing = testOutgoing({ channel: name, idempotencyKey, now: options.now, timeZone });
  return sendAtOnce(db, name, { ...options, outgoing });
}
