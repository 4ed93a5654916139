import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AGENT, INSTALLER, isLinux, KEY, ok, shells, TOKEN, watch, which } from "./testing";

let root = "";
let server: Server;
let hubUrl = "";
let tokens: string[] = [];
let script = "";
const agent = readFileSync(AGENT);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "agent-install-"));
  tokens = [];
  server = createServer((request, response) => {
    if (request.url === "/agent/homelab-agent") return void response.end(agent);
    tokens.push(String(request.headers.authorization));
    const enrolling = request.headers.authorization === `Bearer ${KEY}`;
    request
      .resume()
      .on("end", () =>
        response.end(
          JSON.stringify(ok(enrolling ? { server_registered: true, server_token: TOKEN } : {}).body),
        ),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  hubUrl = `http://127.0.0.1:${address !== null && typeof address !== "string" ? address.port : 0}`;
  script = readFileSync(INSTALLER, "utf8")
    .replace("@HUB_URL@", hubUrl)
    .replace("@AGENT_SHA256@", createHash("sha256").update(agent).digest("hex"));
  mkdirSync(join(root, "stubs"));
  // Counting this machine's updates takes seconds and shows nothing about the installer.
  stub("apt-get", "");
  // Nor does waiting for the disks of everybody who works on it.
  stub("sync", "");
  // The service manager and the user database belong to the machine that runs the tests.
  for (const name of [
    "systemctl",
    "useradd",
    "userdel",
    "deluser",
    "usermod",
    "rc-service",
    "rc-update",
    "chown",
  ])
    stub(name, "");
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(root, { recursive: true, force: true });
});

function stub(name: string, body: string): void {
  const file = join(root, "stubs", name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >>"${root}/calls"\n${body}\n`);
  chmodSync(file, 0o755);
}

const calls = () => (existsSync(join(root, "calls")) ? readFileSync(join(root, "calls"), "utf8") : "");
const installed = (path: string) => join(root, "prefix", path);
const configuration = () => readFileSync(installed("etc/homelab-agent/agent.conf"), "utf8");

/** As the one-liner does it: the script on standard input of a shell. */
function install(args: string[], { shell = ["sh"], init = "systemd", text = script } = {}) {
  const [program = "sh", ...before] = shell;
  const child = spawn(program, [...before, "-s", "--", "--prefix", join(root, "prefix"), ...args], {
    env: {
      NODE_ENV: "test",
      PATH: `${join(root, "stubs")}:${process.env.PATH}`,
      HOMELAB_INIT: init,
      HOMELAB_SAMPLE_SECONDS: "0",
      TMPDIR: root,
    },
  });
  // A shell that stops reading early is a result here and no error.
  child.stdin.on("error", () => {});
  child.stdin.end(text);
  return watch(child).ended;
}

describe.skipIf(!isLinux)("the installer", () => {
  it.each(shells)("installs, enrols and starts under $name, and leaves no key behind", async ({ argv }) => {
    const { code, stdout, stderr } = await install(["--key", KEY, "--server-id", "nas", "--interval", "30"], {
      shell: [...argv],
    });
    expect(stderr).toBe("homelab-agent: enrolled: the hub gave this server its own token.\n");
    expect(code).toBe(0);
    expect(stdout).toContain(
      `The hub at ${hubUrl} answered: server "nas" is registered now, next heartbeat in 60 s`,
    );
    expect(tokens).toEqual([`Bearer ${KEY}`]);
    expect(readFileSync(installed("usr/local/bin/homelab-agent"))).toEqual(agent);
    expect(statSync(installed("etc/homelab-agent/agent.conf")).mode & 0o777).toBe(0o600);
    expect(statSync(installed("etc/homelab-agent")).mode & 0o777).toBe(0o700);
    expect(statSync(installed("var/lib/homelab-agent")).mode & 0o777).toBe(0o700);
    expect(configuration().split("\n").slice(1)).toEqual([
      `HOMELAB_HUB_URL=${hubUrl}`,
      "HOMELAB_SERVER_ID=nas",
      "HOMELAB_INTERVAL=30",
      "",
    ]);
    expect(calls()).toContain("systemctl enable --now homelab-agent.service");
    // The shell that was given the key is gone; nothing that was started afterwards was told it.
    expect(calls()).not.toContain(KEY);
    expect(stdout + stderr).not.toContain(TOKEN);
  });

  it("is safe to run again: token, identity and other lines are kept, and the key is forgotten again", async () => {
    await install(["--key", KEY, "--server-id", "nas"]);
    const guid = readFileSync(installed("var/lib/homelab-agent/guid"), "utf8");
    writeFileSync(installed("etc/homelab-agent/agent.conf"), `${configuration()}HOMELAB_SERVICES=nginx\n`);
    const { code, stdout } = await install(["--key", KEY, "--interval", "15"]);
    expect(code).toBe(0);
    expect(stdout).toContain('server "nas" is known');
    expect(tokens).toEqual([`Bearer ${KEY}`, `Bearer ${TOKEN}`]);
    expect(readFileSync(installed("var/lib/homelab-agent/guid"), "utf8")).toBe(guid);
    expect(configuration()).toContain("HOMELAB_SERVICES=nginx\n");
    expect(configuration()).toContain("HOMELAB_INTERVAL=15\n");
    expect(configuration()).not.toContain(KEY);
    expect(configuration().match(/HOMELAB_HUB_URL/g)).toHaveLength(1);
  });

  it.each(shells)(
    "run again with a new token under $name replaces the old one, keeps all else, and starts the unit anew",
    async ({ argv }) => {
      await install(["--key", KEY, "--server-id", "nas"], { shell: [...argv] });
      const guid = readFileSync(installed("var/lib/homelab-agent/guid"), "utf8");
      writeFileSync(installed("etc/homelab-agent/agent.conf"), `${configuration()}HOMELAB_SERVICES=nginx\n`);
      for (const token of ["hla_second", "hla_third"]) {
        rmSync(join(root, "calls"));
        const { code, stdout, stderr } = await install(["--token", token], { shell: [...argv] });
        expect(code).toBe(0);
        expect(stdout).toContain('server "nas" is known');
        expect(tokens.at(-1)).toBe(`Bearer ${token}`);
        expect(configuration().match(/^HOMELAB_TOKEN=.*$/gm)).toEqual([`HOMELAB_TOKEN=${token}`]);
        expect(configuration()).toContain("HOMELAB_SERVICES=nginx\n");
        expect(statSync(installed("etc/homelab-agent/agent.conf")).mode & 0o777).toBe(0o600);
        expect(existsSync(installed("etc/homelab-agent/agent.conf.new"))).toBe(false);
        expect(readFileSync(installed("var/lib/homelab-agent/guid"), "utf8")).toBe(guid);
        // Stopped before the new token is tried and started after it; nothing that was started was told the token.
        expect(calls()).toMatch(/systemctl stop homelab-agent[\s\S]*systemctl enable --now homelab-agent/);
        expect(calls() + stdout + stderr).not.toContain(token);
      }
    },
  );

  it("writes a unit that systemd finds nothing wrong with", async () => {
    await install(["--key", KEY, "--no-start"]);
    const unit = readFileSync(installed("etc/systemd/system/homelab-agent.service"), "utf8");
    for (const line of [
      "NoNewPrivileges=yes",
      "ProtectSystem=strict",
      "ProtectHome=read-only",
      "PrivateTmp=yes",
      "MemoryMax=256M",
    ])
      expect(unit).toContain(`\n${line}\n`);
    expect(unit).not.toMatch(/hl[ae]_/);
    if (which("systemd-analyze")) {
      const unitFile = installed("etc/systemd/system/homelab-agent.service");
      // Only the program is missing, since it was installed under a prefix.
      const { stderr } = spawnSync("systemd-analyze", ["verify", unitFile], { encoding: "utf8" });
      expect(stderr.split("\n").filter((line) => line && !line.includes("is not executable"))).toEqual([]);
    }
    expect(tokens).toEqual([]);
    expect(calls()).not.toContain("enable");
  });

  it("writes an OpenRC script, or prints a line for cron", async () => {
    expect((await install(["--key", KEY], { init: "openrc" })).code).toBe(0);
    const init = installed("etc/init.d/homelab-agent");
    expect(readFileSync(init, "utf8")).toMatch(/^#!\/sbin\/openrc-run\n/);
    expect(spawnSync("sh", ["-n", init]).status).toBe(0);
    expect(calls()).toContain("rc-service homelab-agent start");
    const { stdout } = await install(["--key", KEY], { init: "cron" });
    expect(stdout).toContain("\n* * * * * /usr/local/bin/homelab-agent once >/dev/null\n");
  });

  it("installs nothing when the agent's checksum is another", async () => {
    const { code, stderr } = await install(["--key", KEY, "--sha256", "0".repeat(64)]);
    expect(code).toBe(1);
    expect(stderr).toContain(`not ${"0".repeat(64)}; nothing was installed`);
    expect(existsSync(join(root, "prefix"))).toBe(false);
    expect(calls()).toBe("");
  });

  it.each([
    [[], /give --key/],
    [["--key"], /--key needs a value/],
    [["--key", "hle_$(reboot)"], /has a character that none has/],
    [["--hub", "hub:3000", "--key", "hle_x"], /must begin with http/],
    [["--server-id", "My NAS", "--key", "hle_x"], /--server-id must be small letters/],
    [["--frobnicate"], /'--frobnicate' is not known/],
  ])("refuses %j with one sentence", async (args, sentence) => {
    const { code, stderr } = await install(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(existsSync(join(root, "prefix"))).toBe(false);
  });

  it("does nothing when its download was cut off, wherever that was", async () => {
    const lines = script.trimEnd().split("\n");
    for (let part = 1; part < 10; part++) {
      await install(["--key", KEY], { text: script.slice(0, Math.floor((script.length * part) / 10)) });
    }
    await install(["--key", KEY], { text: `${lines.slice(0, -1).join("\n")}\n` });
    expect(existsSync(join(root, "prefix"))).toBe(false);
    expect(tokens).toEqual([]);
    expect(calls()).toBe("");
  });

  it("removes all that it made", async () => {
    await install(["--key", KEY]);
    const { code } = await install(["--uninstall"]);
    expect(code).toBe(0);
    expect(existsSync(installed("etc/homelab-agent"))).toBe(false);
    expect(existsSync(installed("var/lib/homelab-agent"))).toBe(false);
    expect(existsSync(installed("usr/local/bin/homelab-agent"))).toBe(false);
    expect(readdirSync(installed("etc/systemd/system"))).toEqual([]);
    expect(calls()).toContain("systemctl disable --now homelab-agent.service");
    expect(calls()).toContain("userdel homelab-agent");
  });

  it("does not start an agent whose key the hub refuses", async () => {
    server.removeAllListeners("request").on("request", (request, response) => {
      if (request.url === "/agent/homelab-agent") return void response.end(agent);
      request.resume().on("end", () => response.writeHead(401).end('{"detail":{"message":"unknown token"}}'));
    });
    const { code, stderr } = await install(["--key", KEY]);
    expect(code).toBe(1);
    expect(stderr).toContain("installed but not started");
    expect(calls()).not.toContain("enable");
  });
});
