import { expect, test } from "vitest";
import { temporaryDatabase } from "../../db/testing";
import { writeDefaultConfig } from "./write-default-config";

const rows = "SELECT * FROM config ORDER BY key";

test("an empty database gets the settings, and every later start changes none of them", async () => {
  const db = await temporaryDatabase();
  await writeDefaultConfig(db);
  const first = await db.query<{ key: string; value: string }>(rows);
  const thresholds = first.find(({ key }) => key === "thresholds");
  expect(JSON.parse(thresholds?.value ?? "null")).toMatchObject({ server_offline_seconds: 180 });
  await writeDefaultConfig(db);
  expect(await db.query(rows)).toEqual(first);
});

test("what an operator has changed stays, and what is missing is added", async () => {
  const db = await temporaryDatabase();
  await writeDefaultConfig(db);
  const complete = (await db.query(rows)).length;
  await db.write([
    { sql: `UPDATE config SET value = '{"server_offline_seconds":600}' WHERE key = 'thresholds'`, args: [] },
    { sql: "DELETE FROM config WHERE key <> 'thresholds'", args: [] },
  ]);
  await writeDefaultConfig(db);
  expect(await db.query("SELECT value FROM config WHERE key = 'thresholds'")).toEqual([
    { value: '{"server_offline_seconds":600}' },
  ]);
  expect(await db.query(rows)).toHaveLength(complete);
});

test("two hubs that start at once write them once", async () => {
  const db = await temporaryDatabase();
  await Promise.all([writeDefaultConfig(db), writeDefaultConfig(db)]);
  const keys = await db.query<{ key: string }>("SELECT key FROM config");
  expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
});
