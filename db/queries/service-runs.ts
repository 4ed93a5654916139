import { INTERVALS_OF_SILENCE, SERVER_OFFLINE_SECONDS_DEFAULT } from "../../domain/servers/presence";

/**
 * When the last sample of a run was, in a query that names `service_status` r and `servers` s. The runs that the newest
 * sample confirmed are not written anew each minute: they last as long as their server's services have been seen unchanged.
 */
export const LAST_SEEN_AT = `CASE WHEN r.last_seen_at >= s.services_stored_at
  THEN max(coalesce(s.services_seen_at, 0), r.last_seen_at) ELSE coalesce(r.last_seen_at, r.timestamp) END`;

/**
 * Until when what a run said holds on the hub's clock, if the next does not begin before: the silence that its server was
 * allowed then. The newest sample of a machine whose clock is behind is younger than it says, as the server's `last_seen`
 * knows. A row that was written by hand holds as long as the silence that is usual.
 */
export const KNOWN_UNTIL = `(${LAST_SEEN_AT}
  + coalesce(r.known_until - coalesce(r.last_seen_at, r.timestamp),
      CAST(1000 * max(${SERVER_OFFLINE_SECONDS_DEFAULT}, ${INTERVALS_OF_SILENCE} * s.heartbeat_interval_seconds) AS INTEGER))
  + CASE WHEN r.last_seen_at >= s.services_stored_at
      THEN max(0, coalesce(s.last_seen, 0) - max(coalesce(s.services_seen_at, 0), r.last_seen_at)) ELSE 0 END)`;
