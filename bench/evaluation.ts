import { performance } from "node:perf_hooks";
import { metricTypeOf } from "../domain/alerts/alert";
import { thresholdsDefault } from "../domain/alerts/thresholds";
import { calmState } from "../domain/alerts/transition";
import { changeStatements } from "../hub/alerts/alert-changes";
import { evaluateHeartbeats } from "../hub/alerts/evaluate-heartbeats";
import { type Alerting, type KnownState, stateKey } from "../hub/alerts/load-alerting";
import { testHeartbeat } from "../hub/testing";
import { type Measurement, median } from "./measurement";

const SERVERS = 1000;
const MOUNTS = ["/mnt/a", "/mnt/b", "/mnt/c", "/mnt/d"];
const RULES = MOUNTS.length + 4;
const GOAL_MS = 50;
const NOW = Date.UTC(2026, 10, 21, 9, 30);

/**
 * How long the event loop is held by judging one heartbeat of each of 1,000 servers against eight rules, from what was loaded
 * to the statements: where nothing is wrong, and where every rule opens or counts.
 */
export const evaluation: Measurement = {
  name: "evaluation",
  run: async ({ isQuick }) =>
    [
      { what: "all well", value: 20, goalMs: GOAL_MS },
      // A fleet that fails whole, every alert of it within one commit: told, but no goal.
      { what: "all fail at once", value: 99, goalMs: null },
    ].map(({ what, value, goalMs }) => {
      const turns = Array.from({ length: isQuick ? 5 : 30 }, () => heldMs(value));
      const figure = median(turns);
      return {
        what: `Evaluating ${SERVERS} servers x ${RULES} rules, ${what}`,
        figure: `${figure.toFixed(1)} ms`,
        goal: goalMs === null ? "" : `<= ${goalMs} ms`,
        isMet: goalMs === null ? null : figure <= goalMs,
      };
    }),
};

function heldMs(value: number): number {
  const heartbeats = Array.from({ length: SERVERS }, (_, index) => heartbeatOf(`server-${index}`, value));
  const alerting = alertingOf(heartbeats.map(({ server_id }) => server_id));
  const begun = performance.now();
  const changes = heartbeats.flatMap((heartbeat) =>
    evaluateHeartbeats(alerting, {
      serverId: heartbeat.server_id,
      heartbeats: [heartbeat],
      services: { expected: [], words: new Map(), restarts: [] },
      aliveAt: NOW,
      now: NOW,
    }),
  );
  changeStatements(changes, alerting, NOW);
  return performance.now() - begun;
}

function heartbeatOf(serverId: string, value: number) {
  return testHeartbeat({
    server_id: serverId,
    timestamp: new Date(NOW).toISOString(),
    metrics: { cpu_percent: value, memory_percent: value, disk_percent: value, load_5m: value },
    cpu_info: { cpu_cores: 4 },
    filesystems: MOUNTS.map((mount_point) => ({ mount_point, percent: value })),
  });
}

/** Each subject has a memory, as after an eventful week, and two channels hear of all. */
function alertingOf(ids: string[]): Alerting {
  const single = (["cpu", "memory", "disk", "load"] as const).map((alertType) => ({
    alertType,
    subject: "",
  }));
  const subjects = [...single, ...MOUNTS.map((subject) => ({ alertType: "disk" as const, subject }))];
  const states = ids.flatMap((serverId) =>
    subjects.map(({ alertType, subject }): [string, KnownState] => {
      const metricType = metricTypeOf(alertType, subject);
      const state = { ...calmState, serverId, metricType, alertType, subject, title: null, openedAt: null };
      return [stateKey(serverId, metricType), state];
    }),
  );
  const thresholds = {
    ...thresholdsDefault,
    load: { high_per_core: 2, critical_per_core: 4, clear_per_core: 1, breaches: 3, clears: 2 },
  };
  const server = { cpuCores: 4, isPaused: false, isWorkstation: false, servicesExpected: 0, tags: [] };
  return {
    thresholds,
    cooldowns: { criticalMs: 1_800_000, highMs: 14_400_000 },
    notifyOnResolve: true,
    channels: [
      { id: 1, minSeverity: "low" },
      { id: 2, minSeverity: "low" },
    ],
    lastAlertId: 0,
    states: new Map(states),
    servers: new Map(ids.map((id) => [id, { ...server, id, name: id }])),
    windows: [],
    restarts: new Map(),
  };
}
