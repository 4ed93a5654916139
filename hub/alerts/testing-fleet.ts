import fc from "fast-check";
import type { Database } from "../../db/client";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { sweepOfflineServers } from "../servers/sweep-offline-servers";
import { testArrival, testNow } from "../testing";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const INTERVAL_MS = MINUTE_MS;

/** A fleet that the hub listens to, or has not listened to for a while, and what each machine does meanwhile. */
type FleetRun = {
  /** How long the hub was away; 0 where it never was. */
  awayMinutes: number;
  /** Heard so many seconds before the hub went; and heard again so many seconds after it came back, or never. */
  machines: { heardSecondsBefore: number; backAfterSeconds: number | null }[];
  /** Machines that had died one by one, hours before. */
  deadBefore: number;
};

export const fleetRuns: fc.Arbitrary<FleetRun> = fc.record({
  awayMinutes: fc.constantFrom(0, 1, 2, 6, 11, 30, 600),
  machines: fc.array(
    fc.record({
      heardSecondsBefore: fc.integer({ min: 0, max: 59 }),
      backAfterSeconds: fc.option(fc.integer({ min: 1, max: 59 }), { freq: 2 }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  deadBefore: fc.integer({ min: 0, max: 2 }),
});

/**
 * Lives one run on a hub whose memory of earlier runs is wiped, and holds it against the specification: when at least three
 * servers and half of those that were heard fall silent together, that is one alert, and else one for each. What is wrong, in words.
 */
export async function faultsOfFleet(db: Database, run: FleetRun): Promise<string[]> {
  await db.write(["DELETE FROM servers", "DELETE FROM config"]);
  const machines = run.machines.map((machine, index) => ({ id: `server-${index * 7}`, ...machine }));
  const dead = Array.from({ length: run.deadBefore }, (_, index) => `dead-${index}`);
  const left = testNow;
  const back = left + run.awayMinutes * MINUTE_MS;

  for (const [index, id] of dead.entries()) {
    const diedAt = left - (9 - 3 * index) * 60 * MINUTE_MS;
    const alive = [...dead.slice(index + 1), ...machines.map((machine) => machine.id)];
    await beat(db, [id, ...alive], diedAt);
    await beat(db, alive, diedAt + 4 * MINUTE_MS);
    await sweep(db, diedAt + 4 * MINUTE_MS, 0);
  }
  for (const { id, heardSecondsBefore } of machines)
    await beat(db, [id], left - heardSecondsBefore * SECOND_MS);
  await sweep(db, left, 0);

  const watchingSince = run.awayMinutes === 0 ? 0 : back;
  for (let after = 0; after <= 5 * MINUTE_MS; after += 10 * SECOND_MS) {
    for (const { id, backAfterSeconds } of machines) {
      if (backAfterSeconds === null) continue;
      // Its heartbeats since the sweep before this one.
      const since = after - backAfterSeconds * SECOND_MS;
      if (since >= 0 && since % INTERVAL_MS < 10 * SECOND_MS)
        await beat(db, [id], back + after - (since % INTERVAL_MS));
    }
    await sweep(db, back + after, watchingSince);
  }

  const silent = machines.filter(({ backAfterSeconds }) => backAfterSeconds === null);
  const isMass = silent.length >= 3 && silent.length * 2 >= machines.length;
  const expected = [
    ...dead.map((id) => `offline ${id}`),
    ...(isMass ? ["network"] : silent.map(({ id }) => `offline ${id}`)),
  ];
  const rows = await db.query<{ said: string }>(
    "SELECT alert_type || CASE alert_type WHEN 'offline' THEN ' ' || server_id ELSE '' END AS said FROM alerts",
  );
  const [is, should] = [rows.map(({ said }) => said), expected].map((list) => list.sort().join(", "));
  return is === should ? [] : [`the hub says '${is}', the specification '${should}'`];
}

async function beat(db: Database, ids: string[], at: number): Promise<void> {
  const arrivals = ids.map((server_id) =>
    testArrival(
      { server_id, timestamp: new Date(at).toISOString(), interval_seconds: INTERVAL_MS / SECOND_MS },
      { receivedAt: at },
    ),
  );
  await recordHeartbeats(db, arrivals);
}

async function sweep(db: Database, now: number, watchingSince: number): Promise<void> {
  await sweepOfflineServers(db, { now, watchingSince });
}
