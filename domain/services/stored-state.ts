import type { ReportedService } from "../heartbeats/heartbeat";

/** Unchanged services are stored again after this time, so that a gap in the history can be told from calm. */
const STORED_AGAIN_MS = 5 * 60_000;

/** What is known of a server's services as they were last stored. */
export type StoredServices = { digest: string | null; storedAt: number | null };

/** The names and states of services in one word; what changes all the time (memory, CPU) is not in it. */
export function digestOf(services: readonly ReportedService[]): string {
  const states = services.map(
    ({ name, status, restarts }) => `${name}=${status}${restarts ? `#${restarts}` : ""}`,
  );
  return states.sort().join("\n");
}

/** Whether a list of services at `at` has to be stored: it is new, another one, or the last is five minutes old. */
export function mustStore(before: StoredServices, now: { digest: string; at: number }): boolean {
  if (before.digest !== now.digest || before.storedAt === null) return true;
  return now.at < before.storedAt || now.at - before.storedAt >= STORED_AGAIN_MS;
}
