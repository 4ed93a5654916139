import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { backupName } from "../../db/backups/backup-name.mjs";
import { Database } from "../../db/client";
import { BACKUP_JOB, getBackupState } from "../../db/queries/backups";
import { dumpFile } from "../../db/testing-files";
import { backupPlanDefault } from "../../domain/backups/plan";
import { resetClock, setClock } from "../clock-testing";
import { writeDefaultConfig } from "../config/write-default-config";
import { claimJob, finishJob } from "../jobs/claim-job";
import { type Job, jobTable } from "../jobs/jobs";
import { startScheduler } from "../jobs/scheduler";
import { testBy, testNow } from "../testing";
import { BACKUP_LEASE_MS, backUpDatabase, isBackupDue } from "./back-up-database";
import { requestBackup } from "./request-backup";
import { filledDatabase, namesIn } from "./testing";
import { updateBackupPlan } from "./update-backup-plan";

const DAY = 86_400_000;
const never = new AbortController().signal;
const waitFor = (assertion: () => unknown) => vi.waitFor(assertion, { timeout: 20_000, interval: 5 });
const backupJob = jobTable.filter(({ name }) => name === BACKUP_JOB);

/** One run of the job, as the scheduler does it. */
async function runOnce(db: Database, now: number, ending: AbortSignal = never) {
  const claim = await claimJob(db, {
    name: BACKUP_JOB,
    hubId: "a",
    everyMs: 1000,
    leaseMs: BACKUP_LEASE_MS,
    isFirstRun: false,
    now,
  });
  if (claim === null) throw new Error("the claim was refused");
  const outcome = await backUpDatabase(db, claim, ending).then(
    (made) => ({ made, error: null }),
    (error: Error) => ({ made: null, error: error.message }),
  );
  await finishJob(db, claim, { now: now + 1, error: outcome.error });
  return outcome;
}

function start(db: Database, table: Job[] = backupJob): () => Promise<void> {
  const stop = startScheduler(db, table);
  onTestFinished(async () => {
    await stop();
    resetClock();
  });
  return stop;
}

