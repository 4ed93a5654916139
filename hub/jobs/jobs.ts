import type { Database } from "../../db/client";
import { deliverDueNotifications } from "../notifications/deliver-notifications";
import { sweepOfflineServers } from "../servers/sweep-offline-servers";
import type { Claim } from "./claim-job";

export type Job = {
  name: string;
  everyMs: number;
  run: (db: Database, claim: Claim) => Promise<Record<string, unknown>>;
};

/** Everything that happens because time passed. Each row names a verb of the hub; its answer goes to the log. */
export const jobTable: Job[] = [
  {
    name: "sweep-offline-servers",
    everyMs: 10_000,
    run: (db, claim) => sweepOfflineServers(db, { now: claim.startedAt, watchingSince: claim.watchingSince }),
  },
  { name: "deliver-notifications", everyMs: 1000, run: deliverDueNotifications },
];
