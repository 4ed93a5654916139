import { expect, onTestFinished, test } from "vitest";
import { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { testNow } from "../testing";
import { claimJob, finishJob } from "./claim-job";

const second = 1000;
const job = { name: "sweep", everyMs: 10 * second, isFirstRun: false };

/** A second hub's own connections to the same file. */
function anotherHub(db: Database): Database {
  const other = new Database(db.url);
  onTestFinished(() => other.closeNow());
  return other;
}

const rowOf = async (db: Database) => (await db.query<Record<string, unknown>>("SELECT * FROM jobs"))[0];

test("of two hubs that ask in one period, one gets the job", async () => {
  const first = await temporaryDatabase();
  const other = anotherHub(first);
  for (let period = 0; period < 5; period++) {
    const now = testNow + period * job.everyMs;
    const claims = await Promise.all([
      claimJob(first, { ...job, hubId: "a", now }),
      claimJob(other, { ...job, hubId: "b", now: now + 1 }),
    ]);
    const got = claims.filter((claim) => claim !== null);
    expect(got).toHaveLength(1);
    for (const claim of got) await finishJob(first, claim, { now: now + 5, error: null });
  }
});

test("a hub that read its clock a moment before another took the job does not take it as well", async () => {
  const db = await temporaryDatabase();
  const claim = await claimJob(db, { ...job, hubId: "a", now: testNow + 40 });
  expect(await claimJob(db, { ...job, hubId: "b", now: testNow })).toBeNull();
  if (claim !== null) await finishJob(db, claim, { now: testNow + 50, error: null });
  expect(await claimJob(db, { ...job, hubId: "b", now: testNow })).toBeNull();
  expect(await rowOf(db)).toMatchObject({ last_started_at: testNow + 40, leased_by: null });
});

test("a job is not due again before its period has passed", async () => {
  const db = await temporaryDatabase();
  const claim = await claimJob(db, { ...job, hubId: "a", now: testNow });
  if (claim === null) throw new Error("the first claim was refused");
  await finishJob(db, claim, { now: testNow + 20, error: null });
  expect(await rowOf(db)).toMatchObject({
    leased_by: null,
    leased_until: null,
    last_started_at: testNow,
    last_finished_at: testNow + 20,
    last_duration_ms: 20,
    last_error: null,
    next_run_at: testNow + 10 * second,
  });
  expect(await claimJob(db, { ...job, hubId: "a", now: testNow + 9999 })).toBeNull();
  expect(await claimJob(db, { ...job, hubId: "a", now: testNow + 10_000 })).not.toBeNull();
});

test("a hub that died with the job in hand holds it for its lease and no longer", async () => {
  const db = await temporaryDatabase();
  const dead = await claimJob(db, { ...job, hubId: "dead", now: testNow });
  expect(await claimJob(db, { ...job, hubId: "b", now: testNow + 59 * second })).toBeNull();
  const heir = await claimJob(db, { ...job, hubId: "b", now: testNow + 60 * second });
  expect(heir).not.toBeNull();

  // It was only slow: what it says now is not about the run that is under way.
  if (dead !== null) await finishJob(db, dead, { now: testNow + 61 * second, error: "late" });
  expect(await rowOf(db)).toMatchObject({ leased_by: "b", last_error: null });
});

test("a failure is kept with the job until a run goes well", async () => {
  const db = await temporaryDatabase();
  for (const [at, error] of [
    [testNow, "no such table"],
    [testNow + 10 * second, null],
  ] as const) {
    const claim = await claimJob(db, { ...job, hubId: "a", now: at });
    if (claim === null) throw new Error("the claim was refused");
    await finishJob(db, claim, { now: at + 1, error });
    expect(await rowOf(db)).toMatchObject({ last_error: error });
  }
});

test("a clock that is set back an hour does not put the job off for an hour, lease or none", async () => {
  const db = await temporaryDatabase();
  const claim = await claimJob(db, { ...job, hubId: "a", now: testNow });
  const back = testNow - 3600 * second;
  expect(await claimJob(db, { ...job, hubId: "b", now: back })).not.toBeNull();
  if (claim !== null) await finishJob(db, claim, { now: back + 1, error: null });
  expect(await rowOf(db)).toMatchObject({ leased_by: "b", last_started_at: back });
});

test("a clock that is set forward makes the job due once", async () => {
  const db = await temporaryDatabase();
  const ahead = testNow + 86_400 * second;
  for (const now of [testNow, ahead]) {
    const claim = await claimJob(db, { ...job, hubId: "a", now });
    expect(claim?.startedAt).toBe(now);
    if (claim !== null) await finishJob(db, claim, { now, error: null });
  }
  expect(await claimJob(db, { ...job, hubId: "a", now: ahead + 1 })).toBeNull();
});

test("the watch goes on from run to run, and begins anew with a break or with a hub that starts", async () => {
  const db = await temporaryDatabase();
  const watch = async (now: number, isFirstRun = false) => {
    const claim = await claimJob(db, { ...job, hubId: "a", isFirstRun, now });
    if (claim === null) throw new Error("the claim was refused");
    await finishJob(db, claim, { now, error: null });
    return claim.watchingSince - testNow;
  };
  expect(await watch(testNow, true)).toBe(0);
  expect(await watch(testNow + 10 * second)).toBe(0);
  expect(await watch(testNow + 40 * second)).toBe(0);
  expect(await watch(testNow + 71 * second)).toBe(71 * second);
  expect(await watch(testNow + 81 * second)).toBe(71 * second);
  expect(await watch(testNow + 91 * second, true)).toBe(91 * second);
});
