import { offlineSecondsFor } from "../../domain/alerts/thresholds";
import { aliveAt, presenceAfter, silenceAllowedMs } from "../../domain/servers/presence";
import type { AlertChange } from "../alerts/alert-changes";
import { evaluateHeartbeats } from "../alerts/evaluate-heartbeats";
import type { Alerting } from "../alerts/load-alerting";
import type { Arrival } from "./arrival";
import { descriptionRows, presenceRow } from "./heartbeat-rows";

export type KnownServer = {
  id: string;
  guid: string | null;
  lastSeen: number | null;
  intervalSeconds: number;
  newestSampleAt: number | null;
  /** What it last said of itself, as the JSON array that the database makes of it. */
  description: string;
};

type ServerUpdates = { presence: unknown[]; descriptions: unknown[]; changes: AlertChange[] };

/** For each server when it was alive, from its newest sample what it says of itself, and what its alerts make of it all. */
export function serverUpdates(
  arrivals: Arrival[],
  servers: Map<string, KnownServer>,
  alerting: Alerting,
): ServerUpdates {
  const byServer = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const id = arrival.heartbeat.server_id;
    const others = byServer.get(id);
    if (others === undefined) byServer.set(id, [arrival]);
    else others.push(arrival);
  }
  const updates: ServerUpdates = { presence: [], descriptions: [], changes: [] };
  for (const [id, ofServer] of byServer) {
    const known = servers.get(id);
    const newest = ofServer.reduce((a, b) => (b.heartbeat.timestamp > a.heartbeat.timestamp ? b : a));
    const now = newest.receivedAt;
    const intervalSeconds = newest.heartbeat.interval_seconds ?? known?.intervalSeconds ?? 60;
    const serverOfflineSeconds = offlineSecondsFor(alerting.thresholds, id);
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
    updates.presence.push(presenceRow(newest, presence, isNewest));
    if (!isNewest) continue;
    updates.descriptions.push(...descriptionRows(newest, known?.description ?? null));
    // Alerts count what is fresh, in the order of its own times; late, repeated and long past samples count nothing.
    const counting = ofServer
      .filter((arrival) => arrival.heartbeat.timestamp > newestBefore && alive(arrival) + allowedMs > now)
      .sort((a, b) => a.heartbeat.timestamp - b.heartbeat.timestamp);
    if (counting.length === 0) continue;
    const heartbeats = counting.map(({ heartbeat }) => heartbeat);
    updates.changes.push(
      ...evaluateHeartbeats(alerting, { serverId: id, heartbeats, aliveAt: presence.lastSeen, now }),
    );
  }
  return updates;
}
