import { describe, expect, test } from "vitest";
import type { Database } from "../../db/client";
import { getThresholds } from "../../db/queries/config";
import { temporaryDatabase } from "../../db/testing";
import { sha256 } from "../agents/secrets";
import { updateThresholds } from "../config/update-thresholds";
import { recordHeartbeats } from "../heartbeats/record-heartbeats";
import { testArrival, testBy, testNow } from "../testing";
import { deleteServer } from "./delete-server";
import { sweepOfflineServers } from "./sweep-offline-servers";

/** A server with some weeks of samples, written the quick way. */
const fill = (db: Database, id: string, samples: number) =>
  db.write([
    { sql: "INSERT INTO servers (id, hostname) VALUES (?, ?)", args: [id, id] },
    {
      sql: "INSERT INTO agent_tokens (server_id, token_sha256) VALUES (?, ?)",
      args: [id, sha256(`hla_${id}`)],
    },
    { sql: "INSERT INTO server_tags (server_id, tag) VALUES (?, 'lab')", args: [id] },
    ...[
      "metrics (server_id, timestamp)",
      "metrics_snapshot (server_id, timestamp, metric_type, metric_data)",
    ].map((into) => ({
      sql: `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${samples})
              INSERT INTO ${into} SELECT ?, i * 60000 ${into.includes("_type") ? ", 'sensors', '[]'" : ""} FROM n`,
      args: [id],
    })),
  ]);

const countOf = async (db: Database, table: string, id: string, column = "server_id") =>
  (await db.query<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${column} = ?`, [id]))[0]?.n;

test("heartbeats of other servers are stored between the pieces of a long deletion", async () => {
  const db = await temporaryDatabase();
  await fill(db, "old", 23_000);
  let isDeleted = false;
  const deletion = deleteServer(db, "old", testBy()).then(() => {
    isDeleted = true;
  });
  let storedMeanwhile = 0;
  for (let n = 0; !isDeleted; n++) {
    const timestamp = new Date(testNow - n * 1000).toISOString();
    await recordHeartbeats(db, [testArrival({ server_id: "other", timestamp })]);
    if (!isDeleted) storedMeanwhile += 1;
    // As the heartbeat writer does: a local database lets nobody in by itself.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await deletion;
  // Five pieces of each of two tables, and a heartbeat after each at the least.
  expect(storedMeanwhile).toBeGreaterThanOrEqual(8);
  for (const table of ["metrics", "metrics_snapshot", "agent_tokens", "server_tags"]) {
    expect([table, await countOf(db, table, "old")]).toEqual([table, 0]);
  }
  expect(await countOf(db, "servers", "old", "id")).toBe(0);
  expect(await countOf(db, "metrics", "other")).toBeGreaterThanOrEqual(storedMeanwhile);
});

test("nothing of another server goes with it", async () => {
  const db = await temporaryDatabase();
  await fill(db, "old", 10);
  await fill(db, "other", 10);
  await deleteServer(db, "old", testBy());
  for (const [table, rows] of [
    ["metrics", 10],
    ["metrics_snapshot", 10],
    ["agent_tokens", 1],
    ["server_tags", 1],
  ] as const) {
    expect([table, await countOf(db, table, "other")]).toEqual([table, rows]);
  }
});

test("a deletion that was interrupted is completed by the next", async () => {
  const db = await temporaryDatabase();
  await fill(db, "old", 10);
  let isInterrupted = false;
  const interrupted: Database = Object.assign(Object.create(db) as Database, {
    write: (statements: Parameters<Database["write"]>[0]) => {
      const isSecond = JSON.stringify(statements).includes("metrics_snapshot");
      isInterrupted ||= isSecond;
      return isSecond ? Promise.reject(new Error("the power went")) : db.write(statements);
    },
  });
  await expect(deleteServer(interrupted, "old", testBy())).rejects.toThrow("the power went");
  expect(isInterrupted).toBe(true);
  expect(await countOf(db, "servers", "old", "id")).toBe(1);
  expect(await countOf(db, "agent_tokens", "old")).toBe(0);
  await deleteServer(db, "old", testBy());
  expect(await countOf(db, "servers", "old", "id")).toBe(0);
  await expect(deleteServer(db, "old", testBy())).rejects.toMatchObject({ code: "not_found" });
});

test("of two who delete at once, both end well or are told that it is gone", async () => {
  const db = await temporaryDatabase();
  await fill(db, "old", 20);
  const outcomes = await Promise.allSettled([
    deleteServer(db, "old", testBy()),
    deleteServer(db, "old", testBy()),
  ]);
  expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "not_found" });
  }
  expect(await countOf(db, "servers", "old", "id")).toBe(0);
});

test("its own rules go with it, those of others stay", async () => {
  const db = await temporaryDatabase();
  await fill(db, "old-1", 1);
  await fill(db, "old", 1);
  const rule = { cpu: { breaches: 9 } };
  await updateThresholds(db, { servers: { old: rule, "old-1": rule } }, testBy());
  await deleteServer(db, "old", testBy());
  expect((await getThresholds(db)).servers).toEqual({ "old-1": rule });
});

describe("an alert about many servers", () => {
  const silentFleet = async () => {
    const db = await temporaryDatabase();
    const fleet = ["b-away", "c", "d", "e"];
    const beats = (ids: string[], at: number) =>
      recordHeartbeats(
        db,
        ids.map((server_id) =>
          testArrival({ server_id, timestamp: new Date(at).toISOString() }, { receivedAt: at }),
        ),
      );
    const sweep = (at: number) => sweepOfflineServers(db, { now: at, watchingSince: 0 });
    await beats(["a-alive", ...fleet], testNow);
    await beats(["a-alive"], testNow + 200_000);
    await sweep(testNow + 240_000);
    return { db, beats, sweep };
  };
  const networkAlerts = (db: Database) =>
    db.query("SELECT server_id, status FROM alerts WHERE alert_type = 'network' ORDER BY id");

  test("stays when the one goes on whose row it stands, and ends as it would have", async () => {
    const { db, beats, sweep } = await silentFleet();
    expect(await networkAlerts(db)).toEqual([{ server_id: "b-away", status: "open" }]);
    await deleteServer(db, "b-away", testBy());
    expect(await networkAlerts(db)).toEqual([{ server_id: "c", status: "open" }]);
    await sweep(testNow + 250_000);
    expect(await networkAlerts(db)).toEqual([{ server_id: "c", status: "open" }]);
    await beats(["c", "d", "e"], testNow + 260_000);
    await sweep(testNow + 270_000);
    expect(await networkAlerts(db)).toEqual([{ server_id: "c", status: "resolved" }]);
    // What is over moves on as well, in the end to whoever is left, and goes with the last.
    for (const id of ["c", "d", "e"]) await deleteServer(db, id, testBy());
    expect(await networkAlerts(db)).toEqual([{ server_id: "a-alive", status: "resolved" }]);
    await deleteServer(db, "a-alive", testBy());
    expect(await networkAlerts(db)).toEqual([]);
  });
});
