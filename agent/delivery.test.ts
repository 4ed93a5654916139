import { existsSync, readFileSync, statSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import {
  cleanUp,
  commandLines,
  isLinux,
  KEY,
  makeMachine,
  NOBODY,
  ok,
  refusal,
  shells,
  startHub,
  TOKEN,
  until,
} from "./testing";

afterEach(cleanUp);

const read = (file: string) => readFileSync(file, "utf8");

describe.skipIf(!isLinux).each(shells)("under $name", (shell) => {
  it("posts one heartbeat with its token and its clock, and says what the hub answered", async () => {
    const hub = await startHub();
    const machine = makeMachine("alpine-vm", shell);
    const { code, stdout, stderr } = await machine.run(["once"], {
      HOMELAB_HUB_URL: `${hub.url}/`,
      HOMELAB_TOKEN: TOKEN,
    });
    expect(stderr).toBe("");
    expect(stdout).toBe(
      `The hub at ${hub.url} answered: server "edge-01" is known, next heartbeat in 60 s, 0 samples wait.\n`,
    );
    expect(code).toBe(0);
    expect(hub.received).toHaveLength(1);
    const [request] = hub.received;
    expect(request?.url).toBe("/api/v1/agents/heartbeat");
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      "content-type": "application/json",
    });
    expect(request?.headers["x-agent-time"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Math.abs(Date.parse(String(request?.headers["x-agent-time"])) - Date.now())).toBeLessThan(60_000);
    expect(request?.samples[0]).toMatchObject({ server_id: "edge-01", spooled: 0, spool_dropped: 0 });
    expect(machine.spool()).toEqual([]);
  });

  it("exchanges the enrolment key for a token of its own, and forgets the key", async () => {
    const hub = await startHub();
    hub.answer(() => ok({ server_registered: true, server_token: TOKEN }));
    const machine = makeMachine("alpine-vm", shell);
    machine.write(
      "agent.conf",
      `# kept\nHOMELAB_HUB_URL=${hub.url}\nHOMELAB_ENROLMENT_KEY=${KEY}\nHOMELAB_INTERVAL=30`,
    );
    const env = { HOMELAB_CONFIG: machine.path("agent.conf") };
    const first = await machine.run(["once"], env);
    expect(first.stderr).toContain("enrolled");
    expect(first.stdout).toContain("registered now");
    expect(first.stdout + first.stderr).not.toContain(TOKEN);
    expect(read(machine.path("state/token"))).toBe(`${TOKEN}\n`);
    expect(statSync(machine.path("state/token")).mode & 0o777).toBe(0o600);
    expect(existsSync(machine.path("out/synced"))).toBe(true);
    expect(read(machine.path("agent.conf"))).toBe(
      `# kept\nHOMELAB_HUB_URL=${hub.url}\nHOMELAB_INTERVAL=30\n`,
    );
    await machine.run(["once"], env);
    expect(hub.received.map((request) => request.headers.authorization)).toEqual([
      `Bearer ${KEY}`,
      `Bearer ${TOKEN}`,
    ]);
  });

  it("never shows its token in a process's arguments while a slow hub holds the request", async () => {
    const hub = await startHub();
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    hub.answer(() => ({ ...ok(), after: held }));
    const machine = makeMachine("alpine-vm", shell);
    const running = machine.start(["once"], { HOMELAB_HUB_URL: hub.url, HOMELAB_TOKEN: TOKEN });
    await until("the hub has the request", () => hub.received.length === 1);
    const lines = commandLines();
    expect(lines.some((line) => line.includes("homelab-agent"))).toBe(true);
    expect(lines.filter((line) => line.includes(TOKEN))).toEqual([]);
    release();
    expect((await running.ended).code).toBe(0);
  });

  it("keeps the sample of a TERM in the middle of a post, and posts it at the next start", async () => {
    const hub = await startHub();
    hub.answer(() => ({ ...ok(), after: new Promise(() => {}) }));
    const machine = makeMachine("alpine-vm", shell);
    const env = { HOMELAB_HUB_URL: hub.url, HOMELAB_TOKEN: TOKEN, HOMELAB_INTERVAL: "60" };
    const running = machine.start(["run"], env);
    await until("the hub has the request", () => hub.received.length === 1);
    running.process.kill("SIGTERM");
    const { code, stderr } = await running.ended;
    expect(code).toBe(0);
    expect(stderr).toContain("stopped; 1 samples wait in the spool.");
    expect(machine.spool()).toHaveLength(1);
    expect(existsSync(machine.path("state/lock"))).toBe(false);

    const held = hub.received[0]?.samples[0]?.timestamp;
    await until("the next second", () => new Date().toISOString().slice(0, 19) !== String(held).slice(0, 19));
    hub.answer(() => ok());
    const again = await machine.run(["once"], env);
    expect(again.stderr).toContain("sent 1 samples of the spool");
    expect(hub.batches()[0]?.samples[0]?.timestamp).toBe(held);
    expect(machine.spool()).toEqual([]);
  });

  it("waits for the answer to an enrolment although it was told to stop", async () => {
    const hub = await startHub();
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    hub.answer(() => ({ ...ok({ server_token: TOKEN }), after: held }));
    const machine = makeMachine("alpine-vm", shell);
    const running = machine.start(["run"], { HOMELAB_HUB_URL: hub.url, HOMELAB_ENROLMENT_KEY: KEY });
    await until("the hub has the request", () => hub.received.length === 1);
    running.process.kill("SIGTERM");
    release();
    await running.ended;
    expect(read(machine.path("state/token"))).toBe(`${TOKEN}\n`);
  });
});

