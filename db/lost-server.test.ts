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

  test("a read is answered while a long write and a long read are under way", async ({ onTestFinished }) => {
    const server = await startSqld(temporaryDirectory());
    onTestFinished(() => server.end());
    const db = new Database(server.url);
    onTestFinished(() => db.closeNow());
    await startDatabase(db, { now: Date.now() });
    // They go on until the server ends, so that however late the answer comes, it comes while they are under way.
    const numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
    const long = Promise.allSettled([
      db.write([`INSERT INTO servers (id, hostname) ${numbers} SELECT 'nas', max(i) FROM n`]),
      db.query(`${numbers} SELECT max(i) FROM n`),
    ]);
    expect(await db.query("SELECT 7 AS n")).toEqual([{ n: 7 }]);
    await server.end();
    expect(await long).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  });

  test("two hubs that write to it at once lose nothing that was acknowledged", async ({ onTestFinished }) => {
    const server = await startSqld(temporaryDirectory());
    onTestFinished(() => server.end());
    const hubs = [new Database(server.url), new Database(server.url)];
    onTestFinished(() => {
      for (const hub of hubs) hub.closeNow();
    });
    for (const hub of hubs) await startDatabase(hub, { now: Date.now() });
    const writes = hubs.flatMap((hub, which) =>
      Array.from({ length: 60 }, (_, n) => hub.write([addServer(`hub${which}-${n}`)])),
    );
    const outcomes = await Promise.allSettled(writes);
    const acknowledged = outcomes.filter(({ status }) => status === "fulfilled").length;
    expect(acknowledged).toBeGreaterThan(0);
    expect(await hubs[0]?.query("SELECT count(*) AS n FROM servers")).toEqual([{ n: acknowledged }]);
  });
}, ["sqld"]);
