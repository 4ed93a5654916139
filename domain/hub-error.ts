export const hubErrorCodes = [
  "invalid",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "too_large",
  "unsupported_media_type",
  "unavailable",
  "internal",
] as const;

export type HubErrorCode = (typeof hubErrorCodes)[number];

export type FieldFault = { path: string; message: string };

/**
 * The one kind of error whose message may be read by the person or program that caused it. Everything else
 * that is thrown is a fault of the hub: it is logged, and answered as "internal error" with a request id.
 */
export class HubError extends Error {
  readonly hint: string | undefined;
  readonly fields: FieldFault[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: HubErrorCode,
    message: string,
    details: { hint?: string; fields?: FieldFault[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = "HubError";
    this.hint = details.hint;
    this.fields = details.fields;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
