import { database } from "@/db/client";
import { countActiveAlerts } from "@/db/queries/alerts";
import { listPending } from "@/db/queries/pending-alerts";
import { summariseServers } from "@/db/queries/summary";
import { severities } from "@/domain/alerts/alert";
import type { SummaryAnswer } from "@/domain/summary-answer";
import { now } from "@/hub/clock";
import { answering, otherMethods } from "../answer";
import { requireReader } from "../authorise";

export const GET = answering(async (request) => {
  await requireReader(request);
  const requestedAt = now();
  const [servers, alerts, pending] = await Promise.all([
    summariseServers(database()),
    countActiveAlerts(database()),
    listPending(database(), requestedAt),
  ]);
  const { bySeverity } = alerts;
  return Response.json({
    servers_total: servers.total,
    servers_online: servers.online,
    servers_offline: servers.offline,
    servers_unknown: servers.unknown,
    servers_paused: servers.paused,
    alerts_open: alerts.open,
    alerts_acknowledged: alerts.acknowledged,
    alerts_total: alerts.open + alerts.acknowledged,
    alerts_critical: bySeverity.critical,
    alerts_high: bySeverity.high,
    alerts_medium: bySeverity.medium,
    alerts_low: bySeverity.low,
    alerts_pending: pending.length,
    worst_severity: severities.find((severity) => bySeverity[severity] > 0) ?? null,
    updates_available: servers.updatesAvailable,
    security_updates: servers.securityUpdates,
    last_heartbeat_at: servers.lastSeen === null ? null : new Date(servers.lastSeen).toISOString(),
    timestamp: new Date(requestedAt).toISOString(),
  } satisfies SummaryAnswer);
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
