import type { Database } from "../../db/client";
import { getGeneralConfig } from "../../db/queries/config";
import { findChannel } from "../../db/queries/notifications";
import { HubError } from "../../domain/hub-error";
import { cut } from "../../domain/notifications/escape";
import { signedBy } from "../../domain/notifications/message";
import type { TestNotificationAnswer } from "../../domain/notifications/notifications-config";
import { linesWithoutUnseen } from "../../domain/text/foreign-text";
import { failureOf, type Outgoing, type SendResult } from "./channels/channel";
import { sendTo } from "./channels/senders";
import { openChannel } from "./open-channel";
import type { SendLimits } from "./outgoing-request";

const ANSWER_LENGTH_MAX = 2000;

/** Sends at once, once, past the outbox, also through a channel that is off or by night. Throws HubError `not_found`. */
export async function sendAtOnce(
  db: Database,
  name: string,
  { outgoing, limits = {} }: { outgoing: Outgoing; limits?: SendLimits },
): Promise<TestNotificationAnswer> {
  const channel = await findChannel(db, name);
  if (channel === null) throw new HubError("not_found", `Channel '${name}' not found`);
  const { site_name: siteName } = await getGeneralConfig(db);
  const signed = { ...outgoing, message: signedBy(outgoing.message, siteName) };
  let result: SendResult;
  try {
    result = await sendTo(openChannel(db, channel), signed, limits);
  } catch (error) {
    result = failureOf(error);
  }
  const { isDelivered, status, answer, error } = result;
  return {
    success: isDelivered,
    status,
    answer: answer === null ? null : cut(linesWithoutUnseen(answer), ANSWER_LENGTH_MAX),
    error: error === null ? null : cut(linesWithoutUnseen(error), ANSWER_LENGTH_MAX),
  };
}
