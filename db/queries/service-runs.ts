/**
 * When the last sample of a run was, in a query that names `service_status` r and `servers` s. The runs that the newest
 * sample confirmed are not written anew each minute: they last as long as their server's services have been seen unchanged.
 */
export const LAST_SEEN_AT = `CASE WHEN r.last_seen_at >= s.services_stored_at
  THEN max(coalesce(s.services_seen_at, 0), r.last_seen_at) ELSE coalesce(r.last_seen_at, r.timestamp) END`;

/** Until when what a run said holds, if the next does not begin before: the silence that its server was allowed then. */
export const KNOWN_UNTIL = `(${LAST_SEEN_AT}
  + coalesce(r.known_until - coalesce(r.last_seen_at, r.timestamp), 0))`;