/** Thirty megabytes, so that a copy takes long enough to be interrupted. */
async function fatten(db: Database): Promise<void> {
  await db.write([
    "CREATE TABLE ballast (id integer, bytes blob)",
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
     INSERT INTO ballast SELECT i, randomblob(1048576) FROM n`,
  ]);
}

test("a complete copy, its owner's alone, is made while the hub writes, and every row is in it", async () => {
  const { db, file, directory } = await filledDatabase();
  const { made } = await runOnce(db, testNow);
  expect(made).toMatchObject({ name: "homelab-20261121T093000Z-scheduled.db", deleted: 0 });
  const copy = path.join(directory, "homelab-20261121T093000Z-scheduled.db");
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  const before = { ...(await dumpFile(copy)), jobs: [] };
  expect(before).toEqual({ ...(await dumpFile(file)), jobs: [] });

  await fatten(db);
  let isDone = false;
  const writing = (async () => {
    for (let n = 0; !isDone; n++) {
      await db.write([
        `UPDATE servers SET cpu_cores = ${n} WHERE id = 'nas'`,
        `UPDATE servers SET cpu_cores = ${n} WHERE id = 'pi'`,
      ]);
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const second = await runOnce(db, testNow + DAY);
  isDone = true;
  await writing;
  const servers = (await dumpFile(path.join(directory, second.made?.name ?? ""))).servers ?? [];
  expect(new Set(servers.map(({ cpu_cores }) => cpu_cores)).size).toBe(1);
});

test("the event loop goes on while the copy is made", async () => {
  const { db } = await filledDatabase();
  await fatten(db);
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await runOnce(db, testNow);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(10);
});

test("a first start makes none, and from then on each day has one, made by the first of two hubs", async () => {
  const { db, directory } = await filledDatabase();
  await writeDefaultConfig(db);
  // Hours before and after the time of the plan, whenever the test is run.
  await db.write([{ sql: "UPDATE config SET updated_at = ?", args: [testNow] }]);
  const other = new Database(db.url);
  onTestFinished(() => other.closeNow());
  expect(await isBackupDue(db, testNow)).toBe(false);
  setClock(testNow);
  start(db);
  start(other);
  for (const day of [1, 2, 3]) {
    setClock(testNow + day * DAY);
    await waitFor(() => expect(namesIn(directory)).toHaveLength(day));
    await waitFor(async () => expect((await getBackupState(db, 0)).underWaySince).toBeNull());
  }
  expect(namesIn(directory).every((name) => name.endsWith("-scheduled.db"))).toBe(true);
});

test("a copy under way keeps no other job from running, and the hub's end leaves nothing of it", async () => {
  const { db, directory } = await filledDatabase();
  await writeDefaultConfig(db);
  await fatten(db);
  let runs = 0;
  const counting: Job = { name: "counting", everyMs: 1, run: async () => ({ runs: ++runs }) };
  // A copy that takes as long as the test likes.
  const isLetGo = new Promise<void>((resolve) => onTestFinished(() => resolve()));
  const slow: Job = {
    name: "slow",
    everyMs: 10_000,
    isLong: true,
    run: async (_db, _claim, ending) => {
      await Promise.race([isLetGo, new Promise((resolve) => ending.addEventListener("abort", resolve))]);
      return {};
    },
  };
  setClock(Date.now() + DAY);
  const stop = start(db, [slow, counting, ...backupJob]);
  await waitFor(() => expect(runs).toBeGreaterThan(1));
  await waitFor(() => expect(namesIn(directory).length).toBeGreaterThan(0));
  const isUnderWay = namesIn(directory).some((name) => name.includes(".tmp"));
  await stop();
  const names = namesIn(directory);
  expect(names.filter((name) => name.includes(".tmp"))).toEqual([]);
  if (isUnderWay && names.length === 0) {
    expect((await getBackupState(db, 0)).runs.lastError).toMatch(/The hub ended/);
  }
});

test("a copying process that is ended leaves no half file, and the next run makes a whole one", async () => {
  const { db, file, directory } = await filledDatabase();
  await fatten(db);
  for (let days = 0; ; days++) {
    const ending = new AbortController();
    let isOver = false;
    const run = runOnce(db, testNow + days * DAY, ending.signal).finally(() => {
      isOver = true;
    });
    await waitFor(() => expect(isOver || namesIn(directory).join().includes(".tmp")).toBe(true));
    ending.abort();
    const { error } = await run;
    const names = namesIn(directory);
    expect(names.join()).not.toContain(".tmp");
    if (names.length === 0) {
      expect(error).toBe("The hub ended before the backup was made");
      break;
    }
    // It was whole before this busy machine saw it begin: the next one is to be ended sooner.
    rmSync(directory, { recursive: true });
  }
  expect((await runOnce(db, testNow + 365 * DAY)).error).toBeNull();
  const [copy = ""] = namesIn(directory);
  expect((await dumpFile(path.join(directory, copy))).servers).toEqual((await dumpFile(file)).servers);
});

test("what a hub and its copying process left that were killed at once is cleared away by a later run", async () => {
  const { db, directory } = await filledDatabase();
  mkdirSync(directory);
  const unfinished = (ago: number) => {
    const name = `${backupName("homelab.db", { at: testNow - ago, kind: "manual" })}.${crypto.randomUUID()}.tmp`;
    const file = path.join(directory, name);
    writeFileSync(file, "half");
    const changedAt = (testNow - ago) / 1000;
    utimesSync(file, changedAt, changedAt);
    return name;
  };
  unfinished(2 * 3_600_000);
  const ofAnotherHub = unfinished(60_000);
  writeFileSync(path.join(directory, "notes.tmp"), "mine");
  await runOnce(db, testNow);
  expect(namesIn(directory)).toEqual(
    [ofAnotherHub, "homelab-20261121T093000Z-scheduled.db", "notes.tmp"].sort(),
  );
});

/** A database whose plan keeps the newest scheduled backup of each of two days, and the folder for them. */
async function withTwoDailyKept() {
  const { db, directory } = await filledDatabase();
  await updateBackupPlan(
    db,
    { ...backupPlanDefault, keep_daily: 2, keep_weekly: 0, keep_monthly: 0 },
    testBy(),
  );
  mkdirSync(directory);
  return { db, directory };
}

test("scheduled ones are kept as the plan says; those of people, and other files, are left alone", async () => {
  const { db, directory } = await withTwoDailyKept();
  const put = (ago: number, kind: "scheduled" | "manual", file = "homelab.db") => {
    const name = backupName(file, { at: testNow - ago * DAY, kind });
    writeFileSync(path.join(directory, name), "old");
    return name;
  };
  const [yesterday] = [put(1, "scheduled"), put(2, "scheduled"), put(40, "scheduled")];
  const mine = [put(90, "manual"), put(90, "scheduled", "other.db"), "homelab-of-last-year.db"];
  writeFileSync(path.join(directory, "homelab-of-last-year.db"), "mine");
  const { made } = await runOnce(db, testNow);
  expect(made?.deleted).toBe(2);
  expect(namesIn(directory)).toEqual([yesterday, made?.name, ...mine].sort());
});

test("the one that was just made stays, though a clock that was ahead left newer ones", async () => {
  const { db, directory } = await withTwoDailyKept();
  for (const ahead of [300, 301]) {
    const name = backupName("homelab.db", { at: testNow + ahead * DAY, kind: "scheduled" });
    writeFileSync(path.join(directory, name), "of a wrong clock");
  }
  const { made } = await runOnce(db, testNow);
  expect(namesIn(directory)).toContain(made?.name);
});

test("a run that fails is in the job's row, deletes nothing, and is tried again after an hour", async () => {
  const { db, directory } = await filledDatabase();
  await updateBackupPlan(
    db,
    { ...backupPlanDefault, keep_daily: 1, keep_weekly: 0, keep_monthly: 0 },
    testBy(),
  );
  // Its own time of day, 03:30, is not within the hour after this.
  const day = testNow;
  const old = [1, 2].map((ago) => backupName("homelab.db", { at: day - ago * DAY, kind: "scheduled" }));
  mkdirSync(directory);
  for (const name of old) writeFileSync(path.join(directory, name), "old");
  // Its own name is taken by a folder.
  const taken = backupName("homelab.db", { at: day, kind: "scheduled" });
  mkdirSync(path.join(directory, taken));
  const { error } = await runOnce(db, day);
  expect(error).toContain(taken);
  expect((await getBackupState(db, day)).runs.lastError).toBe(error);
  expect(namesIn(directory)).toEqual([...old, taken].sort());
  expect(await isBackupDue(db, day + 3_600_000 - 1)).toBe(false);
  expect(await isBackupDue(db, day + 3_600_000)).toBe(true);
});

test("somebody who asks gets one at once, though the plan is off, and it is theirs", async () => {
  const { db, directory } = await filledDatabase();
  await updateBackupPlan(db, { ...backupPlanDefault, enabled: false }, testBy());
  const before = requestBackup(db, { patienceMs: 0 }, testBy());
  expect(await before).toEqual({ isMade: false, error: null });
  setClock(testNow);
  start(db);
  expect(await requestBackup(db, { patienceMs: 20_000 }, testBy())).toEqual({
    isMade: true,
    error: null,
  });
  expect(namesIn(directory)).toEqual([expect.stringMatching(/^homelab-20261121T0930\d\dZ-manual\.db$/)]);
});

test("a database on a server has no backups of the hub's", async () => {
  const db = new Database("http://127.0.0.1:9");
  onTestFinished(() => db.closeNow());
  expect(await isBackupDue(db, testNow)).toBe(false);
  await expect(requestBackup(db, { patienceMs: 0 }, testBy())).rejects.toMatchObject({
    code: "conflict",
    hint: "Back it up on that server.",
  });
});
