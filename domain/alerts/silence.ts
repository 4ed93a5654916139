/** A server as the judgement of silence needs it. Instants in epoch milliseconds. */
export type WatchedServer = {
  id: string;
  name: string;
  lastSeen: number;
  offlineAfter: number;
  intervalSeconds: number;
  isOffline: boolean;
  /** The hub has not listened for long enough, since its start say, to miss a heartbeat of it. */
  hasGrace?: boolean;
};

const MASS_SERVERS_MIN = 3;
/** A heartbeat that is so many intervals late is missing, though nobody is called offline for it yet. */
const INTERVALS_LATE = 1.5;
/** Servers that fell silent longer ago have nothing to do with those that fall silent now. */
const WINDOW_MS = 10 * 60_000;

/**
 * The servers that fall silent together with those that are overdue now, where they are so many (at least three, and half of
 * all that were heard lately) that the hub or its network is the likelier cause. Null otherwise.
 */
export function massSilence(servers: readonly WatchedServer[], now: number): WatchedServer[] | null {
  const heardLately = servers.filter(({ offlineAfter }) => offlineAfter > now - WINDOW_MS);
  const silent = heardLately.filter((server) => isLate(server, now));
  const isMass = silent.length >= MASS_SERVERS_MIN && silent.length * 2 >= heardLately.length;
  return isMass ? silent : null;
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
  if (server.hasGrace === true && !server.isOffline) return false;
  return now - server.lastSeen > INTERVALS_LATE * server.intervalSeconds * 1000;
}
