import { expect, onTestFinished, test, vi } from "vitest";
import { HubError } from "../domain/hub-error";
import type { Database } from "./client";
import { temporaryDatabase } from "./testing";
import { otherProcess } from "./testing-process";

const addServer = (id: string) => ({
  sql: "INSERT INTO servers (id, hostname) VALUES (?, ?)",
  args: [id, id],
});
const fileOf = (db: Database) => db.capabilities.localFile ?? "";

/** Local clients acknowledge writes that they then lose once one statement has failed BUSY; see `Connection`. */
test("while another process holds the lock, what was acknowledged is stored and what was refused is not", async () => {
  const db = await temporaryDatabase();
  const program = otherProcess();
  await program.call("lock", { file: fileOf(db) });
  let unlocked: Promise<unknown> | undefined;
  const acknowledged: string[] = [];
  const refused: string[] = [];
  const writes = Array.from({ length: 200 }, async (_, n) => {
    const id = `s${n}`;
    try {
      await db.write([addServer(id)]);
      acknowledged.push(id);
    } catch (error) {
      expect(error).toBeInstanceOf(HubError);
      expect(error).toMatchObject({ code: "unavailable", retryAfterSeconds: 2 });
      refused.push(id);
      // The first has given up; the second has met the lock by the time the other process hears this, and waits.
      unlocked ??= program.call("unlock");
    }
  });
  await Promise.all(writes);
  await unlocked;
  expect(refused).toContain("s0");
  expect(acknowledged.length).toBeGreaterThan(190);
  expect(acknowledged.length + refused.length).toBe(200);
  // Read by the other process, so that no connection of this one can answer from what it believes.
  const stored = await program.call("read", { file: fileOf(db), sql: "SELECT id FROM servers ORDER BY id" });
  expect(stored.map(({ id }) => String(id))).toEqual(acknowledged.sort());
});

test("a locked database is asked six times, waiting longer each time, and then answers with a time to come again", async () => {
  const db = await temporaryDatabase();
  const program = otherProcess();
  await program.call("lock", { file: fileOf(db) });
  let runs = 0;
  // What is asked of the timer: the clock would count the time as well in which a busy machine did something else.
  const timers = vi.spyOn(globalThis, "setTimeout");
  onTestFinished(() => void timers.mockRestore());
  const outcome = db.transact(async (_read, commit) => {
    runs++;
    await commit([addServer("nas")]);
  });
  await expect(outcome).rejects.toMatchObject({
    code: "unavailable",
    message: "The database is locked by another program",
    retryAfterSeconds: 2,
    cause: { code: "SQLITE_BUSY" },
  });
  expect(runs).toBe(6);
  const least = [20, 40, 80, 160, 320];
  const waits = timers.mock.calls.map(([, ms = 0]) => ms);
  expect(waits).toHaveLength(least.length);
  for (const [index, wait] of waits.entries()) {
    expect(wait).toBeGreaterThanOrEqual(least[index] ?? 0);
    expect(wait).toBeLessThanOrEqual(2 * (least[index] ?? 0));
  }
  await program.call("unlock");
  await db.write([addServer("nas")]);
});

test("a work whose first part is stored is not run again when its second part meets a lock", async () => {
  const db = await temporaryDatabase();
  const program = otherProcess();
  let runs = 0;
  const outcome = db.transact(async (_read, commit) => {
    runs++;
    await commit([addServer("first")]);
    await program.call("lock", { file: fileOf(db) });
    await commit([addServer("second")]);
  });
  await expect(outcome).rejects.toMatchObject({ code: "unavailable" });
  expect(runs).toBe(1);
  await program.call("unlock");
  expect(await db.query("SELECT id FROM servers")).toEqual([{ id: "first" }]);
});

test("a work that swallows BUSY while it loads still stores what it commits afterwards", async () => {
  const db = await temporaryDatabase();
  const program = otherProcess();
  await program.call("lock", { file: fileOf(db) });
  await db.transact(async (read, commit) => {
    const swallowed = await read("UPDATE servers SET cpu_cores = 1").catch((error: unknown) => String(error));
    expect(swallowed).toContain("SQLITE_BUSY");
    await program.call("unlock");
    await commit([addServer("nas")]);
  });
  const stored = await program.call("read", { file: fileOf(db), sql: "SELECT id FROM servers" });
  expect(stored).toEqual([{ id: "nas" }]);
});

test("reads go on while another process holds the lock, and the event loop with them", async () => {
  const db = await temporaryDatabase();
  await db.write([addServer("nas")]);
  const program = otherProcess();
  await program.call("lock", { file: fileOf(db) });
  let isRefused = false;
  const write = db
    .write([addServer("pi")])
    .catch((error: unknown) => error)
    .finally(() => {
      isRefused = true;
    });
  // The write waits for two thirds of a second in all. A hub that waited inside SQLite would come here six times.
  let turns = 0;
  while (!isRefused) {
    expect(await db.query("SELECT id FROM servers")).toEqual([{ id: "nas" }]);
    await new Promise((resolve) => setImmediate(resolve));
    turns++;
  }
  expect(turns).toBeGreaterThan(20);
  expect(await write).toBeInstanceOf(HubError);
  await program.call("unlock");
});
