import { beforeEach, expect, test } from "vitest";
import type { Database } from "../client";
import { classifyDatabaseError } from "../errors";
import { temporaryDatabase } from "../testing";

let db: Database;
beforeEach(async () => {
  db = await temporaryDatabase();
});

const faultOf = (sql: string) =>
  db.write([{ sql, args: [] }]).then(
    () => "accepted",
    (error: unknown) => classifyDatabaseError(error),
  );

test("a tier has one row, kept for some days or for ever", async () => {
  const insert = (tier: string, days: string) =>
    faultOf(`INSERT INTO archive_policy (tier, retention_days) VALUES (${tier}, ${days})`);
  expect(await insert("'raw'", "14")).toBe("accepted");
  expect(await insert("'raw'", "15")).toBe("unique");
  expect(await insert("'1d'", "NULL")).toBe("accepted");
  expect(await insert("'5m'", "0")).toBe("check");
  expect(await insert("'5m'", "36501")).toBe("check");
  expect(await insert("'7d'", "1")).toBe("check");
  const [row] = await db.query<Record<string, unknown>>("SELECT * FROM archive_policy WHERE tier = 'raw'");
  expect(row).toMatchObject({ enabled: 1, last_run_at: null });
  expect(row?.created_at).toBeGreaterThan(1_700_000_000_000);
});

test("a change by hand moves updated_at", async () => {
  await faultOf("INSERT INTO archive_policy (tier, retention_days, updated_at) VALUES ('raw', 14, 5)");
  await faultOf("UPDATE archive_policy SET retention_days = 15");
  const [row] = await db.query<{ updated_at: number }>("SELECT updated_at FROM archive_policy");
  expect(row?.updated_at).toBeGreaterThan(1_700_000_000_000);
});

test("the size of the database is kept once a UTC day", async () => {
  expect(await faultOf("INSERT INTO database_sizes (day, bytes) VALUES (86400000, 1)")).toBe("accepted");
  expect(await faultOf("INSERT INTO database_sizes (day, bytes) VALUES (86400000, 2)")).toBe("unique");
  expect(await faultOf("INSERT INTO database_sizes (day, bytes) VALUES (86400001, 2)")).toBe("check");
});

test("a series belongs to its server, and its buckets to the series", async () => {
  await faultOf("INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')");
  expect(
    await faultOf("INSERT INTO series (id, server_id, kind, name) VALUES (1, 'nas', 'filesystem', '/')"),
  ).toBe("accepted");
  expect(await faultOf("INSERT INTO series (server_id, kind, name) VALUES ('nas', 'filesystem', '/')")).toBe(
    "unique",
  );
  expect(await faultOf("INSERT INTO series (server_id, kind, name) VALUES ('nas', 'volume', '/')")).toBe(
    "check",
  );
  for (const table of ["series_1h", "series_1d"]) {
    const insert = (id: number, start: number) =>
      faultOf(`INSERT INTO ${table} (series_id, bucket_start, value_count) VALUES (${id}, ${start}, 1)`);
    expect(await insert(1, 86_400_000)).toBe("accepted");
    expect(await insert(1, 86_400_000)).toBe("unique");
    expect(await insert(1, 86_400_001)).toBe("check");
    expect(await insert(9, 86_400_000)).toBe("foreign_key");
  }
  await faultOf("DELETE FROM servers");
  expect(await db.query("SELECT 1 FROM series_1h UNION ALL SELECT 1 FROM series_1d")).toEqual([]);
});
