import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Database } from "@/db/client";
import { heartbeatsAnswerSchema } from "@/domain/heartbeats/heartbeat-answer";
import { sha256 } from "@/hub/agents/secrets";
import { ask, bodyOf, enrolmentKey, errorOf, heartbeat, testHub } from "../../testing";
import { POST } from "./route";

const at = "/agents/heartbeats";
const minute = 60_000;
/** Counted from one instant: asked twice, it is the same sample. */
const begun = Date.now();
const ago = (minutes: number) => ({ timestamp: new Date(begun - minutes * minute).toISOString() });
const array = (json: unknown) => POST(ask(at, { json }), {});
const lines = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  POST(ask(at, { body, headers: { "Content-Type": "application/x-ndjson", ...headers } }), {});
const answerOf = (response: Response) => bodyOf(response, heartbeatsAnswerSchema);
const stored = async (db: Database) => (await db.query("SELECT id FROM metrics")).length;

test("an array of samples is stored, and again is all duplicates", async () => {
  const db = await testHub();
  const samples = [1, 2, 3].map((minutes) => heartbeat(ago(minutes)));
  const first = await array(samples);
  expect(first.status).toBe(200);
  expect(await answerOf(first)).toEqual({ accepted: 3, duplicates: 0, rejected: [] });
  expect(await answerOf(await array(samples))).toEqual({ accepted: 0, duplicates: 3, rejected: [] });
  expect(await stored(db)).toBe(3);
});

test("one a line is understood, plain and as gzip, with empty lines and a carriage return", async () => {
  const db = await testHub();
  const text = [1, 2].map((minutes) => JSON.stringify(heartbeat(ago(minutes)))).join("\r\n\r\n");
  expect(await answerOf(await lines(`${text}\n`))).toMatchObject({ accepted: 2, rejected: [] });
  const packed = gzipSync(JSON.stringify(heartbeat(ago(3))));
  expect(await answerOf(await lines(packed, { "Content-Encoding": "gzip" }))).toMatchObject({ accepted: 1 });
  expect(await stored(db)).toBe(3);
});

test("a bad line is named by its place among the lines that are not blank, as the contract says", async () => {
  await testHub();
  const [first, second] = [1, 2].map((minutes) => JSON.stringify(heartbeat(ago(minutes))));
  const answer = await answerOf(await lines(`\n${first}\n  \r\n${second}\nnull\n\n{}\n`));
  expect(answer).toMatchObject({ accepted: 2 });
  expect(answer.rejected.map(({ index }) => index)).toEqual([2, 3]);
  const { description } = heartbeatsAnswerSchema.shape.rejected.element.shape.index;
  expect(description).toMatch(/among the lines that are not blank, from 0/);
});

test("a line that was cut off is rejected alone", async () => {
  const db = await testHub();
  const whole = JSON.stringify(heartbeat(ago(1)));
  const answer = await answerOf(await lines(`${whole}\n${JSON.stringify(heartbeat(ago(2))).slice(0, 40)}`));
  expect(answer).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: "VALIDATION_ERROR" }] });
  expect(await stored(db)).toBe(1);
});

test("bad samples are named by their place and their reason, and block no good one", async () => {
  const db = await testHub();
  const token = "hla_nas";
  await array([heartbeat(ago(10)), heartbeat({ ...ago(10), server_id: "pi" })]);
  await db.write([
    { sql: "INSERT INTO agent_tokens (server_id, token_sha256) VALUES ('nas', ?)", args: [sha256(token)] },
  ]);
  const response = await POST(
    ask(at, {
      key: token,
      json: [
        heartbeat(ago(5)),
        null,
        heartbeat({ ...ago(4), server_id: "pi" }),
        heartbeat({ ...ago(3), metrics: { cpu_percent: 400 } }),
        heartbeat(ago(-60)),
        heartbeat(ago(5)),
        heartbeat(ago(2)),
      ],
    }),
    {},
  );
  expect(response.status).toBe(200);
  const answer = await answerOf(response);
  expect(answer).toMatchObject({ accepted: 2, duplicates: 1 });
  expect(answer.rejected.map(({ index, code }) => [index, code])).toEqual([
    [1, "VALIDATION_ERROR"],
    [2, "FORBIDDEN"],
    [3, "VALIDATION_ERROR"],
    [4, "VALIDATION_ERROR"],
  ]);
  expect(await stored(db)).toBe(4);
});

test("a spool fills the past and moves nobody's last_seen back", async () => {
  const db = await testHub();
  await array([heartbeat()]);
  const before = await db.query("SELECT last_seen, status FROM servers");
  await array([30, 20, 10].map((minutes) => heartbeat(ago(minutes))));
  expect(await db.query("SELECT last_seen, status FROM servers")).toEqual(before);
  expect(await stored(db)).toBe(4);
});

test("a thousand samples are taken, one more is 413 and stores nothing", async () => {
  const db = await testHub();
  const start = Date.now();
  const samples = Array.from({ length: 1001 }, (_, index) =>
    heartbeat({ timestamp: new Date(start - index * 1000).toISOString(), metrics: { cpu_percent: 1 } }),
  );
  expect(await errorOf(await array(samples))).toMatchObject({ status: 413, code: "PAYLOAD_TOO_LARGE" });
  expect(
    await errorOf(await lines(samples.map((sample) => JSON.stringify(sample)).join("\n"))),
  ).toMatchObject({
    status: 413,
  });
  expect(await stored(db)).toBe(0);
  expect(await answerOf(await array(samples.slice(0, 1000)))).toMatchObject({ accepted: 1000 });
  expect(await stored(db)).toBe(1000);
});

test.each([
  ["nothing", "", "application/x-ndjson"],
  ["spaces", "  \n ", "application/x-ndjson"],
  ["no JSON, though it says so", "nonsense", "application/json"],
  ["an object, though an array is due", JSON.stringify({ server_id: "nas" }), "application/json"],
  ["an array that ends early", "[{}", "application/x-ndjson"],
])("a body of %s is 422", async (_name, body, type) => {
  await testHub();
  const answer = await errorOf(
    await POST(ask(at, { method: "POST", body, headers: { "Content-Type": type } }), {}),
  );
  expect(answer).toMatchObject({ status: 422, code: "VALIDATION_ERROR" });
});

test("an empty array is no fault", async () => {
  await testHub();
  expect(await answerOf(await array([]))).toEqual({ accepted: 0, duplicates: 0, rejected: [] });
});

test("an enrolment key may not post many", async () => {
  await testHub();
  const answer = await errorOf(await POST(ask(at, { key: enrolmentKey, json: [heartbeat()] }), {}));
  expect(answer).toMatchObject({ status: 403, code: "FORBIDDEN" });
});
