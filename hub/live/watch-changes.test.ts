import { expect, onTestFinished, test, vi } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { resetClock, setClock } from "../clock-testing";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { deleteServer } from "../servers/delete-server";
import { testArrival, testBy } from "../testing";
import { ChangeWatch } from "./watch-changes";

type Change = { serverIds: string[]; at: number };

/** One that writes down what it hears. */
function ear() {
  const heard: Change[] = [];
  const ends: number[] = [];
  return {
    heard,
    ends,
    onChange: (change: Change) => heard.push(change),
    onEnd: () => ends.push(Date.now()),
  };
}

const server = (db: Database, id: string) =>
  db.write([{ sql: "INSERT INTO servers (id, hostname) VALUES (?, ?)", args: [id, id] }]);
/** Long past, as rows are that nobody is told of any more. */
const makeOld = (db: Database) => db.write([{ sql: "UPDATE servers SET updated_at = 1000", args: [] }]);
const waitFor = (assertion: () => void) => vi.waitFor(assertion, { timeout: 5000, interval: 20 });

test("a change is told by the next poll, once, whoever made it", async () => {
  const db = await temporaryDatabase();
  await server(db, "nas");
  await server(db, "pi");
  await makeOld(db);
  const watch = new ChangeWatch(db);
  const { heard, ...listener } = ear();
  const stop = await watch.add(listener, Date.now());
  expect(heard).toEqual([]);

  await recordHeartbeats(db, [
    testArrival({ timestamp: new Date().toISOString() }, { receivedAt: Date.now() }),
  ]);
  await waitFor(() => expect(heard).toHaveLength(1));
  await db.write([{ sql: "UPDATE servers SET display_name = 'Raspberry' WHERE id = 'pi'", args: [] }]);
  await waitFor(() => expect(heard).toHaveLength(2));
  expect(heard.map(({ serverIds }) => serverIds)).toEqual([["nas"], ["pi"]]);
  stop();
});

test("a change waits for half a second at most until it is told", async () => {
  const db = await temporaryDatabase();
  const { heard, ...listener } = ear();
  const watch = new ChangeWatch(db);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    await watch.add(listener, Date.now());
    await server(db, "nas");
    vi.advanceTimersByTime(500);
  } finally {
    vi.useRealTimers();
  }
  await waitFor(() => expect(heard.map(({ serverIds }) => serverIds)).toEqual([["nas"]]));
  watch.end();
});

test("a changed alert is a change of its server, told once however many of its alerts changed", async () => {
  const db = await temporaryDatabase();
  await server(db, "nas");
  await db.write(
    ["cpu", "memory"].map((type) => ({
      sql: "INSERT INTO alerts (server_id, alert_type, severity, title) VALUES ('nas', ?, 'high', 'x')",
      args: [type],
    })),
  );
  await makeOld(db);
  await db.write([{ sql: "UPDATE alerts SET updated_at = 1000", args: [] }]);
  const { heard, ...listener } = ear();
  const stop = await new ChangeWatch(db).add(listener, Date.now());
  expect(heard).toEqual([]);

  await db.write([{ sql: "UPDATE alerts SET status = 'acknowledged'", args: [] }]);
  await waitFor(() => expect(heard.map(({ serverIds }) => serverIds)).toEqual([["nas"]]));
  stop();
});

test("what was missed since the page was made is told at once", async () => {
  const db = await temporaryDatabase();
  await server(db, "old");
  await makeOld(db);
  const since = Date.now();
  await server(db, "nas");
  const { heard, ...listener } = ear();
  const stop = await new ChangeWatch(db).add(listener, since);
  expect(heard.map(({ serverIds }) => serverIds)).toEqual([["nas"]]);
  expect(heard[0]?.at).toBeGreaterThanOrEqual(since);
  stop();
});

test("a change that carries a time just before the page's, but was committed after it, is told", async () => {
  const db = await temporaryDatabase();
  await server(db, "nas");
  const since = Date.now();
  await db.write([{ sql: "UPDATE servers SET updated_at = ?", args: [since - 800] }]);
  const { heard, ...listener } = ear();
  const stop = await new ChangeWatch(db).add(listener, since);
  expect(heard.map(({ serverIds }) => serverIds)).toEqual([["nas"]]);
  stop();
});

test("one who was away for long is told to look at everything", async () => {
  const db = await temporaryDatabase();
  const { heard, ...listener } = ear();
  const stop = await new ChangeWatch(db).add(listener, Date.now() - 60_000);
  expect(heard.map(({ serverIds }) => serverIds)).toEqual([[]]);
  stop();
});

test("a change is told however long the next look is in coming, or far ahead the clock has jumped meanwhile", async () => {
  onTestFinished(resetClock);
  const db = await temporaryDatabase();
  const { heard, ...listener } = ear();
  const stop = await new ChangeWatch(db).add(listener, Date.now());
  await server(db, "nas");
  setClock(Date.now() + 3_600_000);
  await waitFor(() => expect(heard.map(({ serverIds }) => serverIds)).toEqual([["nas"]]));
  stop();
});

test("a deleted server is told as a change of everything, also where others changed with it", async () => {
  const db = await temporaryDatabase();
  await server(db, "nas");
  await server(db, "pi");
  await makeOld(db);
  const { heard, ...listener } = ear();
  const stop = await new ChangeWatch(db).add(listener, Date.now());
  await db.write([
    { sql: "DELETE FROM servers WHERE id = 'nas'", args: [] },
    { sql: "UPDATE servers SET display_name = 'x' WHERE id = 'pi'", args: [] },
  ]);
  await waitFor(() => expect(heard.map(({ serverIds }) => serverIds)).toEqual([[]]));
  stop();
  await deleteServer(db, "pi", testBy());
});

test("everybody who listens hears, and nobody who has stopped", async () => {
  const db = await temporaryDatabase();
  const watch = new ChangeWatch(db);
  const [first, second] = [ear(), ear()];
  const stopFirst = await watch.add(first, Date.now());
  const stopSecond = await watch.add(second, Date.now());
  stopFirst();
  await server(db, "nas");
  await waitFor(() => expect(second.heard).toHaveLength(1));
  expect(first.heard).toEqual([]);
  stopSecond();
});

test("the end of the hub ends everybody, also one who comes a moment too late", async () => {
  const db = await temporaryDatabase();
  const watch = new ChangeWatch(db);
  const [early, late] = [ear(), ear()];
  await watch.add(early, Date.now());
  watch.end();
  expect(early.ends).toHaveLength(1);
  await watch.add(late, Date.now());
  expect(late.ends).toHaveLength(1);
});

test("one whose first look fails does not stay on the list, whoever else is on it", async () => {
  const db = await temporaryDatabase();
  const watch = new ChangeWatch(db);
  const [first, second] = [ear(), ear()];
  await watch.add(first, Date.now());
  db.closeNow();
  await expect(watch.add(second, Date.now())).rejects.toThrow();
  watch.end();
  expect([first.ends.length, second.ends.length]).toEqual([1, 0]);
});
