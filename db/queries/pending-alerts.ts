import { and, asc, eq, gt, isNull, ne, sql } from "drizzle-orm";
import { type AlertType, subjectOf } from "../../domain/alerts/alert";
import { isInMaintenance } from "../../domain/alerts/maintenance";
import { UNKNOWN_BREACHES } from "../../domain/alerts/services";
import { type Rule, ruleFor, type Thresholds } from "../../domain/alerts/thresholds";
import type { Database } from "../client";
import { alertStates, servers, serverTags } from "../schema";
import { getThresholds } from "./config";
import { listMaintenanceWindows } from "./maintenance";

/** What is counted at a time: more than a person reads. */
const PENDING_MAX = 500;

/** A breach that is still counting: bad, but not often enough in a row to be an alert. */
export type PendingAlert = {
  serverId: string;
  serverName: string;
  alertType: AlertType;
  /** The mount, the unit; empty where the server has only one such thing. */
  subject: string;
  value: number | null;
  /** The line that the value has crossed; null where the rule has none. */
  threshold: number | null;
  breaches: number;
  /** So many in a row open the alert. */
  breachesDue: number;
  firstBreachAt: number | null;
  /** When the alert opens if every sample until then breaches as well and comes when its agent says. */
  dueAt: number | null;
};

/**
 * Breaches that are not alerts yet, the longest first. Left out is what cannot open: what was counted under a rule that is off by now,
 * and what is known of a server that is paused, in maintenance, or offline, of which no sample comes.
 */
export async function listPending(db: Database, now: number): Promise<PendingAlert[]> {
  const [thresholds, windows, rows] = await Promise.all([
    getThresholds(db),
    listMaintenanceWindows(db),
    listCounting(db),
  ]);
  return rows.flatMap(({ metricType, intervalSeconds, tags, ...state }) => {
    if (isInMaintenance(windows, { serverId: state.serverId, tags: JSON.parse(tags) as string[], now }))
      return [];
    const about = subjectOf(metricType);
    if (about === null) return [];
    const { alertType, subject } = about;
    const lines = linesOf(thresholds, { serverId: state.serverId, alertType, subject });
    if (lines === null) return [];
    const { breachesDue } = lines;
    return {
      ...state,
      alertType,
      subject,
      threshold: crossedLine(lines.rule, state.value),
      breachesDue,
      dueAt:
        state.firstBreachAt === null
          ? null
          : state.firstBreachAt + (breachesDue - 1) * intervalSeconds * 1000,
    };
  });
}

function listCounting(db: Database) {
  return db.reader
    .select({
      serverId: alertStates.serverId,
      serverName: sql<string>`coalesce(${servers.displayName}, ${servers.id})`,
      metricType: alertStates.metricType,
      value: alertStates.currentValue,
      breaches: alertStates.consecutiveBreaches,
      firstBreachAt: alertStates.firstBreachAt,
      intervalSeconds: servers.heartbeatIntervalSeconds,
      tags: sql<string>`(SELECT json_group_array(${serverTags.tag}) FROM ${serverTags} WHERE ${serverTags.serverId} = ${servers.id})`,
    })
    .from(alertStates)
    .innerJoin(servers, eq(servers.id, alertStates.serverId))
    .where(
      and(
        isNull(alertStates.currentSeverity),
        gt(alertStates.consecutiveBreaches, 0),
        isNull(servers.pausedAt),
        ne(servers.status, "offline"),
      ),
    )
    .orderBy(asc(alertStates.firstBreachAt), asc(alertStates.id))
    .limit(PENDING_MAX);
}

/** Null where the rule is off. What has no rule of its own opens at the first breach. */
function linesOf(
  thresholds: Thresholds,
  { serverId, alertType, subject }: { serverId: string; alertType: AlertType; subject: string },
): { rule: Rule | null; breachesDue: number } | null {
  if (alertType === "service_unknown") return { rule: null, breachesDue: UNKNOWN_BREACHES };
  if (alertType !== "cpu" && alertType !== "memory" && alertType !== "disk" && alertType !== "load") {
    return { rule: null, breachesDue: 1 };
  }
  const rule = ruleFor(thresholds, { serverId, alertType, subject });
  return rule === null ? null : { rule, breachesDue: rule.breaches };
}

function crossedLine(rule: Rule | null, value: number | null): number | null {
  if (rule === null) return null;
  const isCritical = value !== null && rule.critical !== null && value >= rule.critical;
  return isCritical ? rule.critical : (rule.high ?? rule.critical);
}
