import { expect, test } from "vitest";
import type { Database } from "@/db/client";
import { temporaryDatabase } from "@/db/testing";
import { audit } from "@/hub/audit/record";
import { testBy, testNow } from "@/hub/testing";
import { exportChunks } from "./export-chunks";

async function filled(count: number): Promise<Database> {
  const db = await temporaryDatabase();
  const entries = Array.from({ length: count }, (_, n) =>
    // Pairs of one instant: the order within them is that of the log.
    audit(testBy({ now: testNow + Math.floor(n / 2) }), {
      action: "server.update",
      subject: { kind: "server", id: "nas", name: "=nas" },
      before: { n },
      after: { n: n + 1 },
    }),
  );
  await db.write(entries.flat());
  return db;
}

async function exported(db: Database, format: "csv" | "json"): Promise<string> {
  let text = "";
  for await (const chunk of exportChunks(db, { filter: {}, format })) text += chunk;
  return text;
}

test.each([0, 1, 499, 500, 501, 1203])("has each of %i entries once, the newest first", async (count) => {
  const db = await filled(count);
  const list: { id: number; before: { n: number } }[] = JSON.parse(await exported(db, "json"));
  expect(list.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, n) => count - n));
  expect((await exported(db, "csv")).trimEnd().split("\r\n")).toHaveLength(count + 1);
});

test("defuses in CSV what a spreadsheet would run", async () => {
  const [head, row] = (await exported(await filled(1), "csv")).split("\r\n");
  expect(head).toBe(
    "id,at,actor_kind,actor_id,actor_name,address,action,subject_kind,subject_id,subject_name,before,after",
  );
  expect(row).toBe(
    `1,2026-11-21T09:30:00.000Z,person,u-ada,ada,10.0.0.9,server.update,server,nas,'=nas,"{""n"":0}","{""n"":1}"`,
  );
});

test("what is added while it is read is not in it, and nothing is twice", async () => {
  const db = await filled(600);
  const chunks = exportChunks(db, { filter: {}, format: "csv" });
  const parts = [await chunks.next(), await chunks.next()];
  await db.write(
    audit(testBy({ now: testNow + 10_000 }), {
      action: "server.create",
      subject: { kind: "server", id: "late" },
      before: null,
      after: { id: "late" },
    }),
  );
  let text = parts.map(({ value }) => value).join("");
  for await (const chunk of chunks) text += chunk;
  expect(text.trimEnd().split("\r\n")).toHaveLength(601);
  expect(text).not.toContain("late");
});
