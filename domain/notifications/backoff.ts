const SECOND_MS = 1000;
const LADDER_MS = [5 * SECOND_MS, 15 * SECOND_MS, 45 * SECOND_MS];
const WAIT_MS_MAX = 30 * 60 * SECOND_MS;
export const GIVE_UP_AFTER_MS = 24 * 60 * 60 * SECOND_MS;
/** A day may have passed while the hub was off: the first hour of attempts is made all the same. */
const ATTEMPTS_MIN = 9;

/** How long to wait after the nth attempt, counted from 1, has failed: 5 s, 15 s, 45 s, then doubling to 30 min. */
export function backoffMs(attempts: number): number {
  const step = LADDER_MS[attempts - 1];
  if (step !== undefined) return step;
  const doublings = Math.min(attempts - LADDER_MS.length, 20);
  return Math.min(45 * SECOND_MS * 2 ** doublings, WAIT_MS_MAX);
}

export type Failure = {
  /** Attempts made so far, this one included. */
  attempts: number;
  /** When the message was first allowed to go out. */
  dueAt: number;
  now: number;
  isPermanent: boolean;
  /** What the receiver asked for. */
  retryAfterMs: number | null;
};

export type AfterFailure =
  | { retry: true; at: number; reason: "backoff" | "retry_after" }
  | { retry: false; reason: "refused" | "gave_up" };

/** What becomes of a message that could not be delivered. A receiver that asks for more time than our own steps gets it. */
export function afterFailure({ attempts, dueAt, now, isPermanent, retryAfterMs }: Failure): AfterFailure {
  if (isPermanent) return { retry: false, reason: "refused" };
  if (now - dueAt >= GIVE_UP_AFTER_MS && attempts >= ATTEMPTS_MIN) return { retry: false, reason: "gave_up" };
  const ownMs = backoffMs(attempts);
  const askedMs = Math.min(retryAfterMs ?? 0, GIVE_UP_AFTER_MS);
  return askedMs > ownMs
    ? { retry: true, at: now + askedMs, reason: "retry_after" }
    : { retry: true, at: now + ownMs, reason: "backoff" };
}

/** A refusal that the next attempt would meet again: a 4xx, but for 408 (too slow) and 429 (too many). */
export function isPermanentStatus(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** `Retry-After` in milliseconds: seconds, or a date. Null where it is neither. */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Number(text) * SECOND_MS;
  const at = Date.parse(text);
  return Number.isNaN(at) || !/[A-Za-z]/.test(text) ? null : Math.max(0, at - now);
}
