import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { findAlert, listActiveAlerts, listAlertEvents, listAlerts } from "../../db/queries/alerts";
import { listPending } from "../../db/queries/pending-alerts";
import { temporaryDatabase } from "../../db/testing";
import { updateThresholds } from "../config/update-thresholds";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { testArrival, testBy, testNow } from "../testing";
import { acknowledgeAlert } from "./acknowledge-alert";
import { resolveAlert } from "./resolve-alert";

const minute = 60_000;

/** Samples of `nas`, a minute apart, the first at minute `from`. */
async function report(db: Database, from: number, ...cpuPercents: number[]): Promise<void> {
  for (const [index, cpu_percent] of cpuPercents.entries()) {
    const at = testNow + (from + index) * minute;
    const sample = { timestamp: new Date(at).toISOString(), metrics: { cpu_percent } };
    await recordHeartbeats(db, [testArrival(sample, { receivedAt: at })]);
  }
}

const onlyActive = async (db: Database) => {
  const [alert, ...more] = await listActiveAlerts(db);
  expect(more).toEqual([]);
  if (alert === undefined) throw new Error("no alert is active");
  return alert;
};

test("a breach is pending until it is an alert, under the threshold of the moment", async () => {
  const db = await temporaryDatabase();
  await report(db, 0, 90, 90);
  expect(await listPending(db, testNow)).toMatchObject([
    { serverId: "nas", alertType: "cpu", value: 90, threshold: 85, breaches: 2, breachesDue: 3 },
  ]);
  await updateThresholds(db, { servers: { nas: { cpu: { breaches: 4 } } } }, testBy());
  await report(db, 2, 91);
  expect(await listPending(db, testNow)).toMatchObject([
    { breaches: 3, breachesDue: 4, firstBreachAt: testNow },
  ]);
  await report(db, 3, 92);
  expect(await listPending(db, testNow)).toEqual([]);
  expect(await onlyActive(db)).toMatchObject({ alertType: "cpu", severity: "high", actualValue: 92 });
});

test("a breach that goes on after a resolve by hand is counted anew and opens a new alert", async () => {
  const db = await temporaryDatabase();
  await report(db, 0, 90, 90, 90);
  const first = await onlyActive(db);
  await resolveAlert(db, { id: first.id, ...testBy({ now: testNow + 2 * minute }) });
  await report(db, 3, 90, 90);
  expect(await listActiveAlerts(db)).toEqual([]);
  expect(await listPending(db, testNow)).toMatchObject([
    { breaches: 2, firstBreachAt: testNow + 3 * minute },
  ]);
  await report(db, 5, 90);
  expect((await onlyActive(db)).id).toBeGreaterThan(first.id);
  expect(await findAlert(db, first.id)).toMatchObject({ status: "resolved", autoResolved: false });
});

test("an acknowledged alert is taken back when it gets worse, and resolves by itself when it is over", async () => {
  const db = await temporaryDatabase();
  await report(db, 0, 90, 90, 90);
  const { id } = await onlyActive(db);
  const hand = { id, ...testBy({ now: testNow + 2 * minute }) };
  await acknowledgeAlert(db, hand);
  await report(db, 3, 99);
  expect(await findAlert(db, id)).toMatchObject({
    status: "open",
    severity: "critical",
    acknowledgedBy: null,
  });
  await acknowledgeAlert(db, { ...hand, actor: { kind: "person", id: "u-bob", name: "bob" } });
  await report(db, 4, 10, 10);
  expect(await findAlert(db, id)).toMatchObject({
    ...{ status: "resolved", autoResolved: true, acknowledgedBy: "bob" },
    resolvedAt: testNow + 5 * minute,
  });
  const kinds = (await listAlertEvents(db, id)).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(["opened", "acknowledged", "escalated", "resolved"]));
});

test("hands and samples at once leave one alert with one end", async () => {
  const db = await temporaryDatabase();
  await report(db, 0, 90, 90, 90);
  const { id } = await onlyActive(db);
  const hand = { id, ...testBy({ now: testNow + 4 * minute }) };
  await Promise.allSettled([
    acknowledgeAlert(db, hand),
    report(db, 3, 10, 10),
    resolveAlert(db, hand),
    acknowledgeAlert(db, hand),
    resolveAlert(db, hand),
  ]);
  expect(await listAlerts(db, { limit: 9, offset: 0 })).toMatchObject({ total: 1, counts: { resolved: 1 } });
  const ends = (await listAlertEvents(db, id)).filter(({ kind }) => kind === "resolved");
  expect(ends).toHaveLength(1);
});