describe.skipIf(!isLinux)("an answer of the hub", () => {
  const configured = (url: string, more: object = {}) => ({
    HOMELAB_HUB_URL: url,
    HOMELAB_TOKEN: TOKEN,
    ...more,
  });

  it("of 422 drops that sample, with the hub's words in the log", async () => {
    const hub = await startHub();
    hub.answer(() => refusal(422, 'metrics.cpu_percent: "must be" at most 100'));
    const machine = makeMachine("alpine-vm");
    const { code, stderr } = await machine.run(["once"], configured(hub.url));
    expect(code).toBe(65);
    expect(stderr).toBe(
      'homelab-agent: error: the hub refused this sample (422): metrics.cpu_percent: "must be" at most 100; it is dropped.\n',
    );
    expect(machine.spool()).toEqual([]);
    expect(hub.received).toHaveLength(1);
  });

  it.each([401, 403])(
    "of %i keeps the sample, is said clearly, and is not asked again at once",
    async (status) => {
      const hub = await startHub();
      hub.answer(() => refusal(status, "unknown token"));
      const machine = makeMachine("alpine-vm");
      const running = machine.start(["run"], configured(hub.url, { HOMELAB_INTERVAL: "1" }));
      await until("two samples wait", () => machine.spool().length >= 2);
      running.process.kill("SIGTERM");
      const { stderr } = await running.ended;
      expect(hub.received).toHaveLength(1);
      expect(stderr).toMatch(
        new RegExp(`refuses this token \\(${status}\\): .*; samples are kept, next try in 3\\d\\d s`),
      );
      expect(stderr).not.toContain(TOKEN);
    },
  );

  it("of 401 is forgiven as soon as the operator has mended the token, and nothing is missing", async () => {
    const hub = await startHub();
    hub.answer((request) =>
      request.headers.authorization === `Bearer ${TOKEN}`
        ? ok({ accepted: 1 })
        : refusal(401, "unknown token"),
    );
    const machine = makeMachine("alpine-vm");
    machine.write("agent.conf", `HOMELAB_HUB_URL=${hub.url}\nHOMELAB_TOKEN=hla_wrong\nHOMELAB_INTERVAL=1\n`);
    const env = { HOMELAB_CONFIG: machine.path("agent.conf"), HOMELAB_REFUSED_SECONDS: "1" };
    const running = machine.start(["run"], env);
    await until("two samples wait", () => machine.spool().length >= 2);
    machine.write("agent.conf", `HOMELAB_HUB_URL=${hub.url}\nHOMELAB_TOKEN=${TOKEN}\nHOMELAB_INTERVAL=1\n`);
    await until("the spool is empty", () => hub.batches().length > 0 && machine.spool().length === 0);
    running.process.kill("SIGTERM");
    expect((await running.ended).stderr).toContain("the hub answers again");
  });

  it("of 401 to a token lets the enrolment key beside it try", async () => {
    const hub = await startHub();
    hub.answer((request) =>
      request.headers.authorization === `Bearer ${KEY}`
        ? ok({ server_token: TOKEN })
        : refusal(401, "unknown token"),
    );
    const machine = makeMachine("alpine-vm");
    machine.write("state/token", "hla_of-a-deleted-server\n");
    const { code } = await machine.run(["once"], { HOMELAB_HUB_URL: hub.url, HOMELAB_ENROLMENT_KEY: KEY });
    expect(code).toBe(0);
    expect(read(machine.path("state/token"))).toBe(`${TOKEN}\n`);
  });

  it("that redirects is named, and not followed with the token", async () => {
    const hub = await startHub();
    hub.answer(() => ({ status: 301, headers: { location: "https://hub.example/api/v1/agents/heartbeat" } }));
    const machine = makeMachine("alpine-vm");
    const { code, stderr } = await machine.run(["once"], configured(hub.url));
    expect(code).toBe(75);
    expect(stderr).toContain("redirects to https://hub.example/api/v1/agents/heartbeat");
    expect(hub.received).toHaveLength(1);
    expect(machine.spool()).toHaveLength(1);
  });

  it.each([
    "",
    "<html>",
    '{"server_token":',
    `{"server_token":{"a":["hla_x"]}}`,
    '{"server_token":"a\\"; reboot"}',
    "[".repeat(5000),
  ])("that is no sense (%j) does no harm", async (body) => {
    const hub = await startHub();
    hub.answer(() => ({ body }));
    const machine = makeMachine("alpine-vm");
    expect((await machine.run(["once"], configured(hub.url))).code).toBe(0);
    expect(existsSync(machine.path("state/token"))).toBe(false);
  });

  it("names the expected units, of which only possible names are kept", async () => {
    const hub = await startHub();
    hub.answer(() =>
      ok({
        expected_services: [
          "nginx.service",
          "--host=evil",
          "a;b",
          "getty@tty1",
          "dev-disk\\x2d1.swap",
          "",
          "*",
        ],
      }),
    );
    const machine = makeMachine("alpine-vm");
    await machine.run(["once"], configured(hub.url));
    expect(read(machine.path("state/expected"))).toBe(" nginx.service getty@tty1 dev-disk\\x2d1.swap\n");
    const { stdout } = await machine.run(["--dry-run"]);
    expect(JSON.parse(stdout).services.map((row: { name: string }) => row.name)).toEqual([
      "nginx.service",
      "getty@tty1",
      "dev-disk\\x2d1.swap",
    ]);
    hub.answer(() => ok({ expected_services: [] }));
    await machine.run(["once"], configured(hub.url));
    expect(read(machine.path("state/expected")).trim()).toBe("");
  });

  it("that advises an interval is followed only where the operator has set none", async () => {
    const hub = await startHub();
    hub.answer(() => ok({ next_heartbeat_seconds: 120 }));
    const machine = makeMachine("alpine-vm");
    expect((await machine.run(["once"], configured(hub.url))).stdout).toContain("next heartbeat in 120 s");
    expect(hub.received[0]?.samples[0]?.interval_seconds).toBe(60);
  });

  it("may be missing: the sample waits, and the code says so", async () => {
    const machine = makeMachine("alpine-vm");
    const { code, stderr } = await machine.run(["once"], configured(NOBODY));
    expect(code).toBe(75);
    expect(stderr).toMatch(/does not answer \(000: .*refused/i);
    expect(machine.spool()).toHaveLength(1);
  });
});
