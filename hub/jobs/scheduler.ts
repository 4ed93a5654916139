import { randomUUID } from "node:crypto";
import type { Database } from "../../db/client";
import { now } from "../clock";
import { log } from "../log";
import { claimJob, finishJob } from "./claim-job";
import { type Job, jobTable } from "./jobs";

/** How often the table is looked at. A job runs at the first look after it is due. */
const LOOK_MS = 1000;

/**
 * Looks once a second for jobs that are due and runs those that this hub can claim. A failed run is logged, kept in its
 * row, and tried again when it is next due. Returns a function that ends it, after the runs that are under way.
 */
export function startScheduler(db: Database, table: Job[] = jobTable): () => Promise<void> {
  const hubId = randomUUID();
  const begun = new Set<string>();
  let looking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const ending = new AbortController();
  /** Long runs, which the next look does not wait for. */
  const underWay = new Map<string, Promise<unknown>>();

  const look = async () => {
    for (const job of table) {
      if (ending.signal.aborted) return;
      if (underWay.has(job.name)) continue;
      const hub = { hubId, isFirstRun: !begun.has(job.name), ending: ending.signal };
      const run = runIfDue(db, job, hub).then((ran) => ran && begun.add(job.name));
      if (job.isLong === true) {
        underWay.set(
          job.name,
          run.finally(() => underWay.delete(job.name)),
        );
      } else {
        await run;
      }
    }
  };
  const turn = () => {
    looking = look().finally(() => {
      if (!ending.signal.aborted) timer = setTimeout(turn, LOOK_MS);
    });
  };
  turn();
  return async () => {
    ending.abort();
    clearTimeout(timer);
    await looking;
    await Promise.all(underWay.values());
  };
}

async function runIfDue(
  db: Database,
  job: Job,
  { ending, ...hub }: { hubId: string; isFirstRun: boolean; ending: AbortSignal },
): Promise<boolean> {
  try {
    if (job.hasWork !== undefined && !(await job.hasWork(db, now()))) return false;
    const { name, everyMs, leaseMs } = job;
    const claim = await claimJob(db, { name, everyMs, leaseMs, ...hub, now: now() });
    if (claim === null) return false;
    const failure = await job.run(db, claim, ending).then(
      (answer) => {
        log().debug({ job: job.name, ...answer }, "job ran");
        return null;
      },
      (error: unknown) => {
        log().error({ job: job.name, err: error }, "job failed");
        return error instanceof Error ? error.message : String(error);
      },
    );
    await finishJob(db, claim, { now: now(), error: failure });
    return true;
  } catch (error) {
    log().error({ job: job.name, err: error }, "job could not be claimed or finished");
    return false;
  }
}
