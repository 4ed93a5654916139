import type { InStatement, ResultSet } from "@libsql/client";
import { metricTypeOf } from "../../domain/alerts/alert";
import { serviceAlertTypes } from "../../domain/alerts/services";
import { calmState, resolveWithoutReading } from "../../domain/alerts/transition";
import { changeStatements } from "./alert-changes";
import { loadAlerting, stateKey } from "./load-alerting";

/**
 * The statements that end every alert about one service and forget what was counted for it, because it is not watched any
 * more; none where there is nothing to end. `reason` is for the timeline: "nginx.service was disabled". For the transaction
 * of the deed that stops watching it.
 */
export async function resolveServiceAlerts(
  read: (statement: InStatement) => Promise<ResultSet>,
  options: { serverId: string; serviceName: string; reason: string; now: number },
): Promise<InStatement[]> {
  const { serverId, serviceName: subject, reason, now } = options;
  const alerting = await loadAlerting(read, [serverId]);
  const serverName = alerting.servers.get(serverId)?.name ?? serverId;
  const changes = serviceAlertTypes.flatMap((alertType) => {
    const before = alerting.states.get(stateKey(serverId, metricTypeOf(alertType, subject)));
    if (before === undefined || (before.severity === null && before.breaches === 0)) return [];
    const resolved = resolveWithoutReading(before, now, reason);
    const { changes: lately, flappingSince, alertId } = resolved.state;
    const after =
      before.severity === null ? { ...calmState, changes: lately, flappingSince, alertId } : resolved.state;
    return [{ serverId, serverName, alertType, subject, after, steps: resolved.steps }];
  });
  return changeStatements(changes, alerting, now);
}
