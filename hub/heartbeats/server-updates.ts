import { offlineSecondsFor, type Thresholds } from "../../domain/alerts/thresholds";
import type { Heartbeat } from "../../domain/heartbeats/heartbeat";
import { aliveAt, presenceAfter, silenceAllowedMs } from "../../domain/servers/presence";
import type { StoredServices } from "../../domain/services/report";
import type { Arrival } from "./arrival";
import { descriptionRows, presenceRow } from "./heartbeat-rows";

/** A service that should be running, and is watched. */
export type ExpectedService = { name: string; isCritical: boolean };

export type KnownServer = {
  id: string;
  guid: string | null;
  lastSeen: number | null;
  intervalSeconds: number;
  newestSampleAt: number | null;
  /** Samples before it are in the buckets of every tier already. */
  rolledUpUntil: number;
  cpuCores: number | null;
  /** Whether something of it is active, or counts towards an alert. */
  isAlerting: boolean;
  services: StoredServices;
  expected: ExpectedService[];
  /** What it last said of itself, as the JSON array that the database makes of it. */
  description: string;
};

/** The heartbeats of one server that count for its alerts, in the order of their times. */
export type FreshHeartbeats = { serverId: string; heartbeats: Heartbeat[]; aliveAt: number };

type ServerUpdates = { presence: unknown[]; descriptions: unknown[]; fresh: FreshHeartbeats[] };

/** For each server when it was alive, from its newest sample what it says of itself, and what counts for its alerts. */
export function serverUpdates(
  arrivals: Arrival[],
  servers: Map<string, KnownServer>,
  thresholds: Thresholds,
  services: Map<string, StoredServices>,
): ServerUpdates {
  const byServer = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const id = arrival.heartbeat.server_id;
    const others = byServer.get(id);
    if (others === undefined) byServer.set(id, [arrival]);
    else others.push(arrival);
  }
  const updates: ServerUpdates = { presence: [], descriptions: [], fresh: [] };
  for (const [id, ofServer] of byServer) {
    const known = servers.get(id);
    const newest = ofServer.reduce((a, b) => (b.heartbeat.timestamp > a.heartbeat.timestamp ? b : a));
    const now = newest.receivedAt;
    const intervalSeconds = newest.heartbeat.interval_seconds ?? known?.intervalSeconds ?? 60;
    const serverOfflineSeconds = offlineSecondsFor(thresholds, id);
    const allowedMs = silenceAllowedMs({ serverOfflineSeconds, intervalSeconds });
    const alive = (arrival: Arrival) =>
      aliveAt({ timestamp: arrival.heartbeat.timestamp, sentAt: arrival.sentAt, now });
    const presence = presenceAfter({
      aliveAt: Math.max(...ofServer.map(alive)),
      lastSeen: known?.lastSeen ?? null,
      silenceAllowedMs: allowedMs,
      now,
    });
    const newestBefore = known?.newestSampleAt ?? 0;
    const isNewest = newest.heartbeat.timestamp > newestBefore;
    updates.presence.push(presenceRow(newest, presence, isNewest, services.get(id)));
    if (!isNewest) continue;
    updates.descriptions.push(...descriptionRows(newest, known?.description ?? null));
    // Alerts count what is fresh, in the order of its own times; late, repeated and long past samples count nothing.
    const counting = ofServer
      .filter((arrival) => arrival.heartbeat.timestamp > newestBefore && alive(arrival) + allowedMs > now)
      .sort((a, b) => a.heartbeat.timestamp - b.heartbeat.timestamp);
    if (counting.length === 0) continue;
    const heartbeats = counting.map(({ heartbeat }) => heartbeat);
    updates.fresh.push({ serverId: id, heartbeats, aliveAt: presence.lastSeen });
  }
  return updates;
}
