import path from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { HubError } from "../domain/hub-error";
import { Database } from "./client";
import { servers } from "./schema";
import { temporaryDatabase, temporaryDirectory } from "./testing";
import { otherProcess } from "./testing-process";

const addServer = (id: string) => ({
  sql: "INSERT INTO servers (id, hostname) VALUES (?, ?)",
  args: [id, id],
});
const countServers = async (db: Database) => {
  const rows = await db.query<{ n: number }>("SELECT count(*) AS n FROM servers");
  return rows[0]?.n;
};

const writerPragmas = async (db: Database) =>
  db.transact(async (read) => {
    const result = await read(
      "SELECT journal_mode, synchronous, foreign_keys FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys",
    );
    return { ...result.rows[0] };
  });
const wantedOfWriter = { journal_mode: "wal", synchronous: 2, foreign_keys: 1 };
const readerPragmas = (db: Database) =>
  db.query("SELECT foreign_keys, query_only FROM pragma_foreign_keys, pragma_query_only");

test("says what it can do, for a file and for a server", () => {
  const local = new Database("file:/data/home%20lab.db");
  expect(local.capabilities).toEqual({
    ...{ localFile: "/data/home lab.db", pragma: true, vacuumInto: true, checkpoint: true },
  });
  for (const url of ["libsql://db.example", "http://127.0.0.1:8080", "https://db.example"]) {
    const remote = new Database(url);
    expect(remote.capabilities).toEqual({
      ...{ localFile: null, pragma: false, vacuumInto: false, checkpoint: false },
    });
    expect(remote.isFileInPlace()).toBe(true);
  }
});

test("refuses a database in memory, which would forget everything", () => {
  expect(() => new Database("file::memory:")).toThrow(/forget everything/);
});

test("opens nothing before its first use", async () => {
  const missing = path.join(temporaryDirectory(), "not", "made");
  const db = new Database(`file:${path.join(missing, "homelab.db")}`);
  await expect(db.prepare()).rejects.toMatchObject({ code: "unavailable", message: /cannot be opened/ });
  db.closeNow();
});

describe("every connection", () => {
  test("has its settings from the first statement on, without anybody preparing it", async () => {
    const db = new Database((await temporaryDatabase()).url);
    expect(await readerPragmas(db)).toEqual([{ foreign_keys: 1, query_only: 1 }]);
    expect(await writerPragmas(db)).toEqual(wantedOfWriter);
    db.closeNow();
  });

  test("refuses a write on the reader", async () => {
    const db = await temporaryDatabase();
    await expect(db.reader.insert(servers).values({ id: "nas", hostname: "nas" })).rejects.toThrow();
    await expect(db.query("DELETE FROM servers")).rejects.toMatchObject({ code: "unavailable" });
    await expect(db.reader.transaction(async () => undefined)).rejects.toThrow(/only reads/);
    expect(await readerPragmas(db)).toEqual([{ foreign_keys: 1, query_only: 1 }]);
  });

  test("has its settings again after BUSY made the hub renew it", async () => {
    const db = await temporaryDatabase();
    const program = otherProcess();
    await program.call("lock", { file: db.capabilities.localFile ?? "" });
    await expect(db.write([addServer("nas")])).rejects.toMatchObject({ code: "unavailable" });
    await program.call("unlock");
    expect(await writerPragmas(db)).toEqual(wantedOfWriter);
    expect(await readerPragmas(db)).toEqual([{ foreign_keys: 1, query_only: 1 }]);
    await expect(db.write(["INSERT INTO metrics (server_id, timestamp) VALUES ('gone', 1)"])).rejects.toThrow(
      /FOREIGN KEY/,
    );
  });

  test("sees what the other one has committed", async () => {
    const db = await temporaryDatabase();
    for (let n = 1; n <= 20; n++) {
      await db.write([addServer(`s${n}`)]);
      expect(await countServers(db)).toBe(n);
      expect(await db.reader.select({ n: sql<number>`count(*)` }).from(servers)).toEqual([{ n }]);
    }
  });
});

describe("write", () => {
  test("stores all of it or nothing, and answers each statement in order", async () => {
    const db = await temporaryDatabase();
    const results = await db.write([
      addServer("a"),
      "UPDATE servers SET cpu_cores = 4",
      "UPDATE servers SET cpu_cores = 8 WHERE id = 'b'",
      "INSERT INTO servers (id, hostname) VALUES ('c', 'c') RETURNING id",
    ]);
    expect(results.map(({ rowsAffected }) => rowsAffected)).toEqual([1, 1, 0, 0]);
    expect(results[3]?.rows[0]?.id).toBe("c");
    await expect(db.write([addServer("d"), addServer("a"), addServer("e")])).rejects.toThrow(/UNIQUE/);
    expect(await countServers(db)).toBe(2);
  });

  test("of nothing answers nothing", async () => {
    expect(await (await temporaryDatabase()).write([])).toEqual([]);
  });
});

