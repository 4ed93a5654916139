import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Database } from "./client";
import { classifyDatabaseError, type DatabaseFault } from "./errors";
import { migrateDatabase, readMigrations } from "./migrate";
import { metrics, servers } from "./schema";
import { describeEachDatabase, openTestDatabase } from "./testing-sqld";

const COUNTER_MAX = 9_223_372_036_854_775_807n;
const addServer = (id: string) => ({
  sql: "INSERT INTO servers (id, hostname) VALUES (?, ?)",
  args: [id, id],
});

/** What a hub may rely on, wherever its database is. */
await describeEachDatabase("the database", (kind) => {
  const idsOf = async (db: Database) => {
    const rows = await db.query<{ id: string }>("SELECT id FROM servers ORDER BY id");
    return rows.map(({ id }) => id);
  };

  test("has the newest schema, and migrating again changes nothing", async () => {
    const db = await openTestDatabase(kind);
    const state = { pending: [], appliedCount: readMigrations().length };
    expect(await migrateDatabase({ url: db.url })).toMatchObject(state);
  });

  test("fills defaults, computes os_info and moves updated_at by its triggers", async () => {
    const db = await openTestDatabase(kind);
    await db.write([addServer("nas")]);
    const read = () =>
      db.query<{ updated_at: number; os_info: string; status: string }>("SELECT * FROM servers");
    const before = (await read())[0];
    expect(before).toMatchObject({
      status: "unknown",
      heartbeat_interval_seconds: 60,
      machine_type: "server",
    });
    await db.write(["UPDATE servers SET os_version = '13'"]);
    const after = (await read())[0];
    expect(JSON.parse(after?.os_info ?? "")).toMatchObject({ version: "13", kernel: null });
    expect(after?.updated_at).toBeGreaterThan(before?.updated_at ?? Number.POSITIVE_INFINITY);
  });

  test("stores a batch whole or not at all, with one result a statement", async () => {
    const db = await openTestDatabase(kind);
    const results = await db.write([
      addServer("a"),
      "UPDATE servers SET cpu_cores = 4",
      "SELECT cpu_cores FROM servers",
    ]);
    expect(results.map(({ rowsAffected }) => rowsAffected)).toEqual([1, 1, 0]);
    expect(results[2]?.rows[0]?.cpu_cores).toBe(4);
    await expect(db.write([addServer("b"), addServer("a"), addServer("c")])).rejects.toThrow();
    expect(await idsOf(db)).toEqual(["a"]);
  });

  test("counts right when many load, decide and store beside plain writes", async () => {
    const db = await openTestDatabase(kind);
    await db.write([addServer("nas"), "UPDATE servers SET cpu_cores = 0"]);
    const countUp = () =>
      db.transact(async (read, commit) => {
        const found = await read("SELECT cpu_cores FROM servers WHERE id = 'nas'");
        const args = [Number(found.rows[0]?.cpu_cores) + 1];
        await commit([{ sql: "UPDATE servers SET cpu_cores = CAST(? AS INTEGER) WHERE id = 'nas'", args }]);
      });
    const others = Array.from({ length: 20 }, (_, n) => db.write([addServer(`s${n}`)]));
    await Promise.all([...Array.from({ length: 20 }, countUp), ...others]);
    expect(await db.query("SELECT cpu_cores FROM servers WHERE id = 'nas'")).toEqual([{ cpu_cores: 20 }]);
    expect(await idsOf(db)).toHaveLength(21);
  });

  describe("names what it refuses", () => {
    const refusals: [DatabaseFault, string][] = [
      ["unique", "INSERT INTO servers (id, hostname) VALUES ('nas', 'again')"],
      ["check", "INSERT INTO servers (id, hostname) VALUES ('NAS', 'nas')"],
      ["not_null", "INSERT INTO servers (id, hostname) VALUES ('pi', NULL)"],
      ["foreign_key", "INSERT INTO metrics (server_id, timestamp) VALUES ('gone', 1)"],
      ["unknown", "INSERT INTO nosuch VALUES (1)"],
      ["unknown", "UPDATE servers SET display_name = json('{')"],
    ];
    test.each(refusals)("as %s: %s", async (fault, statement) => {
      const db = await openTestDatabase(kind);
      await db.write([addServer("nas")]);
      const error = await db.write([statement]).catch((thrown: unknown) => thrown);
      expect(classifyDatabaseError(error)).toBe(fault);
      const throughDrizzle = await db.reader
        .all(sql.raw("SELECT nosuch FROM servers"))
        .catch((thrown: unknown) => thrown);
      expect(classifyDatabaseError(throughDrizzle)).toBe("unknown");
      await db.write([addServer("next")]);
    });
  });

  test("deletes what belongs to a server with it", async () => {
    const db = await openTestDatabase(kind);
    await db.write([addServer("nas"), "INSERT INTO metrics (server_id, timestamp) VALUES ('nas', 1)"]);
    await db.write(["DELETE FROM servers"]);
    expect(await db.query("SELECT id FROM metrics")).toEqual([]);
  });

  test("changes nothing for a repeated sample, and says so", async () => {
    const db = await openTestDatabase(kind);
    const sample = `INSERT INTO metrics (server_id, timestamp, cpu_percent) VALUES ('nas', 1, ?)
      ON CONFLICT DO NOTHING RETURNING timestamp`;
    await db.write([addServer("nas"), { sql: sample, args: [10] }]);
    const [repeated] = await db.write([{ sql: sample, args: [20] }]);
    expect(repeated?.rows).toHaveLength(0);
    expect(await db.query("SELECT cpu_percent FROM metrics")).toEqual([{ cpu_percent: 10 }]);
  });

  test("stores counters whole to 2^63-1 and gives them as REAL; plain, the client throws above 2^53", async () => {
    const db = await openTestDatabase(kind);
    const insert = "INSERT INTO metrics (server_id, timestamp, network_rx_bytes) VALUES ('nas', 1, ?)";
    await db.write([addServer("nas"), { sql: insert, args: [COUNTER_MAX] }]);
    const read =
      "SELECT CAST(network_rx_bytes AS REAL) AS rx, CAST(network_rx_bytes AS TEXT) AS said FROM metrics";
    expect(await db.query(read)).toEqual([{ rx: Number(COUNTER_MAX), said: `${COUNTER_MAX}` }]);
    await expect(db.query("SELECT network_rx_bytes FROM metrics")).rejects.toThrow(/safely/);
  });

  test("takes hundreds of rows as one JSON parameter, Unicode and quotes and all", async () => {
    const db = await openTestDatabase(kind);
    const names = Array.from({ length: 500 }, (_, n) => [`s${n}`, `Gerät "${n}" 'ß' 🖥️ \\ \n`]);
    const insert = "INSERT INTO servers (id, hostname) SELECT value ->> 0, value ->> 1 FROM json_each(?)";
    await db.write([{ sql: insert, args: [JSON.stringify(names)] }]);
    const rows = await db.query<{ id: string; hostname: string }>("SELECT id, hostname FROM servers");
    expect(new Map(rows.map(({ id, hostname }) => [id, hostname]))).toEqual(
      new Map(names.map(([a, b]) => [a, b])),
    );
  });

  test("answers Drizzle's reads: plain, prepared, joined and several of one moment", async () => {
    const db = await openTestDatabase(kind);
    await db.write([
      addServer("nas"),
      "INSERT INTO metrics (server_id, timestamp, load_1m) VALUES ('nas', 5, 0.5)",
    ]);
    const joined = await db.reader
      .select({ id: servers.id, load: metrics.load1m })
      .from(servers)
      .innerJoin(metrics, eq(metrics.serverId, servers.id));
    expect(joined).toEqual([{ id: "nas", load: 0.5 }]);
    const prepared = db.prepared("one", (reader) =>
      reader
        .select({ id: servers.id })
        .from(servers)
        .where(eq(servers.id, sql.placeholder("id")))
        .prepare(),
    );
    expect(await prepared.all({ id: "nas" })).toEqual([{ id: "nas" }]);
    expect(await prepared.all({ id: "pi" })).toEqual([]);
    const [ids, times] = await db.reader.batch([
      db.reader.select({ id: servers.id }).from(servers),
      db.reader.select({ at: metrics.timestamp }).from(metrics),
    ]);
    expect([ids, times]).toEqual([[{ id: "nas" }], [{ at: 5 }]]);
  });

  test("answers many reads at once while it writes", async () => {
    const db = await openTestDatabase(kind);
    await db.write([addServer("nas")]);
    const writes = Array.from({ length: 20 }, (_, n) => db.write([addServer(`s${n}`)]));
    const reads = Array.from({ length: 60 }, () =>
      db.query<{ id: string }>("SELECT id FROM servers WHERE id = 'nas'"),
    );
    for (const rows of await Promise.all(reads)) expect(rows).toEqual([{ id: "nas" }]);
    await Promise.all(writes);
    expect(await idsOf(db)).toHaveLength(21);
  });

  test("refuses everything after it was closed, with a time to come again", async () => {
    const db = await openTestDatabase(kind);
    await db.close();
    await expect(db.write([addServer("nas")])).rejects.toMatchObject({ code: "unavailable" });
    await expect(db.query("SELECT 1")).rejects.toMatchObject({ code: "unavailable" });
  });
});
