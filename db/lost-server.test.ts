import { expect, test } from "vitest";
import { Database } from "./client";
import { startDatabase } from "./start-database";
import { temporaryDirectory } from "./testing";
import { describeEachDatabase, startSqld } from "./testing-sqld";

const addServer = (id: string) => ({
  sql: "INSERT INTO servers (id, hostname) VALUES (?, ?)",
  args: [id, id],
});

await describeEachDatabase("a libSQL server that goes away", () => {
  test("makes reads and writes answer 'unavailable', and everything goes on when it is back", async ({
    onTestFinished,
  }) => {
    const directory = temporaryDirectory();
    const first = await startSqld(directory);
    onTestFinished(() => first.end());
    const db = new Database(first.url);
    onTestFinished(() => db.closeNow());
    await startDatabase(db, { now: Date.now() });
    await db.write([addServer("before")]);
    await first.end();
    const away = { code: "unavailable", message: "The database does not answer", retryAfterSeconds: 10 };
    await expect(db.write([addServer("lost")])).rejects.toMatchObject(away);
    await expect(db.query("SELECT id FROM servers")).rejects.toMatchObject(away);
    const again = await startSqld(directory, Number(new URL(first.url).port));
    onTestFinished(() => again.end());
    await db.write([addServer("after")]);
    expect(await db.query("SELECT id FROM servers ORDER BY id")).toEqual([{ id: "after" }, { id: "before" }]);
  });

  test("a read does not wait behind a transaction that is still deciding", async ({ onTestFinished }) => {
    const server = await startSqld(temporaryDirectory());
    onTestFinished(() => server.end());
    const db = new Database(server.url);
    onTestFinished(() => db.closeNow());
    await startDatabase(db, { now: Date.now() });
    await db.transact(async (read, commit) => {
      await read("SELECT 1");
      expect(await db.query("SELECT 2 AS n")).toEqual([{ n: 2 }]);
      await commit([addServer("nas")]);
    });
  });
}, ["sqld"]);
