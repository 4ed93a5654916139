import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { otherProcess } from "../../db/testing-process";
import { resetClock, setClock } from "../clock-testing";
import { testNow } from "../testing";
import type { Job } from "./jobs";
import { startScheduler } from "./scheduler";

beforeAll(() => {
  process.env.HOMELAB_LOG_LEVEL = "silent";
});

const waitFor = (assertion: () => unknown) => vi.waitFor(assertion, { timeout: 8000, interval: 20 });

function start(db: Database, ...table: Job[]): () => Promise<void> {
  const stop = startScheduler(db, table);
  onTestFinished(async () => {
    await stop();
    resetClock();
  });
  return stop;
}

/** A job that counts its runs. */
function counting(name: string, run: (runs: number) => Promise<void> = async () => {}) {
  const seen = { runs: 0 };
  const job: Job = {
    name,
    everyMs: 10_000,
    run: async () => {
      seen.runs += 1;
      await run(seen.runs);
      return {};
    },
  };
  return { job, seen };
}

const rowOf = async (db: Database, name: string) =>
  (await db.query<Record<string, unknown>>("SELECT * FROM jobs WHERE name = ?", [name]))[0];

test("two hubs on one file run a job once each period", async () => {
  const db = await temporaryDatabase();
  const other = new Database(db.url);
  onTestFinished(() => other.closeNow());
  const [first, second] = [counting("job"), counting("job")];
  setClock(testNow);
  const stops = [start(db, first.job), start(other, second.job)];
  for (let period = 0; period < 3; period++) {
    setClock(testNow + period * 10_000);
    await waitFor(async () =>
      expect((await rowOf(db, "job"))?.last_finished_at).toBeGreaterThanOrEqual(testNow + period * 10_000),
    );
  }
  await Promise.all(stops.map((stop) => stop()));
  expect(first.seen.runs + second.seen.runs).toBe(3);
});

test("a job that fails is written down, keeps no other from running, and is tried again when it is next due", async () => {
  const db = await temporaryDatabase();
  const failing = counting("failing", async (runs) => {
    if (runs === 1) throw new Error("the disk said no");
  });
  const other = counting("other");
  setClock(testNow);
  start(db, failing.job, other.job);
  await waitFor(() => expect(other.seen.runs).toBe(1));
  expect(await rowOf(db, "failing")).toMatchObject({ last_error: "the disk said no", leased_by: null });

  setClock(testNow + 10_000);
  await waitFor(async () => expect(await rowOf(db, "failing")).toMatchObject({ last_error: null }));
  expect(failing.seen.runs).toBe(2);
});

test("its end waits for the run under way, and none begins after it", async () => {
  const db = await temporaryDatabase();
  let finish = () => {};
  const slow = counting("slow", () => new Promise((resolve) => (finish = resolve)));
  const later = counting("later");
  setClock(testNow);
  const stop = start(db, slow.job, later.job);
  await waitFor(() => expect(slow.seen.runs).toBe(1));
  let hasEnded = false;
  const ended = stop().then(() => {
    hasEnded = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasEnded).toBe(false);
  finish();
  await ended;
  expect(later.seen.runs).toBe(0);
  expect(await rowOf(db, "slow")).toMatchObject({ leased_by: null, last_error: null });
});

test("a locked database stops no scheduler: the job runs when the lock is gone", async () => {
  const db = await temporaryDatabase();
  const program = otherProcess();
  await program.call("lock", { file: db.capabilities.localFile ?? "" });
  const { job, seen } = counting("job");
  setClock(testNow);
  start(db, { ...job, everyMs: 1 });
  // Writes are done in order: when this one has given up, the scheduler's claim before it has too.
  await expect(db.write([{ sql: "DELETE FROM jobs WHERE name = 'none'", args: [] }])).rejects.toMatchObject({
    code: "unavailable",
  });
  expect(seen.runs).toBe(0);
  await program.call("unlock");
  await waitFor(() => expect(seen.runs).toBeGreaterThan(0));
});

test("a job without work leaves no trace, and runs once there is some", async () => {
  const db = await temporaryDatabase();
  const { job, seen } = counting("deliver");
  const watcher = counting("watcher");
  let hasWork = false;
  start(db, { ...job, hasWork: async () => hasWork }, watcher.job);
  await waitFor(() => expect(watcher.seen.runs).toBe(1));
  expect(await rowOf(db, "deliver")).toBeUndefined();
  hasWork = true;
  await waitFor(() => expect(seen.runs).toBe(1));
});
