import { createHash } from "node:crypto";
import type { Heartbeat } from "../../domain/heartbeats/heartbeat";
import { digestOf, mustStore, type StoredServices } from "../../domain/services/stored-state";

export type ServicesChoice = {
  /** The heartbeats whose services are stored. */
  stored: Set<Heartbeat>;
  /** By server, what is known from then on; only of those of which something was stored. */
  after: Map<string, StoredServices>;
};

/**
 * Which heartbeats' services are worth a row: those that changed, and one in five minutes. A list of ten services is larger
 * than all other figures of its sample together and says the same minute after minute.
 */
export function chooseServices(
  heartbeats: Heartbeat[],
  known: (serverId: string) => StoredServices | undefined,
): ServicesChoice {
  const stored = new Set<Heartbeat>();
  const after = new Map<string, StoredServices>();
  for (const heartbeat of heartbeats) {
    const { server_id: id, services, timestamp: at } = heartbeat;
    if (!services || services.length === 0) continue;
    const before = after.get(id) ?? known(id) ?? { digest: null, storedAt: null };
    const digest = createHash("sha256").update(digestOf(services)).digest("hex").slice(0, 32);
    if (!mustStore(before, { digest, at })) continue;
    stored.add(heartbeat);
    // One that came late is history; what is known now stays.
    if (at >= (before.storedAt ?? 0)) after.set(id, { digest, storedAt: at });
  }
  return { stored, after };
}
