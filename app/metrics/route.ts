import { answering, otherMethods } from "@/app/api/v1/answer";
import { requireReader } from "@/app/api/v1/authorise";
import { database } from "@/db/client";
import { countActiveAlerts } from "@/db/queries/alerts";
import { countWaitingNotifications } from "@/db/queries/notifications";
import { findDatabaseSize } from "@/db/queries/retention";
import { listLatestSamples } from "@/db/queries/samples";
import { listServers } from "@/db/queries/servers";
import { expositionOf } from "@/domain/prometheus/exposition";
import { now } from "@/hub/clock";
import { heartbeatWriter } from "@/hub/heartbeats/heartbeat-writer";
import { hubVersion } from "@/hub/hub-version";
import { readJobs } from "@/hub/jobs/read-jobs";
import { hubConfig } from "@/hub-config";
import { hubFamilies, serverFamilies } from "./families";

export const dynamic = "force-dynamic";

/** The hub itself and the newest sample of every server as Prometheus reads them. */
export const GET = answering(async (request) => {
  if (!hubConfig().isMetricsPublic) await requireReader(request);
  const [db, at] = [database(), now()];
  const [jobs, waiting, size, alerts, servers, samples] = await Promise.all([
    readJobs(db, at),
    countWaitingNotifications(db),
    findDatabaseSize(db),
    countActiveAlerts(db),
    listServers(db),
    listLatestSamples(db),
  ]);
  const startedAt = Date.now() - process.uptime() * 1000;
  const ingest = heartbeatWriter().figures();
  const hub = hubFamilies({ version: hubVersion, startedAt, now: at, ingest, jobs, waiting, size, alerts });
  return new Response(expositionOf([...hub, ...serverFamilies(servers, samples)]), {
    headers: {
      "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
      "Cache-Control": "no-store",
    },
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
