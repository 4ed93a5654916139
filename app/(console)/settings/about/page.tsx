import type { Metadata } from "next";
import Link from "next/link";
import { requireViewer } from "@/app/require-person";
import { site } from "@/app/site";
import { JobTable } from "@/components/settings/job-table";
import { SettingsHead } from "@/components/settings/settings-head";
import { Facts } from "@/components/ui/facts";
import { database } from "@/db/client";
import { findDatabaseSize, listDatabaseSizes } from "@/db/queries/retention";
import { findSchemaVersion } from "@/db/queries/schema-version";
import { now } from "@/hub/clock";
import { hubLicence } from "@/hub/hub-version";
import { readJobs } from "@/hub/jobs/read-jobs";
import { checkHealth } from "@/hub/system/check-health";
import { trendWords } from "../retention/retention-view";
import { aboutLines, jobRows } from "./about-view";

export const metadata: Metadata = { title: "About" };

/** What this hub is, and whether what it does by itself is done. */
export default async function AboutPage() {
  const { role } = await requireViewer();
  const [db, at] = [database(), now()];
  const [health, schema, size, sizes, jobs] = await Promise.all([
    checkHealth(db, at),
    findSchemaVersion(db),
    findDatabaseSize(db),
    listDatabaseSizes(db),
    readJobs(db, at),
  ]);
  const lines = aboutLines({
    version: health.version,
    licence: hubLicence,
    nodeVersion: process.version,
    uptimeSeconds: health.uptime_seconds,
    schema,
    localFile: db.capabilities.localFile,
    size,
    growth: trendWords(sizes),
    timeZone: (await site()).time_zone,
    isHealthy: health.status === "healthy",
  });
  return (
    <>
      <SettingsHead current="about" role={role} />
      <Facts facts={lines} />
      <h2 className="mt-8 mb-2 font-semibold">Jobs</h2>
      <JobTable jobs={jobRows(jobs)} now={at} />
      <p className="mt-8 max-w-prose text-secondary text-table">
        Programs read all of this at <code>/metrics</code>, in Prometheus' format;{" "}
        <Link href="/api/docs" className="text-ink underline underline-offset-2">
          the API
        </Link>{" "}
        has a page of its own.
      </p>
    </>
  );
}
