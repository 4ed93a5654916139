import { metricTypeOf } from "../../domain/alerts/alert";
import {
  mayConcern,
  observeService,
  RESTARTS_WITHIN_MS,
  type ServiceReading,
  serviceAlertTypes,
} from "../../domain/alerts/services";
import { calmState, resolveWithoutReading, type SubjectState } from "../../domain/alerts/transition";
import { serviceWords } from "../../domain/alerts/words";
import type { Heartbeat } from "../../domain/heartbeats/heartbeat";
import type { ServiceWord } from "../../domain/services/runs";
import type { AlertChange } from "./alert-changes";
import { type Alerting, type KnownState, type Restarts, stateKey, statesOf } from "./load-alerting";

/** What fresh heartbeats of one server say of the services that are watched on it. */
export type WatchedServices = {
  expected: readonly { name: string; isCritical: boolean }[];
  words: ReadonlyMap<Heartbeat, ReadonlyMap<string, ServiceWord>>;
  /** As the runs say after these heartbeats, not yet written; each takes the place of what is written of its instant. */
  restarts: readonly Restarts[];
};

/** What fresh heartbeats change of the alerts about services. Names are equal or they are not: no text is ever searched. */
export function evaluateServices(
  alerting: Alerting,
  options: {
    server: { id: string; name: string };
    heartbeats: Heartbeat[];
    services: WatchedServices;
    suppressedBy: string | null;
  },
): AlertChange[] {
  const { server, heartbeats, services, suppressedBy } = options;
  const written = alerting.restarts.get(server.id) ?? [];
  const isSuperseded = ({ serviceName, at }: Restarts) =>
    services.restarts.some((now) => now.serviceName === serviceName && now.at === at);
  const restarts = [...written.filter((restart) => !isSuperseded(restart)), ...services.restarts];
  const changes = services.expected.flatMap(({ name, isCritical }) => {
    const own = restarts.filter(({ serviceName }) => serviceName === name);
    const readings = readingsOf(heartbeats, name, services.words, own);
    return serviceAlertTypes.flatMap((alertType) => {
      const known = alerting.states.get(stateKey(server.id, metricTypeOf(alertType, name)));
      const before = known ?? calmState;
      const { state: after, steps } = observeService(before, alertType, readings, {
        isCritical,
        suppressedBy,
      });
      if (steps.length === 0 && isSame(before, after)) return [];
      return {
        ...{ serverId: server.id, serverName: server.name, alertType, subject: name, after, steps },
        wordsAt: (at: number) => {
          const reading = readings.find((one) => one.at === at) ?? {
            at,
            word: nothing,
            restarts: 0,
            isRestarted: false,
          };
          return serviceWords({ serverName: server.name, alertType, subject: name, reading });
        },
      };
    });
  });
  const newestAt = heartbeats.at(-1)?.timestamp ?? 0;
  return [...notWatched(alerting, server, { services, newestAt }), ...changes];
}

/** Whether heartbeats of a server about whose services nothing is active or counting could change anything. */
export function mayAlertOfServices(heartbeats: Heartbeat[], services: WatchedServices): boolean {
  if (services.expected.length === 0) return false;
  const names = new Set(services.expected.map(({ name }) => name));
  if (services.restarts.some(({ serviceName, count }) => count > 0 && names.has(serviceName))) return true;
  return heartbeats.some((heartbeat) => {
    const words = services.words.get(heartbeat);
    return services.expected.some(({ name }) => {
      const word = words?.get(name);
      return word !== undefined && mayConcern(word);
    });
  });
}

function readingsOf(
  heartbeats: Heartbeat[],
  name: string,
  words: WatchedServices["words"],
  restarts: Restarts[],
): ServiceReading[] {
  return heartbeats.flatMap((heartbeat) => {
    const at = heartbeat.timestamp;
    const word = words.get(heartbeat)?.get(name);
    const lately = restarts.filter((restart) => restart.at <= at && restart.at > at - RESTARTS_WITHIN_MS);
    const count = lately.reduce((sum, restart) => sum + restart.count, 0);
    const isRestarted = lately.some((restart) => restart.at === at && restart.count > 0);
    return word === undefined ? [] : [{ at, word, restarts: count, isRestarted }];
  });
}

/** A row of what is expected that was deleted by hand leaves an alert which nothing would ever end. */
function notWatched(
  alerting: Alerting,
  server: { id: string; name: string },
  { services, newestAt }: { services: WatchedServices; newestAt: number },
): AlertChange[] {
  const names = new Set(services.expected.map(({ name }) => name));
  return statesOf(alerting, server.id)
    .filter((state) => isOfService(state) && !names.has(state.subject))
    .filter((state) => state.severity !== null || state.breaches > 0)
    .map((state) => {
      const at = Math.max(state.openedAt ?? 0, newestAt);
      const { state: after, steps } = resolveWithoutReading(
        state,
        at,
        `${state.subject} is not expected any more`,
      );
      const { alertType, subject } = state;
      const forgotten = { ...after, breaches: 0, firstBreachAt: null };
      return { serverId: server.id, serverName: server.name, alertType, subject, after: forgotten, steps };
    });
}

function isOfService({ alertType }: KnownState): boolean {
  return serviceAlertTypes.some((known) => known === alertType);
}

/** Whether there is nothing to store; how often a service that is calm was restarted is nobody's business. */
function isSame(before: SubjectState, after: SubjectState): boolean {
  const isCalm = after.severity === null && after.breaches === 0;
  return (
    (isCalm || before.value === after.value) &&
    before.severity === after.severity &&
    before.isStale === after.isStale &&
    before.breaches === after.breaches &&
    before.clears === after.clears &&
    before.peak === after.peak &&
    before.firstBreachAt === after.firstBreachAt
  );
}

const nothing: ServiceWord = {
  ...{ status: "unknown", statusReason: null, exitStatus: null, restartCounter: null, startedAt: null },
  ...{ pid: null, memoryMb: null, cpuPercent: null },
};
