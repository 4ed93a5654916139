import { sql } from "drizzle-orm";
import type { Database } from "../client";
import { servers } from "../schema";

/** All servers in a few figures. */
export async function summariseServers(db: Database) {
  const countOf = (condition: ReturnType<typeof sql>) => sql<number>`count(*) FILTER (WHERE ${condition})`;
  const rows = await db
    .prepared("summariseServers", (reader) =>
      reader
        .select({
          total: sql<number>`count(*)`,
          online: countOf(sql`status = 'online'`),
          offline: countOf(sql`status = 'offline'`),
          unknown: countOf(sql`status = 'unknown'`),
          paused: countOf(sql`paused_at IS NOT NULL`),
          updatesAvailable: sql<number>`coalesce(sum(updates_available), 0)`,
          securityUpdates: sql<number>`coalesce(sum(security_updates), 0)`,
          lastSeen: sql<number | null>`max(last_seen)`,
        })
        .from(servers)
        .prepare(),
    )
    .all();
  const none = { total: 0, online: 0, offline: 0, unknown: 0, paused: 0, updatesAvailable: 0 };
  return rows[0] ?? { ...none, securityUpdates: 0, lastSeen: null };
}
