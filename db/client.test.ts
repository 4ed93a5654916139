import { expect, test } from "vitest";
import { temporaryDatabase } from "./testing";

test("a fresh database takes a server and fills what was omitted", async () => {
  const db = await temporaryDatabase();
  await db.write([{ sql: "INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')", args: [] }]);
  const rows = await db.query<{ status: string; created_at: number; os_info: string }>(
    "SELECT * FROM servers",
  );
  expect(rows[0]).toMatchObject({ status: "unknown", heartbeat_interval_seconds: 60 });
});
