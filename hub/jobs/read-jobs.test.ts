import { expect, test } from "vitest";
import { temporaryDatabase } from "../../db/testing";
import { testNow } from "../testing";
import { claimJob, finishJob } from "./claim-job";
import type { Job } from "./jobs";
import { readJobs } from "./read-jobs";

const job = (name: string, change: Partial<Job> = {}): Job => ({
  ...{ name, everyMs: 10_000, run: async () => ({}) },
  ...change,
});

test("a job lags from the moment that it is due, and not where it runs, has nothing to do or has never run", async () => {
  const db = await temporaryDatabase();
  const table = [
    job("done"),
    job("idle", { hasWork: async () => false }),
    job("busy", { hasWork: async () => true }),
    job("running"),
    job("new"),
  ];
  for (const name of ["done", "idle", "busy", "running"]) {
    const claim = await claimJob(db, {
      ...{ name, hubId: "h", everyMs: 10_000, leaseMs: 60_000, isFirstRun: true, now: testNow },
    });
    if (claim === null) throw new Error("it could not be claimed");
    if (name !== "running") {
      await finishJob(db, claim, { now: testNow + 200, error: name === "busy" ? "no\u0000 disk" : null });
    }
  }
  const lags = async (now: number) => (await readJobs(db, now, table)).map(({ lagMs }) => lagMs);
  expect(await lags(testNow + 9000)).toEqual([0, 0, 0, 0, 0]);
  expect(await lags(testNow + 15_000)).toEqual([5000, 0, 5000, 0, 0]);
  expect((await readJobs(db, testNow, table)).map(({ waitsForWork }) => waitsForWork)).toEqual([
    ...[false, true, true, false, false],
  ]);
  const [done, , busy] = await readJobs(db, testNow, table);
  expect(done).toMatchObject({ lastStartedAt: testNow, lastFinishedAt: testNow + 200, lastDurationMs: 200 });
  expect([done?.lastError, busy?.lastError]).toEqual([null, expect.stringContaining("no")]);
});
