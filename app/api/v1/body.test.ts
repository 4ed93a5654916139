import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { testNow } from "@/hub/testing";
import { POST as postOne } from "./agents/heartbeat/route";
import { POST as postMany } from "./agents/heartbeats/route";
import { parseJson } from "./body";
import { POST as createServer } from "./servers/route";
import { ask, errorOf, stopClock, testHub } from "./testing";

const mebibyte = 1024 * 1024;
const json = { "Content-Type": "application/json" };

/** A body as good as endless (32 MiB, so that a limit that fails hangs no test), and how much of it was taken. */
function endless() {
  const taken = { bytes: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken.bytes += 65_536;
      if (taken.bytes > 32 * mebibyte) return controller.close();
      controller.enqueue(new Uint8Array(65_536).fill(32));
    },
    cancel() {
      taken.isCancelled = true;
    },
  });
  return { body, taken };
}

test.each([
  ["one heartbeat", postOne, "/agents/heartbeat", mebibyte],
  ["many heartbeats", postMany, "/agents/heartbeats", 4 * mebibyte],
  ["a server", createServer, "/servers", 65_536],
] as const)(
  "a body of %s that has no end is 413 as soon as it is too long",
  async (_name, handler, at, most) => {
    await testHub();
    const { body, taken } = endless();
    const answer = await errorOf(await handler(ask(at, { body, headers: json }), {}));
    expect(answer).toMatchObject({ status: 413, code: "PAYLOAD_TOO_LARGE" });
    expect(taken.bytes).toBeLessThanOrEqual(most + 3 * 65_536);
    expect(taken.isCancelled).toBe(true);
  },
);

test("a declared length that is too large is refused before a byte is read", async () => {
  await testHub();
  const { body, taken } = endless();
  const headers = { ...json, "Content-Length": String(mebibyte + 1) };
  const answer = await errorOf(await postOne(ask("/agents/heartbeat", { body, headers }), {}));
  expect(answer).toMatchObject({ status: 413 });
  expect(taken.bytes).toBeLessThanOrEqual(65_536);
});

test("a little gzip that unpacks to 64 MiB is 413, and is not unpacked", async () => {
  await testHub();
  const inner = gzipSync(Buffer.alloc(64 * mebibyte, "["));
  const headers = { ...json, "Content-Encoding": "gzip" };
  const before = process.memoryUsage().rss;
  for (const [handler, at] of [
    [postOne, "/agents/heartbeat"],
    [postMany, "/agents/heartbeats"],
  ] as const) {
    const answer = await errorOf(await handler(ask(at, { body: inner, headers }), {}));
    expect(answer).toMatchObject({ status: 413, code: "PAYLOAD_TOO_LARGE" });
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * mebibyte);
});

test("a body that is exactly as long as it may be is read", async () => {
  await testHub();
  const body = " ".repeat(mebibyte);
  const answer = await errorOf(await postOne(ask("/agents/heartbeat", { body, headers: json }), {}));
  expect(answer).toMatchObject({ status: 422 });
});

test("nested a hundred thousand deep is 422", async () => {
  await testHub();
  const depth = 100_000;
  const body = `{"server_id":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  const answer = await errorOf(await postOne(ask("/agents/heartbeat", { body, headers: json }), {}));
  expect(answer).toMatchObject({ status: 422 });
});

test("a body that breaks off is the caller's fault", async () => {
  await testHub();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(new Error("socket hang up")),
  });
  const answer = await errorOf(await postOne(ask("/agents/heartbeat", { body, headers: json }), {}));
  expect(answer).toMatchObject({ status: 422, code: "VALIDATION_ERROR" });
});

test("who is unknown is told so before the body is read", async () => {
  await testHub();
  const { body, taken } = endless();
  const response = await postOne(ask("/agents/heartbeat", { key: "wrong", body, headers: json }), {});
  expect(response.status).toBe(401);
  expect(taken.bytes).toBeLessThanOrEqual(65_536);
});

test.each([
  [String.raw`"\ud800"`, "\ufffd"],
  [String.raw`"a\uDFFFb"`, "a\ufffdb"],
  [String.raw`"\ud800\ud800\udc00"`, "\ufffd\u{10000}"],
  [String.raw`"\ud83d\ude00"`, "😀"],
  [String.raw`"\\ud800"`, String.raw`\ud800`],
  [String.raw`"\\\ud800"`, "\\\ufffd"],
  [String.raw`{"\udc00": 1}`, { "\ufffd": 1 }],
])("half of a character in %s becomes the sign for what cannot be read", (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

test("half a character in a name of a filesystem ends no process", async () => {
  const db = await testHub();
  stopClock(testNow);
  for (const second of [1, 2]) {
    const body = `{"server_id":"nas","hostname":"nas","timestamp":"2026-11-21T09:29:0${second}Z","metrics":{},
      "os_info":{"distribution":"\\udead"},"filesystems":[{"mount_point":"/\\ud800","percent":99}]}`;
    expect((await postOne(ask("/agents/heartbeat", { body, headers: json }), {})).status).toBe(200);
  }
  expect(await db.query("SELECT os_distribution FROM servers")).toEqual([{ os_distribution: "\ufffd" }]);
});
