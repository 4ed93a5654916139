import type { Database } from "@/db/client";
import { type AlertEventRecord, type AlertRecord, findNewestReading } from "@/db/queries/alerts";
import { getThresholds } from "@/db/queries/config";
import type { ServerRecord } from "@/db/queries/servers";
import { countServices, listExpectedServices } from "@/db/queries/services";
import { type CrossedLine, linesOf } from "@/domain/alerts/crossed-lines";
import { currentStatus } from "@/domain/services/current-status";
import type { CauseNow } from "./words-now";

/** What is known by now of the cause of an alert, and the lines that it crossed. */
export async function causeNow(
  db: Database,
  of: { alert: AlertRecord; server: ServerRecord; events: AlertEventRecord[]; at: number },
): Promise<{ cause: CauseNow; crossed: CrossedLine[] }> {
  const { alert, server, events, at } = of;
  const { alertType, serverId, subject } = alert;
  const isOfService = alertType.startsWith("service_");
  const [thresholds, value, counts, [service]] = await Promise.all([
    getThresholds(db),
    findNewestReading(db, alert.id),
    alertType === "offline" ? countServices(db, { serverIds: [serverId], now: at }) : null,
    isOfService ? listExpectedServices(db, { serverId, serviceName: subject }) : [],
  ]);
  const lines = linesOf(alert, events, thresholds);
  const cause: CauseNow = {
    value,
    line: lines.present,
    clear: lines.clear,
    silentMs: Math.max(0, at - (server.lastSeen ?? alert.createdAt)),
    servicesExpected: counts?.get(serverId)?.expected ?? 0,
    service: service?.newest == null ? null : currentStatus(service.newest, at),
  };
  return { cause, crossed: lines.crossed };
}
