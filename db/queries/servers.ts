import { asc, desc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../client";
import { alerts, servers, serverTags } from "../schema";

type Internal = "osInfo" | "servicesDigest" | "servicesStoredAt" | "servicesSeenAt";
export type ServerRecord = Omit<typeof servers.$inferSelect, Internal> & { tags: string[] };

const tagsOfServer = sql<string>`(SELECT json_group_array(tag) FROM (SELECT tag FROM server_tags WHERE server_id = servers.id ORDER BY tag))`;

/** All columns but `os_info`, which only repeats four of them, and what only the next heartbeat needs. */
const serverColumns = {
  id: servers.id,
  guid: servers.guid,
  hostname: servers.hostname,
  displayName: servers.displayName,
  ipAddress: servers.ipAddress,
  status: servers.status,
  statusChangedAt: servers.statusChangedAt,
  osDistribution: servers.osDistribution,
  osVersion: servers.osVersion,
  kernelVersion: servers.kernelVersion,
  architecture: servers.architecture,
  cpuModel: servers.cpuModel,
  cpuCores: servers.cpuCores,
  machineType: servers.machineType,
  machineCategory: servers.machineCategory,
  tdpWatts: servers.tdpWatts,
  idleWatts: servers.idleWatts,
  agentVersion: servers.agentVersion,
  bootId: servers.bootId,
  heartbeatIntervalSeconds: servers.heartbeatIntervalSeconds,
  clockSkewMs: servers.clockSkewMs,
  spooledCount: servers.spooledCount,
  spoolDroppedCount: servers.spoolDroppedCount,
  lastSeen: servers.lastSeen,
  offlineAfter: servers.offlineAfter,
  pausedAt: servers.pausedAt,
  updatesAvailable: servers.updatesAvailable,
  securityUpdates: servers.securityUpdates,
  createdAt: servers.createdAt,
  updatedAt: servers.updatedAt,
};

/** Every server with its tags, by id. */
export async function listServers(db: Database): Promise<ServerRecord[]> {
  const rows = await db
    .prepared("listServers", (reader) =>
      reader
        .select({ ...serverColumns, tags: tagsOfServer })
        .from(servers)
        .orderBy(asc(servers.id))
        .prepare(),
    )
    .all();
  return rows.map((row) => ({ ...row, tags: JSON.parse(row.tags) as string[] }));
}

export async function findServer(db: Database, id: string): Promise<ServerRecord | null> {
  const rows = await db
    .prepared("findServer", (reader) =>
      reader
        .select({ ...serverColumns, tags: tagsOfServer })
        .from(servers)
        .where(eq(servers.id, sql.placeholder("id")))
        .prepare(),
    )
    .all({ id });
  const row = rows[0];
  return row === undefined ? null : { ...row, tags: JSON.parse(row.tags) as string[] };
}

export async function countServers(db: Database): Promise<number> {
  const rows = await db
    .prepared("countServers", (reader) => reader.select({ n: sql<number>`count(*)` }).from(servers).prepare())
    .all();
  return rows[0]?.n ?? 0;
}

/**
 * What changed after `since` (epoch milliseconds): a server's row or one of its alerts, `id` being the server's. `key` tells
 * one from another.
 */
export async function listServersChangedSince(
  db: Database,
  since: number,
): Promise<{ key: string; id: string; updatedAt: number }[]> {
  return db
    .prepared("listServersChangedSince", (reader) =>
      reader
        .select({ key: servers.id, id: servers.id, updatedAt: servers.updatedAt })
        .from(servers)
        .where(gt(servers.updatedAt, sql.placeholder("since")))
        .unionAll(
          reader
            .select({
              key: sql<string>`'alert ' || ${alerts.id}`,
              id: alerts.serverId,
              updatedAt: alerts.updatedAt,
            })
            .from(alerts)
            .where(gt(alerts.updatedAt, sql.placeholder("since"))),
        )
        .prepare(),
    )
    .all({ since: Math.floor(since) });
}

/** The tags in use, each with the number of its servers. */
export async function listTags(db: Database): Promise<{ tag: string; count: number }[]> {
  return db.reader
    .select({ tag: serverTags.tag, count: sql<number>`count(*)` })
    .from(serverTags)
    .groupBy(serverTags.tag)
    .orderBy(asc(serverTags.tag));
}

/** Servers that became known after `since`, the newest first, at most twenty. */
export async function listServersCreatedSince(
  db: Database,
  since: number,
): Promise<{ id: string; name: string; createdAt: number; lastSeen: number | null }[]> {
  return db.reader
    .select({
      id: servers.id,
      name: sql<string>`coalesce(${servers.displayName}, ${servers.id})`,
      createdAt: servers.createdAt,
      lastSeen: servers.lastSeen,
    })
    .from(servers)
    .where(gt(servers.createdAt, since))
    .orderBy(desc(servers.createdAt))
    .limit(20);
}
