import type { Database } from "../../db/client";
import type { ChannelRecord, NotificationRecord } from "../../db/queries/notifications";
import { type AfterFailure, afterFailure } from "../../domain/notifications/backoff";
import { decide } from "../../domain/notifications/decide";
import { cut } from "../../domain/notifications/escape";
import type { QuietHours } from "../../domain/notifications/settings";
import { linesWithoutUnseen } from "../../domain/text/foreign-text";
import { failureOf, type SendResult } from "./channels/channel";
import { sendTo } from "./channels/senders";
import { openChannel } from "./open-channel";
import { outgoingOf } from "./outgoing-of";
import type { SendLimits } from "./outgoing-request";

const ANSWER_LENGTH_MAX = 2000;

type Leased = { notification: NotificationRecord; channel: ChannelRecord };
export type SendOptions = { quietHours: QuietHours; leasedBy: string; now: () => number; limits: SendLimits };

/**
 * Sends one leased row, outside any transaction, and writes down what came of it. A hub that dies in between has sent it and
 * not said so: it is sent again, with the same idempotency key.
 */
export async function sendNotification(
  db: Database,
  { notification, channel }: Leased,
  options: SendOptions,
): Promise<"sent" | "failed" | "waiting"> {
  const result = await attempt(db, { notification, channel }, options);
  const now = options.now();
  const attempts = notification.attempts + 1;
  const after = result.isDelivered
    ? null
    : whatNext(notification, { result, attempts, now }, options.quietHours);
  const status = after === null ? "sent" : after.retry ? "waiting" : "failed";
  await db.write([
    {
      // Whoever held the lease has sent it: another hub that got it since may only repeat that, hence no guard on success.
      sql: `UPDATE notifications SET status = ?, attempts = attempts + 1, next_attempt_at = CAST(? AS INTEGER),
              leased_by = NULL, leased_until = NULL, answer = ?, answer_status = CAST(? AS INTEGER),
              finished_at = CAST(? AS INTEGER)
            WHERE id = CAST(? AS INTEGER) AND status = 'waiting' AND (leased_by = ? OR ? = 'sent')`,
      args: [
        status,
        after?.retry ? after.at : notification.nextAttemptAt,
        answerOf(result),
        result.status,
        status === "waiting" ? null : now,
        notification.id,
        options.leasedBy,
        status,
      ],
    },
  ]);
  return status;
}

async function attempt(
  db: Database,
  { notification, channel }: Leased,
  { now, limits }: SendOptions,
): Promise<SendResult> {
  try {
    const outgoing = await outgoingOf(db, { notification, now: now() });
    return await sendTo(openChannel(db, channel), outgoing, limits);
  } catch (error) {
    // A lost key, say. It may be put back, so this is tried again.
    return failureOf(error);
  }
}

function whatNext(
  notification: NotificationRecord,
  { result, attempts, now }: { result: SendResult; attempts: number; now: number },
  quietHours: QuietHours,
): AfterFailure {
  const { severity, createdAt } = notification;
  const atFirst = decide({ severity, quietHours, now: createdAt });
  return afterFailure({
    attempts,
    dueAt: atFirst.send ? createdAt : atFirst.until,
    now,
    isPermanent: result.isPermanent,
    retryAfterMs: result.retryAfterMs,
  });
}

/** The receiver's own words, behind ours where it refused. */
function answerOf({ answer, error }: SendResult): string | null {
  const words = [error, answer?.trim()].filter((part) => part != null && part !== "").join(": ");
  return words === "" ? null : cut(linesWithoutUnseen(words), ANSWER_LENGTH_MAX);
}
