import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { faultsOfFleet, fleetRuns } from "./testing-fleet";
import { faultsOfWorld, prepareWorld, worldRuns } from "./testing-world";

/** `npm run simulate -- --from SEED --seeds 1 --runs 9000` lives it again. */
const seed = Date.now() % 2 ** 31;

test(`a hub on a real file and the reference model agree on every sequence (seed ${seed})`, async () => {
  let db = await temporaryDatabase();
  onTestFinished(() => db.closeNow());
  await prepareWorld(db);
  await withoutWaiting(db);
  const reopen = async (before: Database) => {
    before.closeNow();
    db = new Database(before.url);
    return withoutWaiting(db);
  };
  await fc.assert(
    fc.asyncProperty(worldRuns, async (moves) => {
      expect(await faultsOfWorld(db, moves, reopen)).toEqual([]);
    }),
    { seed, numRuns: 300 },
  );
}, 600_000);

test(`a fleet that falls silent is told of as the specification has it, whenever the hub was away (seed ${seed})`, async () => {
  const db = await withoutWaiting(await temporaryDatabase());
  await fc.assert(
    fc.asyncProperty(fleetRuns, async (run) => {
      expect(await faultsOfFleet(db, run)).toEqual([]);
    }),
    { seed, numRuns: 20 },
  );
}, 600_000);

/** Thousands of commits need not wait for a disk here; what a commit promises is proved where a process is killed. */
async function withoutWaiting(db: Database): Promise<Database> {
  await db.transact((read) => read("PRAGMA synchronous = OFF"));
  return db;
}
