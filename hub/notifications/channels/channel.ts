import { isPermanentStatus, parseRetryAfter } from "../../../domain/notifications/backoff";
import type { ChannelSettings } from "../../../domain/notifications/channel-settings";
import type { Message } from "../../../domain/notifications/message";
import type { ChannelType } from "../../../domain/notifications/notification";
import { RefusedAddressError } from "../checked-address";
import { type OutgoingAnswer, type OutgoingRequest, type SendLimits, sendRequest } from "../outgoing-request";

/** What goes out, in every form that a channel may want. */
export type Outgoing = {
  message: Message;
  /** What the webhook gets of the alerts themselves. */
  payload: Record<string, unknown>;
  idempotencyKey: string;
  /** Epoch milliseconds of this attempt. */
  now: number;
};

/** What came of an attempt. `answer` is the receiver's own words; `error` says in ours why it was not delivered. */
export type SendResult = {
  isDelivered: boolean;
  status: number | null;
  answer: string | null;
  error: string | null;
  isPermanent: boolean;
  retryAfterMs: number | null;
};

export type Sender<Type extends ChannelType> = (
  settings: ChannelSettings[Type],
  outgoing: Outgoing,
  limits: SendLimits,
) => Promise<SendResult>;

/** Posts to a receiver that says by its HTTP status whether it took the message; `judge` knows its habits. */
export async function post(
  request: OutgoingRequest,
  outgoing: Outgoing,
  limits: SendLimits,
  judge: (result: SendResult, answer: OutgoingAnswer) => SendResult = (result) => result,
): Promise<SendResult> {
  try {
    const answer = await sendRequest(request, limits);
    return judge(resultOf(answer, outgoing.now), answer);
  } catch (error) {
    return failureOf(error);
  }
}

export const json = (value: unknown) => ({
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(value),
});

/** A path below an address that may end with a slash and carry a query. */
export function below(address: string, path: string): string {
  const url = new URL(address);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${path}`;
  return url.toString();
}

/** An attempt that got no answer at all. */
export function failureOf(error: unknown): SendResult {
  // Where both families fail there is one error for each address, and the message of them all is empty.
  const errors = error instanceof AggregateError ? error.errors : [error];
  const words = errors.map((each) => (each instanceof Error ? each.message : String(each)));
  return {
    isDelivered: false,
    status: null,
    answer: null,
    error: [...new Set(words)].join("; ") || "The connection failed",
    isPermanent: error instanceof RefusedAddressError,
    retryAfterMs: null,
  };
}

function resultOf({ status, headers, body }: OutgoingAnswer, now: number): SendResult {
  const isDelivered = status >= 200 && status < 300;
  const to = headers.location === undefined ? "" : ` to ${headers.location}`;
  const isRedirect = status >= 300 && status < 400;
  return {
    isDelivered,
    status,
    answer: body,
    error: isDelivered
      ? null
      : isRedirect
        ? `The receiver redirects${to}, which is not followed: set that address`
        : `The receiver answered ${status}`,
    isPermanent: isPermanentStatus(status),
    retryAfterMs: parseRetryAfter(headers["retry-after"], now),
  };
}
