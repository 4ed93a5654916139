/** A server as the judgement of silence needs it. Instants in epoch milliseconds. */
export type WatchedServer = {
  id: string;
  name: string;
  lastSeen: number;
  offlineAfter: number;
  intervalSeconds: number;
  isOffline: boolean;
  /** Until when the hub has not listened for long enough, since its start say, to miss a heartbeat of it. */
  graceUntil: number;
};

const MASS_SERVERS_MIN = 3;
/** A heartbeat that is so many intervals late is missing, though nobody is called offline for it yet. */
const INTERVALS_LATE = 1.5;
/** Servers that fell silent so long before or after one another have causes of their own. */
const WINDOW_MS = 10 * 60_000;

export type SilenceJudgement =
  | { verdict: "single" }
  /** After a start or a break it is not decided yet who is silent, and it may be so many. */
  | { verdict: "wait" }
  /** So many that the hub or its network is the likelier cause. */
  | { verdict: "mass"; silent: WatchedServer[] };

/**
 * Judges a silence by who fell silent within the same ten minutes as `around`, the deadline of a server that is overdue: at least
 * three servers, and half of all that were heard until then, are a mass. When that was makes no difference: a hub that comes
 * back after hours finds the deadlines of its whole fleet as close together as it left them.
 */
export function judgeSilence(
  servers: readonly WatchedServer[],
  { around, now }: { around: number; now: number },
): SilenceJudgement {
  const heard = servers.filter(
    (server) => server.offlineAfter > around - WINDOW_MS && (!server.isOffline || isPartOf(server, around)),
  );
  const missing = heard.filter(
    (server) => isMissing(server, now) && Math.abs(Math.min(server.offlineAfter, now) - around) <= WINDOW_MS,
  );
  const silent = missing.filter((server) => !hasGrace(server, now));
  // The grace of equals ends one by one, over half an interval. Only for that long a judgement waits: nobody is kept from
  // being told of a silent server by one that reports once an hour.
  const intervalSeconds = Math.max(0, ...silent.map((server) => server.intervalSeconds));
  const undecided = missing.filter(
    (server) => hasGrace(server, now) && server.intervalSeconds <= intervalSeconds,
  );
  const count = silent.length + undecided.length;
  if (count < MASS_SERVERS_MIN || count * 2 < heard.length) return { verdict: "single" };
  return undecided.length > 0 ? { verdict: "wait" } : { verdict: "mass", silent };
}

/**
 * Whether a server's silence is part of a mass silence that began at `since`: its deadline passed within the ten minutes
 * before or after. One that falls silent hours later has a cause of its own.
 */
export function isPartOf(server: WatchedServer, since: number): boolean {
  return Math.abs(server.offlineAfter - since) <= WINDOW_MS;
}

/**
 * Whether a mass silence is over: of the servers that it took, fewer than three or less than half are still silent. Who is
 * late counts as when it began: the deadlines of one silence pass one by one, over as long as an interval.
 */
export function isMassOver(
  servers: readonly WatchedServer[],
  { since, now }: { since: number; now: number },
): boolean {
  const taken = servers.filter(({ offlineAfter }) => offlineAfter > since - WINDOW_MS);
  const silent = taken.filter((server) => server.isOffline || isLate(server, now));
  return silent.length < MASS_SERVERS_MIN || silent.length * 2 < taken.length;
}

function isLate(server: WatchedServer, now: number): boolean {
  return isMissing(server, now) && !hasGrace(server, now);
}

function isMissing(server: WatchedServer, now: number): boolean {
  return now - server.lastSeen > INTERVALS_LATE * server.intervalSeconds * 1000;
}

function hasGrace(server: WatchedServer, now: number): boolean {
  return !server.isOffline && server.graceUntil > now;
}
