import { expect, test, vi } from "vitest";
import { endLiveConnections } from "@/hub/live/watch-changes";
import { TestBrowser, testPerson } from "@/hub/people/testing";
import { PATCH } from "../servers/[id]/route";
import { POST as createServer } from "../servers/route";
import { ask, testHub as newHub, stopClock, withId } from "../testing";
import { EventStream } from "./event-stream";
import { GET } from "./route";

/** A hub to which no time passes, so that nobody is away for long on a machine that is slow. */
async function testHub() {
  const db = await newHub();
  stopClock(Date.now());
  return db;
}

const create = (id: string) => createServer(ask("/servers", { json: { id } }), {});

/** Reads until `text` has come; throws where the stream ends before. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, text: RegExp): Promise<string> {
  const decoder = new TextDecoder();
  for (let read = ""; ; ) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended after ${JSON.stringify(read)}`);
    read += decoder.decode(value, { stream: true });
    if (text.test(read)) return read;
  }
}

async function open(query: string, init: { signal?: AbortSignal; headers?: Record<string, string> } = {}) {
  const request = new Request(ask(`/events${query}`, { headers: init.headers }), { signal: init.signal });
  const response = await GET(request, {});
  if (response.body === null) throw new Error("an event stream has a body");
  return { response, reader: response.body.getReader() };
}

test("a change arrives as an event with the id to go on from", async () => {
  await testHub();
  await create("nas");
  const { response, reader } = await open(`?since=${Date.now()}`);
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  expect(response.headers.get("cache-control")).toMatch(/no-store/);
  await create("pi");
  const text = await readUntil(reader, /"pi"/);
  expect(text).toMatch(/^retry: \d+\n\n/);
  expect(text).toMatch(/id: \d{13}\nevent: change\ndata: \{"servers":\[.*"pi"\]\}\n\n/);
  await reader.cancel();
});

test("a browser that comes back with its last event's id is told what it missed", async () => {
  await testHub();
  const since = Date.now();
  await create("nas");
  const { reader } = await open("", { headers: { "Last-Event-ID": String(since) } });
  expect(await readUntil(reader, /event: change/)).toContain('{"servers":["nas"]}');
  await reader.cancel();
});

test.each(["?since=", "?since=abc", "?since=-1", "?since=1e400", "?since=9007199254740993"])(
  "a 'since' that is none begins now: %s",
  async (query) => {
    await testHub();
    const { reader, response } = await open(query);
    expect(response.status).toBe(200);
    await create("nas");
    expect(await readUntil(reader, /event: change/)).toContain("nas");
    await reader.cancel();
  },
);

test("a reader that goes, by either door and at any moment, ends its stream alone", async () => {
  await testHub();
  const gone = new AbortController();
  const first = await open("", { signal: gone.signal });
  const second = await open("");
  const third = await open("");
  await first.reader.read();
  gone.abort();
  expect(await first.reader.read()).toMatchObject({ done: true });
  await second.reader.cancel();

  const before = new AbortController();
  before.abort();
  const fourth = await open("", { signal: before.signal });
  await readUntil(fourth.reader, /never/).catch((error: Error) => expect(error.message).toMatch(/ended/));

  await create("nas");
  expect(await readUntil(third.reader, /event: change/)).toContain("nas");
  await third.reader.cancel();
  expect((await PATCH(ask("/servers/nas", { method: "PATCH", json: {} }), withId("nas"))).status).toBe(200);
});

test("a stream ends within seconds after its reader is signed out", async () => {
  const db = await testHub();
  await testPerson(db);
  const browser = new TestBrowser();
  await browser.signIn(db);
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const opening = ask("/events", { key: null, headers: { Cookie: browser.cookies } });
    const reader = (await GET(opening, {})).body?.getReader();
    await reader?.read();
    let hasEnded = false;
    const ended = reader?.closed.then(() => {
      hasEnded = true;
    });
    await vi.advanceTimersByTimeAsync(3100);
    expect(hasEnded).toBe(false);
    await db.write(["DELETE FROM sessions"]);
    await vi.advanceTimersByTimeAsync(3100);
    await ended;
    expect(hasEnded).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test("the end of the hub ends every stream", async () => {
  await testHub();
  const { reader } = await open("");
  await reader.read();
  endLiveConnections();
  expect(await reader.read()).toMatchObject({ done: true });
});

test("what is sent after the end goes nowhere, and the end may come twice", async () => {
  const stream = new EventStream(60_000);
  let ends = 0;
  stream.whenEnded(() => ends++);
  await stream.body.cancel();
  stream.end();
  stream.send("change", "1", {});
  stream.whenEnded(() => ends++);
  expect(ends).toBe(2);
});

test("a reader that leaves everything unread is let go, and the memory with it", async () => {
  const stream = new EventStream(60_000);
  let hasEnded = false;
  stream.whenEnded(() => {
    hasEnded = true;
  });
  for (let n = 0; n < 2000 && !hasEnded; n++) stream.send("change", String(n), { servers: [] });
  expect(hasEnded).toBe(true);
});
