import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import {
  cleanUp,
  isLinux,
  makeMachine,
  NOBODY,
  ok,
  type Received,
  refusal,
  shells,
  startHub,
  TOKEN,
  until,
} from "./testing";

afterEach(cleanUp);

const configured = (url: string, more: Record<string, string> = {}) => ({
  HOMELAB_HUB_URL: url,
  HOMELAB_TOKEN: TOKEN,
  ...more,
});
const times = (request: Received | undefined) =>
  request?.samples.map((sample) => Date.parse(String(sample.timestamp)));

describe.skipIf(!isLinux).each(shells)("under $name", (shell) => {
  it("sends the live sample first, then the spool oldest first, gzipped, and deletes it only then", async () => {
    const hub = await startHub();
    const machine = makeMachine("alpine-vm", shell);
    for (const age of [600, 60, 3600]) machine.leave(age);
    let waiting: string[] = [];
    hub.answer((request) => {
      if (request.url.endsWith("/heartbeats")) waiting = machine.spool();
      return ok();
    });
    const { code, stdout, stderr } = await machine.run(["once"], configured(hub.url));
    expect(code).toBe(0);
    expect(stderr).toBe("homelab-agent: sent 3 samples of the spool.\n");
    expect(stdout).toContain("0 samples wait");
    expect(hub.received.map((request) => request.url)).toEqual([
      "/api/v1/agents/heartbeat",
      "/api/v1/agents/heartbeats",
    ]);
    expect(hub.heartbeats()[0]?.samples[0]).toMatchObject({ spooled: 3 });
    const [batch] = hub.batches();
    expect(batch?.headers).toMatchObject({
      "content-type": "application/x-ndjson",
      "content-encoding": "gzip",
      authorization: `Bearer ${TOKEN}`,
    });
    expect(batch?.body.endsWith("}\n")).toBe(true);
    expect(times(batch)).toEqual([...(times(batch) ?? [])].sort((a, b) => a - b));
    expect(waiting).toHaveLength(3);
    expect(machine.spool()).toEqual([]);
  });

  it("spools while the hub is away and loses nothing of it", async () => {
    const machine = makeMachine("alpine-vm", shell);
    const hub = await startHub();
    let away = true;
    const stored = new Set<unknown>();
    hub.answer((request) => {
      if (away) return refusal(503, "starting");
      for (const sample of request.samples) stored.add(sample.timestamp);
      return ok();
    });
    const running = machine.start(
      ["run"],
      configured(hub.url, { HOMELAB_INTERVAL: "1", HOMELAB_BACKOFF_SECONDS: "1" }),
    );
    await until("two samples wait", () => machine.spool().length >= 2);
    const waiting = machine
      .spool()
      .map((name) => `${new Date(Number.parseInt(name, 10) * 1000).toISOString().slice(0, 19)}Z`);
    away = false;
    await until("the spool is empty", () => hub.batches().length > 0 && machine.spool().length === 0);
    running.process.kill("SIGTERM");
    const { stderr } = await running.ended;
    expect(waiting.filter((timestamp) => !stored.has(timestamp))).toEqual([]);
    expect(stderr).toContain("does not answer (503: starting), failure 1; samples are kept");
    expect(stderr).toContain("the hub answers again");
  });

  it("survives a kill that nothing can catch", async () => {
    const hub = await startHub();
    hub.answer(() => ({ ...ok(), after: new Promise(() => {}) }));
    const machine = makeMachine("alpine-vm", shell);
    const running = machine.start(["run"], configured(hub.url));
    await until("the hub has the request", () => hub.received.length === 1);
    running.process.kill("SIGKILL");
    await running.ended;
    expect(machine.spool()).toHaveLength(1);
    // The lock of a process that is gone does not keep the next one out.
    hub.answer(() => ok());
    expect((await machine.run(["once"], configured(hub.url))).code).toBe(0);
    expect(machine.spool()).toEqual([]);
  });
});

