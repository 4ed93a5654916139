import type { ServiceStatus } from "./service";

/** The newest run of a service, its end as it is effectively known: see the query that reads it. Instants are epoch milliseconds. */
export type NewestRun = {
  status: ServiceStatus;
  statusReason: string | null;
  pid: number | null;
  memoryMb: number | null;
  cpuPercent: number | null;
  from: number;
  lastSeenAt: number;
  knownUntil: number;
  startedAt: number | null;
  exitStatus: number | null;
};

export type CurrentStatus = Omit<NewestRun, "from" | "knownUntil" | "startedAt"> & {
  /** Since when the status is what it is: the init system's own word where it gave one, else the first sample that said so. */
  since: number;
};

/**
 * How a service is now. Where its last word has run out, because the agent fell silent, it is unknown since then: what was
 * measured of it before is no longer said of it.
 */
export function currentStatus(run: NewestRun, now: number): CurrentStatus {
  const { from, knownUntil, startedAt, ...said } = run;
  if (knownUntil <= now) {
    return {
      ...{ status: "unknown", statusReason: "the agent fell silent", since: knownUntil },
      ...{ pid: null, memoryMb: null, cpuPercent: null, exitStatus: null, lastSeenAt: run.lastSeenAt },
    };
  }
  return { ...said, since: startedAt !== null && startedAt <= from ? startedAt : from };
}

/** What is shown first: what is broken, then what is not known. */
export const statusOrder: Record<ServiceStatus, number> = { failed: 0, stopped: 1, unknown: 2, running: 3 };

/**
 * Why a service is as it is, in words: "exit-code, status 1"; null where nothing is said. Our agent's reason tells the exit
 * status or the signal itself, the published one's does not; 0 is how what was stopped ends.
 */
export function reasonWords(said: Pick<NewestRun, "statusReason" | "exitStatus">): string | null {
  const { statusReason, exitStatus } = said;
  const isTold = statusReason !== null && /\b(?:status|signal) \d+\b/.test(statusReason);
  const status = exitStatus === null || exitStatus === 0 || isTold ? null : `status ${exitStatus}`;
  return [statusReason, status].filter(Boolean).join(", ") || null;
}
