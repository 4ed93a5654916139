import { setImmediate } from "node:timers/promises";
import type { Database } from "../../db/client";
import { startDatabase } from "../../db/start-database";
import { programOfEnvironment } from "../../hub/agents/identify-caller";
import { acknowledgeAlert } from "../../hub/alerts/acknowledge-alert";
import type { By } from "../../hub/audit/record";
import { writeDefaultConfig } from "../../hub/config/write-default-config";
import type { Arrival } from "../../hub/heartbeats/arrival";
import { recordHeartbeats } from "../../hub/heartbeats/record-heartbeats";
import { rollUpSamples } from "../../hub/metrics/roll-up-samples";
import { sweepOfflineServers } from "../../hub/servers/sweep-offline-servers";
import { updateServer } from "../../hub/servers/update-server";
import { addService } from "../../hub/services/add-service";
import { fleet } from "./fleet";
import type { Machine } from "./machine";
import { SimulatedMachine, STEP_MS } from "./simulated-machine";

export const DEMO_DAYS = 14;
const COMMIT_SAMPLES = 256;
const MINUTE_MS = 60_000;
/** Older lists are kept every few minutes: two weeks of each minute's would be ten times the database. */
const EVERY_LIST_MS = 6.5 * 3_600_000;
const LISTS_EVERY_STEPS = 5;
const LONG_LISTS_EVERY_STEPS = 15;
/** From the agent's sample to the hub. */
export const TRAVEL_MS = 120;

/**
 * Puts the fleet's last `days` before `end` into an empty database, through the hub's own recording, so that
 * rollups, snapshots and presence are what they would be had the hub watched. The same `end` gives the same rows.
 */
export async function fillDatabase(db: Database, options: { end: number; days?: number }): Promise<number> {
  const { end, days = DEMO_DAYS } = options;
  const times = { start: end - days * 24 * 60 * MINUTE_MS, end };
  await startDatabase(db, { now: end });
  await writeDefaultConfig(db);
  let samples = 0;
  for (const machine of fleet) samples += await liveThrough(db, machine, times);
  await acknowledgeTheFullDisk(db, end);
  await sweepOfflineServers(db, { now: end, watchingSince: times.start });
  await rollUpSamples(db, { now: end, runMsMax: Number.POSITIVE_INFINITY });
  await db.write(tellTimeOfDemo(times));
  return samples;
}

/** Somebody has seen the disk that fills, when it was last reminded of, and ordered another. */
async function acknowledgeTheFullDisk(db: Database, end: number): Promise<void> {
  const [alert] = await db.query<{ id: number; lastEventAt: number }>(
    `SELECT id, (SELECT max(at) FROM alert_events WHERE alert_id = alerts.id) AS lastEventAt FROM alerts
     WHERE server_id = 'nas' AND subject = '/mnt/tank' AND status = 'open'`,
  );
  if (alert === undefined) return;
  const note = "A larger disk is ordered, it comes on Thursday.";
  const now = Math.min(end, alert.lastEventAt + 20 * MINUTE_MS);
  await acknowledgeAlert(db, { id: alert.id, note, ...byAnn(now) });
}

/** One machine's days. Whenever it was silent for too long, the sweep runs that would have noticed. */
async function liveThrough(
  db: Database,
  machine: Machine,
  times: { start: number; end: number },
): Promise<number> {
  const simulated = new SimulatedMachine(machine, times);
  let waiting: Arrival[] = [];
  let samples = 0;
  const record = async () => {
    const outcomes = await recordHeartbeats(db, waiting);
    const refused = outcomes.find((outcome) => outcome.kind !== "accepted");
    if (refused) {
      throw new Error(`A sample of ${machine.id} was not accepted: ${JSON.stringify(refused)}`);
    }
    if (samples === 0) await introduce(db, machine, times.start);
    samples += waiting.length;
    waiting = [];
    await setImmediate();
  };
  let lastAt = Number.NEGATIVE_INFINITY;
  for (let step = 0; ; step++) {
    simulated.advance();
    const { at, isOn } = simulated;
    if (at > times.end) break;
    if (!isOn) continue;
    const isBack = at - lastAt > 3 * STEP_MS;
    const isAlone = isBack || simulated.isEventful;
    if (isAlone && waiting.length > 0) await record();
    if (isBack) await sweepOfflineServers(db, { now: at, watchingSince: times.start });
    waiting.push(arrival(simulated, step, times.end));
    lastAt = at;
    // A commit tells one time for all its samples: the one that ends a silence gets its own.
    if (isAlone || waiting.length === COMMIT_SAMPLES) await record();
  }
  if (waiting.length > 0) await record();
  return samples;
}

function arrival(simulated: SimulatedMachine, step: number, end: number): Arrival {
  const { at, machine } = simulated;
  const isRecent = at > end - EVERY_LIST_MS;
  return {
    heartbeat: simulated.heartbeat({
      lists: isRecent || step % LISTS_EVERY_STEPS === 0,
      longLists: isRecent ? step % LISTS_EVERY_STEPS === 0 : step % LONG_LISTS_EVERY_STEPS === 0,
    }),
    caller: programOfEnvironment,
    sentAt: at,
    clockAheadMs: 0,
    receivedAt: at + TRAVEL_MS,
    ipAddress: machine.ipAddress,
  };
}

/** What an operator would have typed in. */
async function introduce(db: Database, machine: Machine, now: number): Promise<void> {
  const described = {
    display_name: machine.displayName,
    machine_type: machine.machineType,
    machine_category: machine.machineCategory,
    tdp_watts: machine.tdpWatts,
    idle_watts: machine.idleWatts,
    tags: machine.tags,
  };
  await updateServer(db, machine.id, described, byAnn(now));
  for (const { name, isCritical } of machine.services) {
    await addService(db, machine.id, { service_name: name, is_critical: isCritical === true }, byAnn(now));
  }
}

/** Who looks after the fleet of the demo. */
function byAnn(now: number): By {
  return { actor: { kind: "person", id: "ann", name: "Ann" }, address: null, now };
}

/** Columns that SQL fills with the real clock, moved into the demo's time. */
function tellTimeOfDemo({ start, end }: { start: number; end: number }) {
  return [
    "UPDATE servers SET updated_at = max(last_seen, status_changed_at)",
    "UPDATE metrics_snapshot SET created_at = timestamp",
    "UPDATE alert_events SET created_at = at",
    { sql: "UPDATE expected_services SET created_at = CAST(? AS INTEGER)", args: [start] },
    {
      sql: "UPDATE archive_policy SET created_at = CAST(? AS INTEGER), updated_at = CAST(? AS INTEGER)",
      args: [start, start],
    },
    // An UPDATE that leaves updated_at as it is would be dated by its trigger.
    `UPDATE alerts SET updated_at = told.at
     FROM (SELECT id, max(created_at, coalesce(acknowledged_at, 0), coalesce(resolved_at, 0)) AS at FROM alerts) AS told
     WHERE alerts.id = told.id AND alerts.updated_at <> told.at`,
    // The plan of the backups is new, or the demo would begin by making one that was missed.
    {
      sql: "UPDATE config SET updated_at = CAST(iif(key = 'backups', ?, ?) AS INTEGER)",
      args: [end, start],
    },
  ];
}
