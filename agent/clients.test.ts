import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { afterEach, describe, expect, it } from "vitest";
import {
  cleanUp,
  commandLines,
  isGnuWget,
  isLinux,
  type Machine,
  makeMachine,
  ok,
  refusal,
  startHub,
  TOKEN,
  until,
  which,
} from "./testing";

afterEach(cleanUp);

const busyboxHasNc = /^nc$/m.test(spawnSync("busybox", ["--list"], { encoding: "utf8" }).stdout ?? "");
const clients = [
  { client: "curl", usable: which("curl") !== null },
  { client: "wget", usable: isGnuWget() },
  { client: "nc", usable: busyboxHasNc },
].filter(({ usable }) => isLinux && usable);

/** A machine that has this HTTP client and no other. */
function machineWith(client: string): Machine {
  const machine = makeMachine("alpine-vm");
  for (const other of ["curl", "wget"]) if (other !== client) machine.without(other);
  if (client === "nc") machine.stub("nc", 'exec busybox nc "$@"'.replace("busybox", which("busybox") ?? ""));
  return machine;
}

const configured = (url: string, more: Record<string, string> = {}) => ({
  HOMELAB_HUB_URL: url,
  HOMELAB_TOKEN: TOKEN,
  ...more,
});

describe.each(clients)("with $client alone", ({ client }) => {
  it("posts the live sample and the spool, and reads the answers", async () => {
    const hub = await startHub();
    hub.answer((request) =>
      request.url.endsWith("s") ? { body: { accepted: 2 } } : ok({ expected_services: ["a.service"] }),
    );
    const machine = machineWith(client);
    machine.leave(120);
    machine.leave(60);
    const { code, stderr } = await machine.run(["once"], configured(`${hub.url}/behind/a/proxy`));
    expect(stderr).toBe("homelab-agent: sent 2 samples of the spool.\n");
    expect(code).toBe(0);
    expect(hub.received.map((request) => request.url)).toEqual([
      "/behind/a/proxy/api/v1/agents/heartbeat",
      "/behind/a/proxy/api/v1/agents/heartbeats",
    ]);
    for (const { headers } of hub.received) {
      expect(headers).toMatchObject({
        authorization: `Bearer ${TOKEN}`,
        "user-agent": "homelab-agent/1.0.0",
      });
      expect(headers["x-agent-time"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
    expect(hub.batches()[0]?.headers["content-encoding"]).toBe("gzip");
    expect(readFileSync(machine.path("state/expected"), "utf8")).toBe(" a.service\n");
    expect(machine.spool()).toEqual([]);
  });

  it("understands a refusal and its Retry-After", async () => {
    const hub = await startHub();
    hub.answer(() => refusal(503, "database is being restored", { "retry-after": "77" }));
    const { code, stderr } = await machineWith(client).run(["once"], configured(hub.url));
    expect(stderr).toMatch(
      /\(503: database is being restored\), failure 1; samples are kept, next try in [78]\d s/,
    );
    expect(code).toBe(75);
  });

  it("gives up a hub that never answers, without showing its token meanwhile", async () => {
    const hub = await startHub();
    hub.answer(() => ({ after: new Promise(() => {}) }));
    const machine = machineWith(client);
    const running = machine.start(["once"], configured(hub.url, { HOMELAB_HTTP_SECONDS: "4" }));
    await until("the hub has the request", () => hub.received.length === 1);
    expect(commandLines().filter((line) => line.includes(TOKEN))).toEqual([]);
    const { code, stderr } = await running.ended;
    expect(code).toBe(75);
    expect(stderr).toContain("does not answer (000:");
    expect(machine.spool()).toHaveLength(1);
    // Nothing of the secret stays behind in the work directory.
    expect(spawnSync("grep", ["-r", TOKEN, machine.path("state")], { encoding: "utf8" }).stdout).toBe("");
  });
});

describe.skipIf(!isLinux)("without a fitting client", () => {
  it("says what to install when there is none", async () => {
    const machine = machineWith("none");
    const { code, stderr } = await machine.run(["once"], configured("http://hub:3000"));
    expect(code).toBe(69);
    expect(stderr).toBe("homelab-agent: neither curl nor GNU wget nor nc is installed: install curl.\n");
  });

  it("does not take busybox's wget, which would show the token, nor nc for https", async () => {
    const machine = machineWith("nc");
    machine.stub("wget", 'echo "BusyBox v1.35.0 multi-call binary"');
    const { code, stderr } = await machine.run(["once"], configured("https://hub:3000"));
    expect(code).toBe(69);
    expect(stderr).toBe(
      "homelab-agent: an https hub needs curl or GNU wget on this machine: install curl.\n",
    );
  });
});

describe.each(clients.filter(({ client }) => client !== "nc"))("https with $client", ({ client }) => {
  it.skipIf(!which("openssl"))(
    "is refused from a stranger and accepted from the configured authority",
    async () => {
      const machine = machineWith(client);
      const args =
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost";
      const names = [
        "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "-keyout",
        machine.path("key.pem"),
        "-out",
        machine.path("ca.pem"),
      ];
      expect(spawnSync("openssl", [...args.split(" "), ...names]).status).toBe(0);
      const server = createServer(
        { key: readFileSync(machine.path("key.pem")), cert: readFileSync(machine.path("ca.pem")) },
        (request, response) => request.on("end", () => response.end(JSON.stringify(ok().body))).resume(),
      );
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = server.address();
      const url = `https://127.0.0.1:${address !== null && typeof address !== "string" ? address.port : 0}`;
      const stranger = await machine.run(["once"], configured(url));
      expect(stranger.code).toBe(75);
      expect(stranger.stderr).toMatch(/certificate|trusted/i);
      const known = await machine.run(["once"], configured(url, { HOMELAB_CA_FILE: machine.path("ca.pem") }));
      server.closeAllConnections();
      server.close();
      expect(known.code).toBe(0);
    },
  );
});
