import type { Database } from "../../db/client";
import { listJobs } from "../../db/queries/jobs";
import { type Job, jobTable } from "./jobs";

/** A job as it stands. Instants in epoch milliseconds, null where it has never begun or ended. */
export type JobState = {
  name: string;
  everyMs: number;
  /** It is asked every so often whether there is work, and only then runs; otherwise every turn is a run. */
  waitsForWork: boolean;
  /** How long it has been due without being run; 0 also where it has nothing to do. */
  lagMs: number;
  lastStartedAt: number | null;
  lastFinishedAt: number | null;
  lastDurationMs: number | null;
  lastError: string | null;
};

/** Every job of this hub, in the order of its table. */
export async function readJobs(db: Database, now: number, table: Job[] = jobTable): Promise<JobState[]> {
  const records = new Map((await listJobs(db)).map((record) => [record.name, record]));
  return Promise.all(
    table.map(async ({ name, everyMs, hasWork }) => {
      const record = records.get(name);
      const isRunning = record?.leasedUntil != null && record.leasedUntil > now;
      const isDue = !isRunning && record !== undefined && record.nextRunAt < now;
      const isLate = isDue && (hasWork === undefined || (await hasWork(db, now)));
      return {
        name,
        everyMs,
        waitsForWork: hasWork !== undefined,
        lagMs: isLate ? now - record.nextRunAt : 0,
        lastStartedAt: record?.lastStartedAt ?? null,
        lastFinishedAt: record?.lastFinishedAt ?? null,
        lastDurationMs: record?.lastDurationMs ?? null,
        lastError: record?.lastError ?? null,
      };
    }),
  );
}
