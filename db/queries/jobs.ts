import { eq } from "drizzle-orm";
import type { Database } from "../client";
import { jobs } from "../schema";

export type JobRecord = typeof jobs.$inferSelect;

/** Every job that has ever run, by name. */
export async function listJobs(db: Database): Promise<JobRecord[]> {
  return db.reader.select().from(jobs).orderBy(jobs.name);
}

/** When a job last began and ended, and what went wrong; null where it has never run. */
export async function findJobRun(
  db: Database,
  name: string,
): Promise<{ lastStartedAt: number | null; lastFinishedAt: number | null; lastError: string | null } | null> {
  const rows = await db.reader
    .select({
      lastStartedAt: jobs.lastStartedAt,
      lastFinishedAt: jobs.lastFinishedAt,
      lastError: jobs.lastError,
    })
    .from(jobs)
    .where(eq(jobs.name, name));
  return rows[0] ?? null;
}
