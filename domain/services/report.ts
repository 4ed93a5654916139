import type { ReportedService } from "../heartbeats/heartbeat";
import { type ServiceWord, wordKey } from "./runs";

/** What is known of a server's services as they were last written: see the columns `services_...` of `servers`. */
export type StoredServices = { digest: string | null; storedAt: number | null; seenAt: number | null };

/** Runs that go on are written again after this time: no more than so much of them rests on one column of the server. */
const WRITTEN_AGAIN_MS = 5 * 60_000;

/** What a heartbeat says of each service by name, silence about one that is expected included. Of two with one name the later counts. */
export function wordsOf(
  services: readonly ReportedService[] | null | undefined,
  expected: readonly string[],
): Map<string, ServiceWord> {
  const words = new Map<string, ServiceWord>();
  for (const service of services ?? []) words.set(service.name, wordOf(service));
  const reason = services == null ? "the agent reports no services" : "the agent does not report it";
  for (const name of expected) if (!words.has(name)) words.set(name, unknownBecause(reason));
  return words;
}

/** One text for all that would begin or end a run, in any order of the services; empty where there are none. */
export function digestOf(words: ReadonlyMap<string, ServiceWord>, allowedMs: number): string {
  if (words.size === 0) return "";
  const said = [...words].map(([name, word]) => `${JSON.stringify(name)}${wordKey(word)}`);
  return [allowedMs, ...said.sort()].join("\n");
}

/** Whether a newer heartbeat only confirms what is written, so that its time alone has to be remembered. */
export function isConfirmation(
  stored: StoredServices,
  now: { digest: string; at: number; allowedMs: number },
): boolean {
  if (now.digest === "") return (stored.digest ?? "") === "";
  if (stored.digest !== now.digest || stored.storedAt === null || stored.seenAt === null) return false;
  return now.at <= stored.seenAt + now.allowedMs && now.at - stored.storedAt < WRITTEN_AGAIN_MS;
}

function wordOf(service: ReportedService): ServiceWord {
  return {
    status: service.status,
    statusReason: service.status_reason ?? null,
    exitStatus: service.exit_status ?? null,
    restartCounter: service.restarts ?? null,
    startedAt: instantOf(service.since),
    pid: service.pid ?? null,
    memoryMb: service.memory_mb ?? null,
    cpuPercent: service.cpu_percent ?? null,
  };
}

function unknownBecause(statusReason: string): ServiceWord {
  return {
    ...{ status: "unknown", statusReason, exitStatus: null, restartCounter: null, startedAt: null },
    ...{ pid: null, memoryMb: null, cpuPercent: null },
  };
}

/** Null where it is no instant: a time without an offset would mean something else on each machine. */
function instantOf(since: string | null | undefined): number | null {
  if (since == null || !/T.*(?:Z|[+-]\d\d:?\d\d)$/.test(since)) return null;
  const at = Date.parse(since);
  return Number.isFinite(at) && at > 0 ? at : null;
}
