import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { migrateDatabase, readMigrationState, readMigrations, rollbackNewestMigration } from "./migrate";
import { temporaryDirectory } from "./testing";
import { dumpEveryTable, dumpSchema, fillEveryTable, rawClient } from "./testing-filled";
import { addMigration, folderUpTo, rebuildOfServers } from "./testing-migrations";
import { describeEachDatabase, emptyDatabaseUrl } from "./testing-sqld";

const migrations = readMigrations();

/** A table that was rebuilt is written with other quotes than one that was made at once. */
const unquoted = (said: string) => said.replace(/["`]/g, "").toLowerCase().trim();

await describeEachDatabase("migrating a filled database", (kind) => {
  const clients: ReturnType<typeof rawClient>[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  const open = (url: string) => {
    const client = rawClient(url);
    clients.push(client);
    return client;
  };

  test.each(migrations.map(({ tag }, index) => [tag, index + 1] as const))(
    "from %s to the newest keeps every row",
    async (_tag, count) => {
      const url = await emptyDatabaseUrl(kind);
      await migrateDatabase({ url, folder: folderUpTo(count) });
      const client = open(url);
      await fillEveryTable(client);
      const before = await dumpEveryTable(client);
      const after = await migrateDatabase({ url });
      expect(after).toMatchObject({ pending: [], appliedCount: migrations.length });
      expect(await dumpEveryTable(client)).toMatchObject(before);
      expect(Object.values(before).every((rows) => rows.length === 2)).toBe(true);
    },
  );

  test("through a migration that rebuilds a parent table keeps its children", async () => {
    const url = await emptyDatabaseUrl(kind);
    await migrateDatabase({ url });
    const client = open(url);
    await fillEveryTable(client);
    const [before, schema] = [await dumpEveryTable(client), await dumpSchema(client)];
    const folder = folderUpTo(migrations.length);
    addMigration(folder, { tag: "9000_rebuild_servers", up: await rebuildOfServers(client) });
    await migrateDatabase({ url, folder });
    expect(await dumpEveryTable(client)).toEqual(before);
    expect((await dumpSchema(client)).map(unquoted)).toEqual(schema.map(unquoted));
    // The children belong to the new parent.
    await client.batch(["DELETE FROM servers WHERE id = 'nas'"], "write");
    expect((await client.execute("SELECT server_id FROM metrics")).rows).toMatchObject([{ server_id: "pi" }]);
  });

  test("undoes a migration whole that would leave rows without their parents, every time it is tried", async () => {
    const url = await emptyDatabaseUrl(kind);
    await migrateDatabase({ url });
    const client = open(url);
    await fillEveryTable(client);
    const before = await dumpEveryTable(client);
    const folder = folderUpTo(migrations.length);
    addMigration(folder, {
      tag: "9000_forget_a_server",
      up: ["CREATE TABLE half_done (id integer)", "DELETE FROM servers WHERE id = 'nas'"],
    });
    for (let start = 0; start < 2; start++) {
      await expect(migrateDatabase({ url, folder })).rejects.toThrow(
        /refer to rows which do not exist; nothing was/,
      );
      expect(await dumpEveryTable(client)).toEqual(before);
    }
  });

  test("goes on over orphans that a shell had left behind", async () => {
    const url = await emptyDatabaseUrl(kind);
    await migrateDatabase({ url, folder: folderUpTo(2) });
    const client = open(url);
    await fillEveryTable(client);
    await client.migrate([{ sql: "DELETE FROM servers WHERE id = 'nas'", args: [] }]);
    expect(await migrateDatabase({ url })).toMatchObject({ pending: [] });
    expect((await client.execute("SELECT count(*) AS n FROM metrics")).rows).toMatchObject([{ n: 2 }]);
  });

  test("back one by one and up again keeps the rows of the tables that stay, and the schema of each stage", async () => {
    const url = await emptyDatabaseUrl(kind);
    const client = open(url);
    const schemas: string[][] = [];
    for (let count = 1; count <= migrations.length; count++) {
      await migrateDatabase({ url, folder: folderUpTo(count) });
      schemas.push(await dumpSchema(client));
    }
    await fillEveryTable(client);
    for (let count = migrations.length; count >= 1; count--) {
      const before = await dumpEveryTable(client);
      expect(await rollbackNewestMigration(client, folderUpTo(count))).toBe(migrations[count - 1]?.tag);
      const after = await dumpEveryTable(client);
      expect(before).toMatchObject(after);
      expect((await dumpSchema(client)).map(unquoted)).toEqual((schemas[count - 2] ?? []).map(unquoted));
    }
    expect(await rollbackNewestMigration(client)).toBeNull();
    await migrateDatabase({ url });
    expect((await dumpSchema(client)).map(unquoted)).toEqual(schemas.at(-1)?.map(unquoted));
    await fillEveryTable(client);
  }, 120_000);

  test("one step back and up again, from every stage, loses only what that step had made", async () => {
    for (let count = 2; count <= migrations.length; count++) {
      const url = await emptyDatabaseUrl(kind);
      const folder = folderUpTo(count);
      await migrateDatabase({ url, folder });
      const client = open(url);
      await fillEveryTable(client);
      await rollbackNewestMigration(client, folder);
      const kept = await dumpEveryTable(client);
      await migrateDatabase({ url, folder });
      const after = await dumpEveryTable(client);
      expect(after).toMatchObject(kept);
      const made = Object.keys(after).filter((table) => kept[table] === undefined);
      for (const table of made) expect(after[table], table).toEqual([]);
    }
  }, 120_000);
});

describe("a down step", () => {
  test("that fails half way changes nothing and keeps the migration", async () => {
    const folder = folderUpTo(migrations.length);
    const up = ["CREATE TABLE extra (id integer)"];
    addMigration(folder, { tag: "9000_extra", up, down: ["DROP TABLE extra", "DROP TABLE never_there"] });
    const url = `file:${path.join(temporaryDirectory(), "homelab.db")}`;
    await migrateDatabase({ url, folder });
    const client = rawClient(url);
    const before = await dumpSchema(client);
    await expect(rollbackNewestMigration(client, folder)).rejects.toThrow(/never_there/);
    expect((await dumpSchema(client)).map(unquoted)).toEqual(before.map(unquoted));
    expect((await readMigrationState(client, folder)).current?.tag).toBe("9000_extra");
    client.close();
  });

  test("that would leave orphans is refused", async () => {
    const folder = folderUpTo(migrations.length);
    addMigration(folder, {
      tag: "9000_bad",
      up: ["CREATE TABLE extra (id integer)"],
      down: ["DELETE FROM servers"],
    });
    const url = `file:${path.join(temporaryDirectory(), "homelab.db")}`;
    await migrateDatabase({ url, folder });
    const client = rawClient(url);
    await client.execute("INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')");
    await client.execute("INSERT INTO metrics (server_id, timestamp) VALUES ('nas', 1)");
    await expect(rollbackNewestMigration(client, folder)).rejects.toThrow(/nothing was changed/);
    expect((await client.execute("SELECT id FROM servers")).rows.length).toBeGreaterThan(0);
    client.close();
  });

  test("exists for every migration, and a missing one is named", async () => {
    const folder = folderUpTo(migrations.length);
    const newest = migrations.at(-1)?.tag ?? "";
    const url = `file:${path.join(temporaryDirectory(), "homelab.db")}`;
    await migrateDatabase({ url, folder });
    rmSync(path.join(folder, "down", `${newest}.sql`));
    const client = rawClient(url);
    await expect(rollbackNewestMigration(client, folder)).rejects.toThrow(
      `The migration ${newest} has no down step`,
    );
    client.close();
  });
});
