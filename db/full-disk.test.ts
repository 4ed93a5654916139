import path from "node:path";
import { describe, expect, test } from "vitest";
import { migrateDatabase } from "./migrate";
import { temporaryDirectory } from "./testing";
import { folderUpTo } from "./testing-migrations";
import { canMount, canRaiseLimits, type OtherProcess, otherProcess } from "./testing-process";

const later = { name: "HubError", code: "unavailable", retryAfterSeconds: 10 };
const addServer = (id: string) => `INSERT INTO servers (id, hostname) VALUES ('${id}', '${id}')`;
/** About 400 kB in one transaction. */
const manySamples = (from: number) =>
  `INSERT INTO metrics (server_id, timestamp, cpu_percent) WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${from + 7999})
   SELECT 'nas', i, i FROM n`;

async function countOf(hub: OtherProcess, table: string): Promise<unknown> {
  const [row] = await hub.call("query", { sql: `SELECT count(*) AS n FROM ${table}` });
  return (row as { n: number } | undefined)?.n;
}

/** Writes until the disk refuses; returns what was acknowledged. */
async function writeUntilRefused(hub: OtherProcess): Promise<{ acknowledged: number; refusal: unknown }> {
  for (let acknowledged = 0; acknowledged < 100; acknowledged++) {
    try {
      await hub.call("write", {
        statements: [addServer(`s${acknowledged}`), manySamples(acknowledged * 10_000)],
      });
    } catch (refusal) {
      return { acknowledged, refusal };
    }
  }
  throw new Error("the disk never filled up");
}

async function expectHonestAfterwards(hub: OtherProcess, acknowledged: number): Promise<void> {
  // Of each transaction all or nothing, and reads go on.
  expect(await countOf(hub, "servers")).toBe(acknowledged + 1);
  expect(await countOf(hub, "metrics")).toBe(acknowledged * 8000);
  await expect(
    hub.call("write", { statements: [addServer("again"), manySamples(9_000_000)] }),
  ).rejects.toMatchObject(later);
  expect(await countOf(hub, "servers")).toBe(acknowledged + 1);
}

describe.skipIf(!canMount())("on a full disk of its own (a tmpfs; needs user namespaces)", () => {
  const mounted = () => {
    const directory = temporaryDirectory();
    const before = `mount -t tmpfs -o size=6m tmpfs "${directory}"`;
    return { hub: otherProcess({ namespace: true, before }), directory };
  };

  test("a write answers 'unavailable', is never half done, reads go on, and the same process recovers", async () => {
    const { hub, directory } = mounted();
    const url = `file:${path.join(directory, "homelab.db")}`;
    await hub.call("start", { url });
    await hub.call("open", { url });
    await hub.call("write", { statements: [addServer("nas")] });
    const filler = path.join(directory, "filler");
    await hub.call("fill", { file: filler });
    const { acknowledged, refusal } = await writeUntilRefused(hub);
    expect(refusal).toMatchObject({ ...later, message: "The disk that holds the database is full" });
    await expectHonestAfterwards(hub, acknowledged);
    await hub.call("remove", { file: filler });
    await hub.call("write", { statements: [addServer("afterwards"), manySamples(8_000_000)] });
    expect(await countOf(hub, "servers")).toBe(acknowledged + 2);
    await hub.call("close");
    const check = await hub.call("read", {
      file: path.join(directory, "homelab.db"),
      sql: "PRAGMA integrity_check",
    });
    expect(check).toEqual([{ integrity_check: "ok" }]);
  });

  test("a start that has to migrate says so, names the file, changes nothing and succeeds when there is space", async () => {
    const older = path.join(temporaryDirectory(), "older.db");
    await migrateDatabase({ url: `file:${older}`, folder: folderUpTo(2) });
    const directory = temporaryDirectory();
    const before = `mount -t tmpfs -o size=6m tmpfs "${directory}" && cp "${older}" "${directory}/homelab.db"`;
    const hub = otherProcess({ namespace: true, before });
    const file = path.join(directory, "homelab.db");
    const filler = path.join(directory, "filler");
    await hub.call("fill", { file: filler });
    await expect(hub.call("start", { url: `file:${file}` })).rejects.toMatchObject({
      name: "DatabaseStartError",
      message: `The disk that holds ${file} is full. Free some space and start again; nothing was changed.`,
    });
    await hub.call("remove", { file: filler });
    const applied = await hub.call("read", { file, sql: "SELECT count(*) AS n FROM __drizzle_migrations" });
    expect(applied).toEqual([{ n: 2 }]);
    expect(await hub.call("start", { url: `file:${file}` })).toMatchObject({
      safetyCopy: expect.any(String),
    });
  });
});

describe("where files may not grow (a limit of the process; works for every user)", () => {
  // In units of 512 bytes: 2 MiB, more than the schema and less than a few thousand samples.
  const limited = () => otherProcess({ before: "ulimit -S -f 4096" });

  async function fillUp(hub: OtherProcess) {
    const url = `file:${path.join(temporaryDirectory(), "homelab.db")}`;
    await hub.call("start", { url });
    await hub.call("open", { url });
    await hub.call("write", { statements: [addServer("nas")] });
    return writeUntilRefused(hub);
  }

  test("a write answers 'unavailable', is never half done and reads go on", async () => {
    const hub = limited();
    const { acknowledged, refusal } = await fillUp(hub);
    expect(refusal).toMatchObject(later);
    await expectHonestAfterwards(hub, acknowledged);
  });

  test.skipIf(!canRaiseLimits())(
    "the same process goes on when the limit is gone (needs prlimit)",
    async () => {
      const hub = limited();
      const { acknowledged } = await fillUp(hub);
      hub.raiseFileLimit();
      await hub.call("write", { statements: [addServer("afterwards"), manySamples(8_000_000)] });
      expect(await countOf(hub, "servers")).toBe(acknowledged + 2);
    },
  );
});
