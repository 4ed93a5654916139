/** Silence is no news before this many intervals of the agent's own have passed. */
export const INTERVALS_OF_SILENCE = 2.5;

export const SERVER_OFFLINE_SECONDS_DEFAULT = 180;
export const SERVER_OFFLINE_SECONDS_MIN = 30;

/** How long a server may be silent: the configured time, and never sooner than 2.5 of its own intervals. */
export function silenceAllowedMs(options: { serverOfflineSeconds: number; intervalSeconds: number }): number {
  const configured = Math.max(options.serverOfflineSeconds, SERVER_OFFLINE_SECONDS_MIN);
  return Math.max(configured, INTERVALS_OF_SILENCE * options.intervalSeconds) * 1000;
}

/**
 * When the machine was alive, on the hub's clock. An agent that says what its clock showed at sending (`sentAt`)
 * is corrected by the difference, so that a machine without a real-time clock is not taken for a dead one; from one that
 * does not say, the sample's own time is believed. Never later than now.
 */
export function aliveAt(options: { timestamp: number; sentAt: number | null; now: number }): number {
  const { timestamp, sentAt, now } = options;
  const skewMs = sentAt === null ? 0 : sentAt - now;
  return Math.min(timestamp - skewMs, now);
}

export type Presence = { lastSeen: number; offlineAfter: number; isFresh: boolean };

/**
 * What a sample says about presence: an old one (from a spool, or sent twice) never moves `lastSeen` back, and only
 * one whose deadline is still ahead makes a server online.
 */
export function presenceAfter(options: {
  aliveAt: number;
  lastSeen: number | null;
  silenceAllowedMs: number;
  now: number;
}): Presence {
  const lastSeen = Math.max(options.aliveAt, options.lastSeen ?? 0);
  const offlineAfter = lastSeen + options.silenceAllowedMs;
  return { lastSeen, offlineAfter, isFresh: offlineAfter > options.now };
}

/** The longest break in the sweep that still counts as watching: three missed turns of ten seconds. */
const BREAK_MS_MAX = 30_000;

/**
 * Since when the hub has listened without a break. After a start, a suspended clock (forwards or backwards) or a stalled
 * loop the agents could not be heard, so the watch begins anew.
 */
export function watchingSince(options: {
  before: number | null;
  lastSweepAt: number | null;
  now: number;
}): number {
  const { before, lastSweepAt, now } = options;
  if (before === null || lastSweepAt === null) return now;
  const wasWatching = now - lastSweepAt <= BREAK_MS_MAX && now >= lastSweepAt;
  return wasWatching ? before : now;
}

/**
 * The length of the hub's own grace for one server: one full interval of its agent plus up to half of one, spread by
 * the server's id so that a fleet is not judged in one instant.
 */
export function graceMs(options: { serverId: string; intervalSeconds: number }): number {
  let hash = 0;
  for (const character of options.serverId) hash = (hash * 31 + character.charCodeAt(0)) % 1000;
  return options.intervalSeconds * 1000 * (1 + hash / 2000);
}

/** Whether a server that is past its deadline may be called offline now. */
export function isOverdue(options: {
  serverId: string;
  intervalSeconds: number;
  offlineAfter: number;
  watchingSince: number;
  now: number;
}): boolean {
  if (options.offlineAfter > options.now) return false;
  return options.watchingSince + graceMs(options) <= options.now;
}