describe("transact", () => {
  test("lets no other write of this process in between loading and storing", async () => {
    const db = await temporaryDatabase();
    await db.write([addServer("nas"), "UPDATE servers SET cpu_cores = 0"]);
    const countUp = () =>
      db.transact(async (read, commit) => {
        const found = await read("SELECT cpu_cores FROM servers WHERE id = 'nas'");
        await new Promise((resolve) => setImmediate(resolve));
        const cores = Number(found.rows[0]?.cpu_cores) + 1;
        await commit([
          { sql: "UPDATE servers SET cpu_cores = CAST(? AS INTEGER) WHERE id = 'nas'", args: [cores] },
        ]);
      });
    const plain = Array.from({ length: 45 }, (_, n) => db.write([addServer(`s${n}`)]));
    await Promise.all([...Array.from({ length: 30 }, countUp), ...plain]);
    expect(await db.query("SELECT cpu_cores FROM servers WHERE id = 'nas'")).toEqual([{ cpu_cores: 30 }]);
    expect(await countServers(db)).toBe(46);
    const stored = await otherProcess().call("read", {
      ...{ file: db.capabilities.localFile ?? "", sql: "SELECT count(*) AS n FROM servers" },
    });
    expect(stored).toEqual([{ n: 46 }]);
  });

  test("gives back what the work returns, and needs no commit", async () => {
    const db = await temporaryDatabase();
    expect(await db.transact(async (read) => (await read("SELECT 7 AS n")).rows[0]?.n)).toBe(7);
  });

  test.each([
    ["a refusal of its own", new HubError("conflict", "Already acknowledged")],
    ["an error that only sounds like the database", new Error("database is locked, says the janitor")],
    ["an error that only sounds like the network", new TypeError("fetch failed")],
    ["something that is no error", "a word"],
  ])("throws %s as it is, once, and stores nothing", async (_what, refusal) => {
    const db = await temporaryDatabase();
    let runs = 0;
    const outcome = db.transact(async (read) => {
      runs++;
      await read("SELECT 1");
      throw refusal;
    });
    await expect(outcome).rejects.toBe(refusal);
    expect(runs).toBe(1);
    expect(await countServers(db)).toBe(0);
    await db.write([addServer("next")]);
  });

  test("lets the work go on after the database refused a part of it", async () => {
    const db = await temporaryDatabase();
    await db.write([addServer("a")]);
    const stored = await db.transact(async (_read, commit) => {
      await commit([addServer("b"), addServer("a")]).catch(() => undefined);
      await commit([addServer("c")]);
      return "c";
    });
    expect(stored).toBe("c");
    expect(await db.query("SELECT id FROM servers ORDER BY id")).toEqual([{ id: "a" }, { id: "c" }]);
  });
});

describe("close", () => {
  test("waits for the writes that were asked for and refuses those that come later", async () => {
    const db = await temporaryDatabase();
    const writes = Array.from({ length: 20 }, (_, n) => db.write([addServer(`s${n}`)]));
    const closed = db.close();
    const late = db.write([addServer("late")]);
    await expect(late).rejects.toMatchObject({ code: "unavailable", message: "The hub is ending" });
    await Promise.all([...writes, closed]);
    await expect(db.query("SELECT 1")).rejects.toMatchObject({ code: "unavailable" });
    await db.close();
    db.closeNow();
    const again = new Database(db.url);
    expect(await countServers(again)).toBe(20);
    again.closeNow();
  });

  test("of a database that was never used opens nothing", async () => {
    const db = new Database(`file:${path.join(temporaryDirectory(), "missing", "homelab.db")}`);
    await db.close();
  });
});

test("a prepared read is built once and outlives its connection", async () => {
  const db = await temporaryDatabase();
  let built = 0;
  const list = () =>
    db
      .prepared("ids", (reader) => {
        built++;
        return reader
          .select({ id: servers.id })
          .from(servers)
          .where(sql`id = ${sql.placeholder("id")}`)
          .prepare();
      })
      .all({ id: "nas" });
  expect(await list()).toEqual([]);
  await db.write([addServer("nas")]);
  await expect(db.query("INSERT INTO servers (id, hostname) VALUES ('x', 'x')")).rejects.toThrow();
  expect(await list()).toEqual([{ id: "nas" }]);
  expect(built).toBe(1);
});

test("half a surrogate pair in a document is no character, and what is read back ends no process", async () => {
  const db = await temporaryDatabase();
  const halves = ["a\ud83d", "\ude00b", "c\\ud83d d", "💾", "\ude00\ud83d"];
  await db.write([
    {
      sql: "INSERT INTO servers (id, hostname) SELECT 's' || key, value FROM json_each(?)",
      args: [JSON.stringify(halves)],
    },
  ]);
  const rows = await db.query<{ hostname: string }>("SELECT hostname FROM servers ORDER BY id");
  expect(rows.map(({ hostname }) => hostname)).toEqual([
    "a\ufffd",
    "\ufffdb",
    "c\\ud83d d",
    "💾",
    "\ufffd\ufffd",
  ]);
  const asked = "SELECT value FROM json_each(?)";
  const args = [JSON.stringify(["\ud800"])];
  expect(await db.query(asked, args)).toEqual([{ value: "\ufffd" }]);
  await db.transact(async (read) => {
    expect((await read({ sql: asked, args })).rows[0]?.value).toBe("\ufffd");
  });
});
