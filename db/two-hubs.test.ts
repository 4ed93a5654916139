import path from "node:path";
import { expect, test } from "vitest";
import { migrateDatabase, readMigrations } from "./migrate";
import { temporaryDirectory } from "./testing";
import { folderUpTo } from "./testing-migrations";
import { otherProcess } from "./testing-process";
import { describeEachDatabase, emptyDatabaseUrl } from "./testing-sqld";

const ROUNDS = 8;

await describeEachDatabase("two hubs that start at once", (kind) => {
  test("both end well, and each migration is applied once", async () => {
    const hubs = [otherProcess(), otherProcess()];
    const tags = readMigrations().map(({ tag }) => tag);
    for (let round = 0; round < ROUNDS; round++) {
      const url = await emptyDatabaseUrl(kind);
      const started = await Promise.all(hubs.map((hub) => hub.call("start", { url })));
      for (const start of started) expect(start.schemaVersion).toBe(tags.at(-1));
      const [reader] = hubs;
      await reader?.call("open", { url });
      const applied = await reader?.call("query", { sql: "SELECT count(*) AS n FROM __drizzle_migrations" });
      expect(applied, `round ${round}`).toEqual([{ n: tags.length }]);
      await reader?.call("close");
    }
  });
});

test("two hubs that start at once on data of an older version make one complete copy and migrate once", async () => {
  const hubs = [otherProcess(), otherProcess()];
  const now = Date.UTC(2026, 10, 21);
  for (let round = 0; round < ROUNDS / 2; round++) {
    const file = path.join(temporaryDirectory(), "homelab.db");
    await migrateDatabase({ url: `file:${file}`, folder: folderUpTo(2) });
    const started = await Promise.all(hubs.map((hub) => hub.call("start", { url: `file:${file}`, now })));
    const copies = started.flatMap(({ safetyCopy }) => safetyCopy ?? []);
    expect(copies.length).toBeGreaterThan(0);
    for (const copy of copies) {
      const check = await hubs[0]?.call("read", { file: copy, sql: "PRAGMA integrity_check" });
      expect(check).toEqual([{ integrity_check: "ok" }]);
    }
  }
});
