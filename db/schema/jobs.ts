import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant } from "./columns";

/**
 * What happens because time passed: one row a job, claimed by a guarded UPDATE, so that several hubs on one
 * database run each job once.
 */
export const jobs = sqliteTable("jobs", {
  name: text("name").primaryKey(),
  leasedBy: text("leased_by"),
  leasedUntil: instant("leased_until"),
  /** The job is due at this instant; never before. */
  nextRunAt: instant("next_run_at").notNull().default(0),
  lastStartedAt: instant("last_started_at"),
  lastFinishedAt: instant("last_finished_at"),
  lastDurationMs: integer("last_duration_ms"),
  lastError: text("last_error"),
  /**
   * Since when the job has run without a break. A hub that was stopped, suspended or stalled has not heard the
   * agents, so silence before this instant accuses nobody.
   */
  watchingSince: instant("watching_since"),
});
