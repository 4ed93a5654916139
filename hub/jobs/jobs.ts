import type { Database } from "../../db/client";
import { BACKUP_JOB } from "../../db/queries/backups";
import { hasDueNotifications } from "../../db/queries/notifications";
import { sweepCapacity } from "../alerts/sweep-capacity";
import { BACKUP_LEASE_MS, backUpDatabase, isBackupDue } from "../backups/back-up-database";
import { hasSamplesToRollUp, rollUpSamples } from "../metrics/roll-up-samples";
import { deliverDueNotifications } from "../notifications/deliver-notifications";
import { PRUNE_JOB, PRUNE_LEASE_MS, pruneHistory } from "../retention/prune-history";
import { sweepOfflineServers } from "../servers/sweep-offline-servers";
import { isSummaryDue, queueSummaries } from "../summary/queue-summaries";
import type { Claim } from "./claim-job";

export type Job = {
  name: string;
  everyMs: number;
  /** Asked before the job is claimed, where most turns have nothing to do: a claim is written to the disk. */
  hasWork?: (db: Database, now: number) => Promise<boolean>;
  /** How long a run may take before it is taken for dead; a minute where nothing is said. */
  leaseMs?: number;
  /** Runs beside the others, which would have to wait for it. */
  isLong?: boolean;
  /** `ending` aborts when the hub ends, which waits for the run. */
  run: (db: Database, claim: Claim, ending: AbortSignal) => Promise<Record<string, unknown>>;
};

/** Everything that happens because time passed. Each row names a verb of the hub; its answer goes to the log. */
export const jobTable: Job[] = [
  {
    name: "sweep-offline-servers",
    everyMs: 10_000,
    run: (db, claim) => sweepOfflineServers(db, { now: claim.startedAt, watchingSince: claim.watchingSince }),
  },
  {
    name: "deliver-notifications",
    everyMs: 1000,
    hasWork: hasDueNotifications,
    run: deliverDueNotifications,
  },
  {
    name: "sweep-capacity",
    everyMs: 3_600_000,
    run: async (db, claim) => ({ changedAlerts: await sweepCapacity(db, claim.startedAt) }),
  },
  {
    name: "roll-up-samples",
    everyMs: 1000,
    hasWork: hasSamplesToRollUp,
    run: (db, claim) => rollUpSamples(db, { now: claim.startedAt }),
  },
  {
    name: "tell-the-week",
    everyMs: 60_000,
    isLong: true,
    hasWork: isSummaryDue,
    run: (db, claim) => queueSummaries(db, claim.startedAt),
  },
  {
    name: BACKUP_JOB,
    everyMs: 1000,
    leaseMs: BACKUP_LEASE_MS,
    isLong: true,
    hasWork: isBackupDue,
    run: backUpDatabase,
  },
  {
    name: PRUNE_JOB,
    everyMs: 600_000,
    leaseMs: PRUNE_LEASE_MS,
    isLong: true,
    run: pruneHistory,
  },
];
