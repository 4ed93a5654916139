import type { Database } from "../../db/client";
import { metricTypeOf } from "../../domain/alerts/alert";
import { observeCountdown } from "../../domain/alerts/countdown";
import { calmState, type SubjectState } from "../../domain/alerts/transition";
import type { Forecast } from "../../domain/capacity/forecast";
import { type ForecastSeries, forecastCapacity } from "../capacity/forecast-capacity";
import { type AlertChange, changeStatements } from "./alert-changes";
import { type Alerting, loadAlerting, stateKey, suppressedBy } from "./load-alerting";

/** Longer than the database takes as a subject. */
const SUBJECT_LENGTH_MAX = 300;
const HEARD = "SELECT id FROM servers WHERE status = 'online' ORDER BY id";

/**
 * Asks of every filesystem when it is full, and does to its alert what the answer says, in one transaction. A server that is
 * silent is left alone: its alerts are stale until it reports again. Answers how many alerts changed.
 */
export async function sweepCapacity(db: Database, now: number): Promise<number> {
  const heard = await db.query<{ id: string }>(HEARD);
  if (heard.length === 0) return 0;
  const series = await forecastCapacity(db, { serverIds: heard.map(({ id }) => id), now });
  const filesystems = series.filter(
    ({ kind, subject }) => kind === "filesystem" && subject.length <= SUBJECT_LENGTH_MAX,
  );
  return db.transact(async (read, commit) => {
    // Forecasts take a while; who fell silent meanwhile is left alone as well.
    const still = new Set((await read(HEARD)).rows.map((row) => String(row.id)));
    const alerting = await loadAlerting(read, [...still]);
    const changes = filesystems
      .filter(({ serverId }) => still.has(serverId))
      .flatMap((each) => changeOf(alerting, each, now));
    await commit(changeStatements(changes, alerting, now));
    return changes.length;
  });
}

function changeOf(alerting: Alerting, series: ForecastSeries, now: number): AlertChange[] {
  const { serverId, subject } = series;
  const days = daysLeft(series.forecast);
  const server = alerting.servers.get(serverId);
  if (days === undefined || server === undefined) return [];
  const before = alerting.states.get(stateKey(serverId, metricTypeOf("capacity", subject))) ?? calmState;
  const suppressed = suppressedBy(alerting, server, now);
  const { state: after, steps } = observeCountdown(before, { at: now, days }, suppressed);
  if (steps.length === 0 && isSame(before, after)) return [];
  return [{ serverId, serverName: server.name, alertType: "capacity", subject, after, steps }];
}

/**
 * The pessimistic end, null where there is no date, and undefined where nothing can be said: missing data resolves nothing.
 * After a clean-up it is what holds if the disk fills as before. A disk that is full already has rules of its own.
 */
function daysLeft(forecast: Forecast): number | null | undefined {
  if (forecast.kind === "filling") return forecast.pessimisticDays;
  if (forecast.kind === "flat" || forecast.kind === "shrinking") return null;
  if (forecast.kind === "full") return undefined;
  const { reason } = forecast;
  return reason.because === "cleaned_up" ? reason.asBefore?.pessimisticDays : undefined;
}

/** Whether there is nothing to store; the days of a disk that is calm are nobody's business. */
function isSame(before: SubjectState, after: SubjectState): boolean {
  if (after.severity === null) return before.severity === null && before.breaches === after.breaches;
  return before.value === after.value && before.peak === after.peak;
}
