import { metricTypeOf } from "../../domain/alerts/alert";
import { isMassOver, isPartOf, judgeSilence, type WatchedServer } from "../../domain/alerts/silence";
import {
  calmState,
  goStale,
  openWithoutReading,
  remind,
  resolveWithoutReading,
  settle,
  type Transition,
} from "../../domain/alerts/transition";
import { lastHeardTitle, messageOf } from "../../domain/alerts/words";
import type { AlertChange } from "./alert-changes";
import { type Alerting, type KnownState, stateKey, suppressedBy } from "./load-alerting";

/**
 * What the passing of time changes, the sweep's door into alerting: silence becomes an alert, what hangs on it goes stale, what
 * goes on is reminded of, what flapped settles. `watched` are all servers that were ever heard and are not
 * paused.
 */
export function evaluateSilence(alerting: Alerting, watched: WatchedServer[], now: number): AlertChange[] {
  const mass = evaluateMass(alerting, watched, now);
  const offline = watched.flatMap((server) => goOffline(alerting, server, mass.since, now));
  const byId = new Map(watched.map((server) => [server.id, server]));
  // One subject changes once: what opens or ends here is neither settled nor reminded of in the same breath.
  const changed = new Set([...mass.changes, ...offline].map(keyOf));
  const others = [...alerting.states.values()]
    .filter((state) => !changed.has(stateKey(state.serverId, state.metricType)))
    .flatMap((state) => passTime(alerting, state, byId.get(state.serverId), now));
  return [...mass.changes, ...offline, ...others];
}

/**
 * The hub's own suspicion: opens and ends the one alert that stands for many. `since` is when the silence began whose servers get
 * no alert of their own: it has its one alert, or may get it as soon as all of them are judged.
 */
function evaluateMass(alerting: Alerting, watched: WatchedServer[], now: number) {
  const running = [...alerting.states.values()].find(
    (state) => state.metricType === "network" && state.severity !== null,
  );
  if (running !== undefined) {
    const since = running.openedAt ?? now;
    if (!isMassOver(watched, { since, now })) return { since, changes: [] };
    const note = "most of the servers report again";
    const change = changeOf(alerting, running, resolveWithoutReading(running, now, note));
    return { since: null, changes: [change] };
  }
  const untold = watched.filter((server) => isUntold(alerting, server) && mayOpen(alerting, server, now));
  if (untold.length === 0) return { since: null, changes: [] };
  const around = Math.max(...untold.map(({ offlineAfter }) => offlineAfter));
  const judgement = judgeSilence(watched, { around, now });
  if (judgement.verdict === "wait") return { since: around, changes: [] };
  const silent = judgement.verdict === "mass" ? judgement.silent : [];
  const first = silent.find((server) => mayOpen(alerting, server, now));
  if (first === undefined) return { since: null, changes: [] };
  const since = Math.min(
    now,
    ...silent.filter(({ isOffline }) => isOffline).map(({ offlineAfter }) => offlineAfter),
  );
  const serverNames = silent.map(({ name }) => name);
  const before = alerting.states.get(stateKey(first.id, "network")) ?? calmState;
  const { state: after, steps } = openWithoutReading(before, since, "critical");
  const message = messageOf({ alertType: "network", subject: "", value: null, threshold: null, serverNames });
  const subject = { serverId: first.id, serverName: first.name, alertType: "network" as const, subject: "" };
  return { since, changes: [{ ...subject, after, steps, message, hangsOn: serverNames }] };
}

/** The alert of one silent server, dated at its deadline; none where the hub suspects itself, or is about to. */
function goOffline(
  alerting: Alerting,
  server: WatchedServer,
  massSince: number | null,
  now: number,
): AlertChange[] {
  if (!isUntold(alerting, server) || !mayOpen(alerting, server, now)) return [];
  if (massSince !== null && isPartOf(server, massSince)) return [];
  const before = alerting.states.get(stateKey(server.id, "offline")) ?? calmState;
  const { state: after, steps } = openWithoutReading(before, server.offlineAfter, "critical");
  const hangsOn = [...alerting.states.values()]
    .filter((state) => state.serverId === server.id && state.severity !== null)
    .flatMap((state) => lastHeardOf(state, server.name) ?? []);
  const message = messageOf({
    ...{ alertType: "offline", subject: "", value: null, threshold: null },
    silenceAllowedMs: server.offlineAfter - server.lastSeen,
    servicesExpected: alerting.servers.get(server.id)?.servicesExpected ?? 0,
  });
  const subject = {
    serverId: server.id,
    serverName: server.name,
    alertType: "offline" as const,
    subject: "",
  };
  return [{ ...subject, after, steps, message, hangsOn }];
}

function passTime(
  alerting: Alerting,
  state: KnownState,
  server: WatchedServer | undefined,
  now: number,
): AlertChange[] {
  if (state.metricType === "offline" && state.severity !== null && server?.isOffline === false) {
    // A clock that was set back made its heartbeat an old sample, which counts nothing, but it was heard.
    const end = Math.max(server.lastSeen, state.openedAt ?? 0);
    return changed(alerting, state, resolveWithoutReading(state, end, "a heartbeat arrived"));
  }
  const hangsOnServer = state.metricType !== "offline" && state.metricType !== "network";
  if (server?.isOffline === true && hangsOnServer)
    return changed(alerting, state, goStale(state, server.offlineAfter));
  const suppressed = suppressedBy(alerting, alerting.servers.get(state.serverId), now);
  // What is still wrong is told when the maintenance ends.
  const settled = suppressed !== null && state.severity !== null ? null : settle(state, now);
  if (settled !== null && settled.state !== state) return [changeOf(alerting, state, settled)];
  return changed(alerting, state, remind(state, now, alerting.cooldowns, suppressed));
}

/** What was known of it last: its title tells of its opening. */
function lastHeardOf({ alertType, subject, value, title }: KnownState, serverName: string): string | null {
  const isReading =
    alertType === "cpu" || alertType === "memory" || alertType === "disk" || alertType === "load";
  return isReading ? lastHeardTitle({ serverName, alertType, subject, value }) : title;
}

function changed(alerting: Alerting, before: KnownState, transition: Transition): AlertChange[] {
  return transition.steps.length === 0 ? [] : [changeOf(alerting, before, transition)];
}

function changeOf(alerting: Alerting, before: KnownState, { state: after, steps }: Transition): AlertChange {
  return {
    serverId: before.serverId,
    serverName: alerting.servers.get(before.serverId)?.name ?? before.serverId,
    alertType: before.alertType,
    subject: before.subject,
    after,
    steps,
  };
}

function isUntold(alerting: Alerting, server: WatchedServer): boolean {
  return server.isOffline && (alerting.states.get(stateKey(server.id, "offline"))?.severity ?? null) === null;
}

/** A workstation may be off, and a server that is paused or in maintenance is nobody's problem until that ends. */
function mayOpen(alerting: Alerting, { id }: WatchedServer, now: number): boolean {
  const server = alerting.servers.get(id);
  return server !== undefined && !server.isWorkstation && suppressedBy(alerting, server, now) === null;
}

function keyOf({ serverId, alertType, subject }: AlertChange): string {
  return stateKey(serverId, metricTypeOf(alertType, subject));
}
