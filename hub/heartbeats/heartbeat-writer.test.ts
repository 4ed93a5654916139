import { expect, test } from "vitest";
import { temporaryDatabase } from "../../db/testing";
import { HubError } from "../../domain/hub-error";
import { testArrival, testNow } from "../testing";
import type { Arrival, Outcome } from "./arrival";
import { HeartbeatWriter } from "./heartbeat-writer";
import { recordHeartbeats } from "./record-heartbeats";

const accepted: Outcome = {
  kind: "accepted",
  isRegistered: false,
  serverToken: null,
  intervalSeconds: 60,
  expectedServices: [],
};
const from = (...ids: string[]) => ids.map((id) => testArrival({ server_id: id }));
const idsOf = (arrivals: Arrival[]) => arrivals.map(({ heartbeat }) => heartbeat.server_id);

/** A store whose commits the test ends one by one. */
function slowStore() {
  const commits: { ids: string[]; succeed: () => void; fail: (error: Error) => void }[] = [];
  const awaited: (() => void)[] = [];
  const record = (arrivals: Arrival[]) =>
    new Promise<Outcome[]>((resolve, reject) => {
      const answer = () => resolve(arrivals.map((arrival) => ({ ...accepted, arrival })));
      commits.push({ ids: idsOf(arrivals), succeed: answer, fail: reject });
      awaited.shift()?.();
    });
  /** The n-th commit, when it has begun. */
  const commit = async (n: number) => {
    while (commits[n] === undefined) await new Promise<void>((resolve) => awaited.push(resolve));
    return commits[n];
  };
  return { commits, record, commit };
}

test("what arrives during a commit shares the next one, in the order of its arrival", async () => {
  const store = slowStore();
  const writer = new HeartbeatWriter(store.record);
  const first = writer.submit(from("a"));
  const begun = await store.commit(0);
  const later = [writer.submit(from("b")), writer.submit(from("c", "d")), writer.submit(from("e"))];
  begun.succeed();
  await first;
  (await store.commit(1)).succeed();
  expect((await Promise.all(later)).map((outcomes) => outcomes.length)).toEqual([1, 2, 1]);
  expect(store.commits.map(({ ids }) => ids)).toEqual([["a"], ["b", "c", "d", "e"]]);
});

test("requests of one turn of the event loop share the first commit", async () => {
  const store = slowStore();
  const writer = new HeartbeatWriter(store.record);
  const all = Promise.all([writer.submit(from("a")), writer.submit(from("b"))]);
  (await store.commit(0)).succeed();
  await all;
  expect(store.commits.map(({ ids }) => ids)).toEqual([["a", "b"]]);
});

test("each submission is answered with its own outcomes", async () => {
  const store = slowStore();
  const writer = new HeartbeatWriter(store.record);
  const answers = [writer.submit(from("a", "b")), writer.submit(from("c"))];
  (await store.commit(0)).succeed();
  const ids = (await Promise.all(answers)).map((outcomes) =>
    outcomes.map((outcome) => (outcome as unknown as { arrival: Arrival }).arrival.heartbeat.server_id),
  );
  expect(ids).toEqual([["a", "b"], ["c"]]);
});

test("nobody is answered before the commit", async () => {
  const store = slowStore();
  const writer = new HeartbeatWriter(store.record);
  let isAnswered = false;
  const answer = writer.submit(from("a")).then(() => {
    isAnswered = true;
  });
  const commit = await store.commit(0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isAnswered).toBe(false);
  commit.succeed();
  await answer;
});

test("a commit that fails is told to all of it and to nobody else", async () => {
  const store = slowStore();
  const writer = new HeartbeatWriter(store.record);
  const failed = Promise.allSettled([writer.submit(from("a")), writer.submit(from("b"))]);
  const begun = await store.commit(0);
  const next = writer.submit(from("c"));
  begun.fail(new HubError("unavailable", "The disk is full"));
  expect((await failed).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  (await store.commit(1)).succeed();
  expect(await next).toMatchObject([accepted]);
});

test("a long queue is written in commits of a bounded size, and a large submission is never torn", async () => {
  const store = slowStore();
  const writer = new HeartbeatWriter(store.record);
  const many = (count: number, id: string) =>
    Array.from({ length: count }, () => testArrival({ server_id: id }));
  const answers = [many(200, "a"), many(100, "b"), many(1000, "c"), many(1, "d")].map((arrivals) =>
    writer.submit(arrivals),
  );
  for (let n = 0; n < 4; n++) (await store.commit(n)).succeed();
  await Promise.all(answers);
  expect(store.commits.map(({ ids }) => [new Set(ids).size, ids.length])).toEqual([
    [1, 200],
    [1, 100],
    [1, 1000],
    [1, 1],
  ]);
});

test("beyond what may wait, a submission is refused at once with the time to come again, and room is made by each commit", async () => {
  const store = slowStore();
  const writer = new HeartbeatWriter(store.record);
  const arrival = testArrival();
  const thousand = Array.from({ length: 1000 }, () => arrival);
  const waiting = Array.from({ length: 10 }, () => writer.submit(thousand));
  await expect(writer.submit([arrival])).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 5 });
  (await store.commit(0)).succeed();
  await waiting[0];
  waiting.push(writer.submit([arrival]));
  for (let n = 1; n <= 10; n++) (await store.commit(n)).succeed();
  await expect(Promise.all(waiting)).resolves.toHaveLength(11);
});

test("on a real file, a hundred agents at once are on disk when they are answered, in a few commits", async () => {
  const db = await temporaryDatabase();
  let commits = 0;
  const writer = new HeartbeatWriter((arrivals) => {
    commits += 1;
    return recordHeartbeats(db, arrivals);
  });
  const stored = async () => (await db.query<{ n: number }>("SELECT count(*) AS n FROM metrics"))[0]?.n ?? 0;
  const seen = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const [outcome] = await writer.submit([
        testArrival({ server_id: `server-${index}`, timestamp: new Date(testNow - index).toISOString() }),
      ]);
      const [own] = await db.query<{ n: number }>("SELECT count(*) AS n FROM metrics WHERE server_id = ?", [
        `server-${index}`,
      ]);
      return [outcome?.kind, own?.n];
    }),
  );
  expect(new Set(seen.map((pair) => pair.join(" ")))).toEqual(new Set(["accepted 1"]));
  expect(await stored()).toBe(100);
  expect(commits).toBeLessThanOrEqual(2);
});
