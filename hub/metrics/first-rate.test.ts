import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../db/client";
import { listSeries } from "../../db/queries/series";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { testArrival } from "../testing";
import { rollUpSamples } from "./roll-up-samples";

const minute = 60_000;
const start = Date.UTC(2026, 10, 20, 21, 25);

/** What each minute from the fifth on moved. */
async function moved(db: Database) {
  const span = { from: start + 5 * minute, to: start + 10.5 * minute };
  const points = await listSeries(db, { serverId: "nas", ...span, stepMs: minute });
  return points.map(({ traffic }) => traffic.rx.bytes);
}

await describeEachDatabase("the first rate of a span", (kind) => {
  let db: Database;

  beforeEach(async () => {
    db = await openTestDatabase(kind);
    const minutes = Array.from({ length: 11 }, (_, n) => n);
    await recordHeartbeats(
      db,
      minutes.map((n) =>
        testArrival(
          {
            timestamp: new Date(start + n * minute).toISOString(),
            metrics: { uptime_seconds: 1000 + 60 * n, network_rx_bytes: 600 * n },
          },
          { receivedAt: start + 10 * minute },
        ),
      ),
    );
  });

  test("is since the sample before the span", async () => {
    expect(await moved(db)).toEqual([600, 600, 600, 600, 600, 600]);
  });

  test("is since the last values of the five minutes before it, where their samples are pruned", async () => {
    await rollUpSamples(db, { now: start + 11 * minute, runMsMax: Number.POSITIVE_INFINITY });
    await db.write([`DELETE FROM metrics WHERE timestamp < ${start + 5 * minute}`]);
    expect(await moved(db)).toEqual([600, 600, 600, 600, 600, 600]);
  });
});
