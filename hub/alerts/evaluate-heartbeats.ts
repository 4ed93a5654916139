import { metricTypeOf } from "../../domain/alerts/alert";
import { type MetricAlertType, readingsOf } from "../../domain/alerts/readings";
import { type Rule, ruleFor, type Thresholds } from "../../domain/alerts/thresholds";
import {
  calmState,
  goStale,
  observeAll,
  type Reading,
  resolveWithoutReading,
  type SubjectState,
  type Transition,
} from "../../domain/alerts/transition";
import type { Heartbeat } from "../../domain/heartbeats/heartbeat";
import type { AlertChange } from "./alert-changes";
import { evaluateServices, type WatchedServices } from "./evaluate-services";
import { type AlertedServer, type Alerting, stateKey, statesOf, suppressedBy } from "./load-alerting";

/**
 * What fresh heartbeats change, the samples' door into alerting. `heartbeats` are those of one server that are newer than any
 * before and not too old to count, in the order of their times; `aliveAt` is the hub's time of the newest.
 */
export function evaluateHeartbeats(
  alerting: Alerting,
  options: {
    serverId: string;
    heartbeats: Heartbeat[];
    services: WatchedServices;
    aliveAt: number;
    now: number;
  },
): AlertChange[] {
  const { serverId, heartbeats, services, aliveAt, now } = options;
  const server = alerting.servers.get(serverId) ?? unknownServer(serverId);
  const suppressed = suppressedBy(alerting, server, now);
  const changes = [...bySubject(heartbeats, server.cpuCores).values()].flatMap(
    ({ alertType, subject, readings }) => {
      const state = alerting.states.get(stateKey(serverId, metricTypeOf(alertType, subject)));
      const rule = ruleFor(alerting.thresholds, { serverId, alertType, subject });
      // Nearly always nothing is known of a subject and nothing is wrong with it.
      if (state === undefined && !readings.some(({ value }) => breaks(rule, value))) return [];
      const before = state ?? calmState;
      const { state: after, steps } = observeAll(before, readings, rule, suppressed);
      return steps.length === 0 && isSame(before, after)
        ? []
        : [{ serverId, serverName: server.name, alertType, subject, after, steps }];
    },
  );
  const ofServices = evaluateServices(alerting, { server, heartbeats, services, suppressedBy: suppressed });
  return [
    ...backOnline(alerting, server, aliveAt),
    ...changes,
    ...vanished(alerting, serverId, heartbeats),
    ...ofServices,
  ];
}

/** Whether heartbeats of a server of which nothing is active or counting could change anything: only a breach can. */
export function mayAlert(options: {
  serverId: string;
  heartbeats: Heartbeat[];
  thresholds: Thresholds;
  cpuCores: number | null;
}): boolean {
  const { serverId, thresholds } = options;
  return options.heartbeats.some((heartbeat) =>
    readingsOf(heartbeat, options.cpuCores).some(({ alertType, subject, value }) =>
      breaks(ruleFor(thresholds, { serverId, alertType, subject }), value),
    ),
  );
}

/**
 * A filesystem that the agent lists no more, among others that it lists, may be unmounted or broken: nothing is known of it, which
 * resolves nothing and is worth no reminder.
 */
function vanished(alerting: Alerting, serverId: string, heartbeats: Heartbeat[]): AlertChange[] {
  const newest = heartbeats.findLast(({ filesystems }) => filesystems != null && filesystems.length > 0);
  if (newest === undefined) return [];
  const listed = new Set(newest.filesystems?.map(({ mount_point }) => mount_point));
  return statesOf(alerting, serverId).flatMap((before) => {
    const { alertType, subject } = before;
    if (alertType !== "disk" || subject === "" || listed.has(subject)) return [];
    // A reading within the same commit made of it what it is; the next heartbeat will find it gone as well.
    if (heartbeats.some(({ filesystems }) => filesystems?.some(({ mount_point }) => mount_point === subject)))
      return [];
    const { state: after, steps } = goStale(before, newest.timestamp, "the agent does not list it any more");
    if (steps.length === 0) return [];
    const serverName = alerting.servers.get(serverId)?.name ?? serverId;
    return [{ serverId, serverName, alertType, subject, after, steps }];
  });
}

/** The end of its silence: the heartbeat itself is the evidence. */
function backOnline(alerting: Alerting, server: AlertedServer, at: number): AlertChange[] {
  const state = alerting.states.get(stateKey(server.id, "offline"));
  if (state === undefined || state.severity === null) return [];
  // A heartbeat that was on its way for long is older than the deadline that passed meanwhile.
  const end = Math.max(at, state.openedAt ?? at);
  const { state: after, steps }: Transition = resolveWithoutReading(state, end, "a heartbeat arrived");
  return [{ serverId: server.id, serverName: server.name, alertType: "offline", subject: "", after, steps }];
}

type Readings = { alertType: MetricAlertType; subject: string; readings: Reading[] };

function bySubject(heartbeats: Heartbeat[], cpuCores: number | null): Map<string, Readings> {
  const subjects = new Map<string, Readings>();
  for (const heartbeat of heartbeats) {
    for (const { alertType, subject, value } of readingsOf(heartbeat, cpuCores)) {
      const key = metricTypeOf(alertType, subject);
      const known = subjects.get(key) ?? { alertType, subject, readings: [] };
      // A mount that one heartbeat names twice counts once.
      if (known.readings.at(-1)?.at === heartbeat.timestamp) known.readings.pop();
      known.readings.push({ at: heartbeat.timestamp, value });
      subjects.set(key, known);
    }
  }
  return subjects;
}

function breaks(rule: Rule | null, value: number): boolean {
  const lowest = rule?.high ?? rule?.critical ?? null;
  return lowest !== null && value >= lowest;
}

/** Whether there is nothing to store; the value of a subject that is calm is nobody's business. */
function isSame(before: SubjectState, after: SubjectState): boolean {
  const isCalm = after.severity === null && after.breaches === 0;
  return (
    (isCalm || before.value === after.value) &&
    before.severity === after.severity &&
    before.isStale === after.isStale &&
    before.breaches === after.breaches &&
    before.clears === after.clears &&
    before.peak === after.peak &&
    before.firstBreachAt === after.firstBreachAt &&
    before.resolvedAt === after.resolvedAt
  );
}

/** One that registers with this very heartbeat. */
function unknownServer(id: string): AlertedServer {
  return {
    id,
    name: id,
    cpuCores: null,
    isPaused: false,
    isWorkstation: false,
    servicesExpected: 0,
    tags: [],
  };
}