describe.skipIf(!isLinux)("the spool", () => {
  it("drops the oldest beyond a day, counts them, and tells the hub until it has answered", async () => {
    const machine = makeMachine("alpine-vm");
    machine.leave(90_000);
    machine.leave(86_500);
    const kept = machine.leave(80_000);
    const { stderr } = await machine.run(["once"], configured(NOBODY));
    expect(stderr).toContain("dropped the 2 oldest samples (2 since the hub last answered)");
    expect(machine.spool()[0]).toBe(kept);
    expect(machine.spool()).toHaveLength(2);

    const hub = await startHub();
    await machine.run(["once"], configured(hub.url));
    expect(hub.heartbeats()[0]?.samples[0]).toMatchObject({ spool_dropped: 2 });
    await machine.run(["once"], configured(hub.url));
    expect(hub.heartbeats()[1]?.samples[0]).toMatchObject({ spool_dropped: 0 });
  });

  it("drops the oldest beyond its bytes", async () => {
    const machine = makeMachine("alpine-vm");
    const names = [500, 400, 300].map((age) =>
      machine.leave(age, JSON.stringify({ server_id: "left", text: "x".repeat(2000) })),
    );
    await machine.run(["once"], configured(NOBODY, { HOMELAB_SPOOL_BYTES: "6500" }));
    expect(machine.spool().slice(0, -1)).toEqual(names.slice(1));
  });

  it("is sent in batches of at most so many", async () => {
    const hub = await startHub();
    const machine = makeMachine("alpine-vm");
    for (let age = 1; age <= 5; age++) machine.leave(age * 60);
    await machine.run(["once"], configured(hub.url, { HOMELAB_BATCH_SAMPLES: "2" }));
    expect(hub.batches().map((batch) => batch.samples.length)).toEqual([2, 2, 1]);
    expect(machine.spool()).toEqual([]);
  });

  it("is sent in halves when the hub finds a batch too large", async () => {
    const hub = await startHub();
    hub.answer((request) => (request.samples.length > 2 ? refusal(413, "too large") : ok()));
    const machine = makeMachine("alpine-vm");
    for (let age = 1; age <= 4; age++) machine.leave(age * 60);
    expect((await machine.run(["once"], configured(hub.url))).code).toBe(0);
    expect(hub.batches().map((batch) => batch.samples.length)).toEqual([4, 2, 2]);
    expect(machine.spool()).toEqual([]);
  });

  it("lets go of what the hub rejects, with the hub's words in the log, and of no other", async () => {
    const hub = await startHub();
    const rejected = [{ index: 1, code: "VALIDATION_ERROR", message: "timestamp is 900 s ahead" }];
    hub.answer((request) =>
      request.url.endsWith("s") ? { body: { accepted: 1, duplicates: 0, rejected } } : ok(),
    );
    const machine = makeMachine("alpine-vm");
    machine.leave(120);
    machine.leave(60);
    const { stderr } = await machine.run(["once"], configured(hub.url));
    expect(stderr).toContain(
      "refused samples of the spool; they are dropped:\nsample 1: timestamp is 900 s ahead",
    );
    expect(machine.spool()).toEqual([]);
  });

  it("skips a sample that a crash left half written", async () => {
    const hub = await startHub();
    const machine = makeMachine("alpine-vm");
    machine.leave(120, '{"server_id":"left","metrics":{"cpu');
    machine.leave(60);
    const { stderr } = await machine.run(["once"], configured(hub.url));
    expect(stderr).toContain("skipped 1 half-written samples");
    expect(hub.batches()[0]?.samples).toHaveLength(1);
    expect(machine.spool()).toEqual([]);
  });

  it("stays when the batch is not answered, and goes without gzip where there is none", async () => {
    const hub = await startHub();
    hub.answer((request) => (request.url.endsWith("s") ? refusal(500, "internal error") : ok()));
    const machine = makeMachine("alpine-vm");
    machine.without("gzip");
    machine.leave(60);
    expect((await machine.run(["once"], configured(hub.url))).code).toBe(0);
    expect(machine.spool()).toHaveLength(1);
    expect(hub.batches()[0]?.headers["content-encoding"]).toBeUndefined();
    expect(hub.batches()[0]?.samples).toHaveLength(1);
  });

  it("is left alone for as long as Retry-After says, in seconds or as a date", async () => {
    const hub = await startHub();
    for (const inSeconds of [() => "120", () => new Date(Date.now() + 120_000).toUTCString()]) {
      hub.answer(() => refusal(429, "too many", { "retry-after": inSeconds() }));
      const machine = makeMachine("alpine-vm");
      const before = hub.received.length;
      const running = machine.start(
        ["run"],
        configured(hub.url, { HOMELAB_INTERVAL: "1", HOMELAB_BACKOFF_SECONDS: "1" }),
      );
      await until("two samples wait", () => machine.spool().length >= 2);
      running.process.kill("SIGTERM");
      const { stderr } = await running.ended;
      expect(hub.received.length - before).toBe(1);
      expect(stderr).toMatch(/\(429: too many\), failure 1; samples are kept, next try in 1[1-3]\d s/);
    }
  });

  it("waits longer after each failure", async () => {
    const hub = await startHub();
    hub.answer(() => refusal(502, "bad gateway"));
    const machine = makeMachine("alpine-vm");
    const running = machine.start(
      ["run"],
      configured(hub.url, { HOMELAB_INTERVAL: "1", HOMELAB_BACKOFF_SECONDS: "1" }),
    );
    // And not only the fourth request: a TERM before its answer is read ends it without a failure.
    await until("it has said so of four failures", () => running.stderr().includes("failure 4;"));
    running.process.kill("SIGTERM");
    const { stderr } = await running.ended;
    const waits = [...stderr.matchAll(/failure \d+; samples are kept, next try in (\d+) s/g)].map((found) =>
      Number(found[1]),
    );
    // 1, 2 and 8 seconds for the first, second and fourth, less up to half of jitter.
    expect(waits).toHaveLength(3);
    expect(waits[1]).toBeGreaterThanOrEqual(1);
    expect(waits[2]).toBeGreaterThanOrEqual(4);
    expect(waits[2]).toBeLessThanOrEqual(8);
  });

  it("belongs to one agent at a time", async () => {
    const hub = await startHub();
    hub.answer(() => ({ ...ok(), after: new Promise(() => {}) }));
    const machine = makeMachine("alpine-vm");
    const running = machine.start(["run"], configured(hub.url));
    await until("the hub has the request", () => hub.received.length === 1);
    const second = await machine.run(["once"], configured(hub.url));
    expect(second.code).toBe(75);
    expect(second.stderr).toContain(
      `another agent (process ${readFileSync(machine.path("state/lock/pid"), "utf8").trim()})`,
    );
    running.process.kill("SIGTERM");
    await running.ended;
  });
});
