import { expect, test } from "vitest";
import type { Database } from "../../db/client";
import { getThresholds } from "../../db/queries/config";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { thresholdsDefault } from "../../domain/alerts/thresholds";
import { insertServer } from "../alerts/testing-alerts";
import { testBy, testNow } from "../testing";
import { updateThresholds } from "./update-thresholds";

await describeEachDatabase("changing thresholds", (kind) => {
  const deadlines = async (db: Database) => {
    const rows = await db.query<{ id: string; after: number | null }>(
      `SELECT id, (offline_after - ${testNow}) / 1000 AS after FROM servers ORDER BY id`,
    );
    return Object.fromEntries(rows.map(({ id, after }) => [id, after]));
  };
  const seen = { last_seen: testNow, offline_after: testNow + 180_000 };
  const hub = async () => {
    const db = await openTestDatabase(kind);
    await insertServer(db, "nas", seen);
    await insertServer(db, "pi", seen);
    await insertServer(db, "slow", {
      ...seen,
      heartbeat_interval_seconds: 200,
      offline_after: testNow + 500_000,
    });
    await insertServer(db, "never");
    return db;
  };

  test("moves the deadlines of those that it concerns, and never below what their agents announced", async () => {
    const db = await hub();
    await updateThresholds(db, { server_offline_seconds: 60 }, testBy());
    expect(await deadlines(db)).toEqual({ nas: 150, pi: 150, slow: 500, never: null });
    await updateThresholds(
      db,
      {
        server_offline_seconds: 600,
        servers: { nas: { server_offline_seconds: 900 } },
      },
      testBy(),
    );
    expect(await deadlines(db)).toEqual({ nas: 900, pi: 600, slow: 600, never: null });
    await updateThresholds(db, { servers: { nas: null } }, testBy());
    expect(await deadlines(db)).toEqual({ nas: 600, pi: 600, slow: 600, never: null });
  });

  test("leaves deadlines alone where the time of silence stays what it is", async () => {
    const db = await hub();
    await db.write([`UPDATE servers SET offline_after = ${testNow + 1000} WHERE id = 'nas'`]);
    const rows = () => db.query("SELECT id, offline_after, updated_at FROM servers ORDER BY id");
    const before = await rows();
    await updateThresholds(
      db,
      { cpu: { breaches: 9 }, servers: { pi: { server_offline_seconds: 180 } } },
      testBy(),
    );
    expect(await rows()).toEqual(before);
  });

  test("changes neither settings nor deadlines where a part of it cannot be", async () => {
    const db = await hub();
    const [thresholds, before] = [await getThresholds(db), await deadlines(db)];
    const update = { server_offline_seconds: 60, cpu: { high_percent: 99 } };
    await expect(updateThresholds(db, update, testBy())).rejects.toMatchObject({
      code: "invalid",
      message: "cpu.critical_percent must be above high_percent",
      fields: [{ path: "cpu.critical_percent" }],
    });
    expect([await getThresholds(db), await deadlines(db)]).toEqual([thresholds, before]);
  });

  test("refuses the rule of a server that does not exist, and names it", async () => {
    const db = await hub();
    const before = await getThresholds(db);
    const nope = { servers: { nas: { cpu: { breaches: 9 } }, nope: { cpu: { breaches: 9 } } } };
    await expect(updateThresholds(db, nope, testBy())).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: "servers.nope" }],
    });
    expect(await getThresholds(db)).toEqual(before);
    // To take away what is not there is no mistake.
    expect(await updateThresholds(db, { servers: { nope: null } }, testBy())).toEqual(before);
  });

  test("lets go of what an earlier version left behind of a server that is gone", async () => {
    const db = await hub();
    const left = JSON.stringify({
      ...thresholdsDefault,
      servers: { gone: { cpu: { breaches: 9 } }, pi: {} },
    });
    await db.write([
      {
        sql: "INSERT INTO config (key, value) VALUES ('thresholds', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        args: [left],
      },
    ]);
    expect((await updateThresholds(db, await getThresholds(db), testBy())).servers).toEqual({ pi: {} });
  });

  test("answers the whole, stores it, and mends a document that is damaged", async () => {
    const db = await hub();
    await db.write(["DELETE FROM config WHERE key = 'thresholds'"]);
    const expected = { ...thresholdsDefault, server_offline_seconds: 90 };
    expect(await updateThresholds(db, { server_offline_seconds: 90 }, testBy())).toEqual(expected);
    expect(await getThresholds(db)).toEqual(expected);
    await db.write(["UPDATE config SET value = '{\"cpu\":\"much\"}' WHERE key = 'thresholds'"]);
    expect(await updateThresholds(db, { server_offline_seconds: 90 }, testBy())).toEqual(expected);
    expect(await getThresholds(db)).toEqual(expected);
  });
});
