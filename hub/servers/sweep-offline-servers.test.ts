import { expect, onTestFinished, test, vi } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { now } from "../clock";
import { resetClock, setClock } from "../clock-testing";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { startScheduler } from "../jobs/scheduler";
import { testArrival, testBy, testNow } from "../testing";
import { pauseServer } from "./pause-server";
import { sweepOfflineServers } from "./sweep-offline-servers";

const second = 1000;
const silenceMs = 30 * second;

/** A hub with the real scheduler, whose servers may be silent for half a minute. The clock shows testNow. */
async function hub(): Promise<{ db: Database; restart: () => Promise<void> }> {
  const db = await temporaryDatabase();
  await db.write([
    {
      sql: `INSERT INTO config (key, value) VALUES ('thresholds', '{"server_offline_seconds": 30}')
            ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      args: [],
    },
  ]);
  setClock(testNow);
  let stop = startScheduler(db);
  onTestFinished(async () => {
    await stop();
    resetClock();
  });
  const restart = async () => {
    await stop();
    stop = startScheduler(db);
  };
  return { db, restart };
}

const heartbeat = (db: Database, at: number, server = "nas", receivedAt = at) =>
  recordHeartbeats(db, [
    testArrival(
      { server_id: server, timestamp: new Date(at).toISOString(), interval_seconds: 10 },
      { receivedAt },
    ),
  ]);

/** Moves the clock and waits for a sweep that has seen it. */
async function sweepAt(db: Database, at: number): Promise<void> {
  setClock(at);
  await vi.waitFor(
    async () => {
      // A sweep that began before the clock was moved may end after it.
      const [row] = await db.query<{ last_started_at: number; leased_by: string | null }>(
        "SELECT last_started_at, leased_by FROM jobs WHERE name = 'sweep-offline-servers'",
      );
      expect(row?.last_started_at).toBeGreaterThanOrEqual(at);
      expect(row?.leased_by).toBeNull();
    },
    { timeout: 8000, interval: 20 },
  );
}

const statusOf = async (db: Database, server = "nas") => {
  const [row] = await db.query<{ status: string; status_changed_at: number; last_seen: number }>(
    "SELECT status, status_changed_at, last_seen FROM servers WHERE id = ?",
    [server],
  );
  return row;
};

test("a silent server goes offline, dated at its deadline and not at the sweep", async () => {
  const { db } = await hub();
  await heartbeat(db, testNow);
  await sweepAt(db, testNow + 20 * second);
  expect(await statusOf(db)).toMatchObject({ status: "online" });
  await sweepAt(db, testNow + 40 * second);
  expect(await statusOf(db)).toEqual({
    status: "offline",
    status_changed_at: testNow + silenceMs,
    last_seen: testNow,
  });
});

test("a server that goes on speaking stays online", async () => {
  const { db } = await hub();
  await heartbeat(db, testNow);
  for (const at of [20, 40, 60].map((seconds) => testNow + seconds * second)) {
    await heartbeat(db, at);
    await sweepAt(db, at);
  }
  expect(await statusOf(db)).toMatchObject({ status: "online", last_seen: testNow + 60 * second });
});

test("a heartbeat between the sweep's look and its deed wins", async () => {
  const db = await temporaryDatabase();
  await heartbeat(db, testNow);
  const later = testNow + 3600 * second;
  const racing: Database = Object.assign(Object.create(db) as Database, {
    query: async (...asked: Parameters<Database["query"]>) => {
      const rows = await db.query(...asked);
      await heartbeat(db, later);
      return rows;
    },
  });
  const watch = { now: later, watchingSince: testNow };
  expect(await sweepOfflineServers(racing, watch)).toMatchObject({ wentOffline: [] });
  expect(await statusOf(db)).toMatchObject({ status: "online", last_seen: later });
});

test("a hub that starts accuses nobody before its grace is over", async () => {
  const { db, restart } = await hub();
  await heartbeat(db, testNow);
  // Down for an hour: the agent could not be heard.
  setClock(testNow + 3600 * second);
  await restart();
  await sweepAt(db, testNow + 3600 * second);
  expect(await statusOf(db)).toMatchObject({ status: "online" });
  await sweepAt(db, testNow + 3620 * second);
  expect(await statusOf(db)).toMatchObject({ status: "offline", status_changed_at: testNow + silenceMs });
});

test("a hub that was away for seconds only has missed heartbeats as well", async () => {
  const { db, restart } = await hub();
  await heartbeat(db, testNow);
  await sweepAt(db, testNow + 20 * second);
  setClock(testNow + 40 * second);
  await restart();
  await sweepAt(db, testNow + 40 * second);
  expect(await statusOf(db)).toMatchObject({ status: "online" });
  await sweepAt(db, testNow + 60 * second);
  expect(await statusOf(db)).toMatchObject({ status: "offline", status_changed_at: testNow + silenceMs });
});

test("a machine that was asleep with its hub is given the same grace, and saved by a heartbeat within it", async () => {
  const { db } = await hub();
  await heartbeat(db, testNow, "nas");
  await heartbeat(db, testNow, "pi");
  await sweepAt(db, testNow + 10 * second);
  const awake = testNow + 7200 * second;
  await sweepAt(db, awake);
  expect(await statusOf(db, "nas")).toMatchObject({ status: "online" });
  await heartbeat(db, awake + 5 * second, "nas");
  await sweepAt(db, awake + 20 * second);
  expect(await statusOf(db, "nas")).toMatchObject({ status: "online" });
  expect(await statusOf(db, "pi")).toMatchObject({ status: "offline" });
});

test("a paused server and a workstation go offline as well: pausing hides no fact", async () => {
  const { db } = await hub();
  await heartbeat(db, testNow, "paused");
  await heartbeat(db, testNow, "laptop");
  await pauseServer(db, "paused", { isPaused: true }, testBy());
  await db.write([{ sql: "UPDATE servers SET machine_type = 'workstation' WHERE id = 'laptop'", args: [] }]);
  await sweepAt(db, testNow + 20 * second);
  await sweepAt(db, testNow + 40 * second);
  expect(await statusOf(db, "paused")).toMatchObject({ status: "offline" });
  expect(await statusOf(db, "laptop")).toMatchObject({ status: "offline" });
});

test("an offline server comes back by a fresh heartbeat, and not by one from its spool", async () => {
  const { db } = await hub();
  await heartbeat(db, testNow);
  await sweepAt(db, testNow + 20 * second);
  await sweepAt(db, testNow + 40 * second);
  const back = testNow + 300 * second;
  await heartbeat(db, testNow + 35 * second, "nas", back);
  expect(await statusOf(db)).toMatchObject({ status: "offline" });
  await heartbeat(db, back);
  expect(await statusOf(db)).toMatchObject({ status: "online", status_changed_at: back, last_seen: back });
});

test("a server that was only described, and never heard, is unknown and stays so", async () => {
  const db = await temporaryDatabase();
  await db.write([{ sql: "INSERT INTO servers (id, hostname) VALUES ('new', 'new')", args: [] }]);
  const answer = await sweepOfflineServers(db, { now: now() + 86_400 * second, watchingSince: 0 });
  expect(answer).toMatchObject({ wentOffline: [] });
  expect(await statusOf(db, "new")).toMatchObject({ status: "unknown" });
});
