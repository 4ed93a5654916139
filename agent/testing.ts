import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The scripts under test, run as they are: by a real shell, against a real file tree and a real HTTP server. */
export const AGENT = join(import.meta.dirname, "homelab-agent");
export const INSTALLER = join(import.meta.dirname, "install.sh");
/** Records the fixtures of systemd. */
export const RECORDER = join(import.meta.dirname, "record-systemd.sh");
export const FIXTURES = join(import.meta.dirname, "fixtures");
/** This run's and this file's own: other tests look for theirs in the arguments of every process of the machine. */
export const TOKEN = `hla_${randomBytes(16).toString("hex")}`;
export const KEY = `hle_${randomBytes(16).toString("hex")}`;
/** Nobody listens there. A port that was just free would be a neighbour's a moment later. */
export const NOBODY = "http://127.0.0.1:9";

const IDENTITY = "3b241101-e2bb-4255-8caf-4136c566a962";
const NOW = "1795248000 2026-11-21T08:00:00Z";
const TOOLS =
  "awk cat cp date find gzip id mkdir mkfifo mktemp mv nice rm rmdir sleep tail touch tr uname wc";

export const which = (program: string): string | null =>
  (process.env.PATH ?? "")
    .split(":")
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file)) ?? null;

export interface Shell {
  name: string;
  argv: [string, ...string[]];
  /** Every tool of busybox as well, and not only its shell: its awk and its date are what Alpine runs. */
  busybox: boolean;
}

/** The shells of this list that the machine has. */
export const shells: Shell[] = (
  [
    { name: "dash", argv: ["dash"], busybox: false },
    { name: "busybox sh", argv: ["busybox", "sh"], busybox: true },
    { name: "bash", argv: ["bash"], busybox: false },
  ] satisfies Shell[]
).filter((shell) => which(shell.argv[0]));

const plainShell: Shell = { name: "sh", argv: ["/bin/sh"], busybox: false };

/** The agent is for Linux alone. */
export const isLinux = process.platform === "linux";

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  process: ChildProcess;
  stderr: () => string;
  ended: Promise<Outcome>;
}

/** A machine for one test: its /proc, /sys and commands are files of a fixture, in a folder of its own. */
export interface Machine {
  folder: string;
  state: string;
  path: (...parts: string[]) => string;
  /** Puts a command before all others in PATH. */
  stub: (name: string, script: string) => void;
  /** Takes a command away. */
  without: (name: string) => void;
  /** The whole file at once, because a running agent may be reading it. */
  write: (path: string, text: string) => void;
  spool: () => string[];
  /** Leaves a sample in the spool, `secondsAgo` before now. */
  leave: (secondsAgo: number, text?: string) => string;
  start: (args: string[], env?: Record<string, string>) => Running;
  run: (args: string[], env?: Record<string, string>) => Promise<Outcome>;
}

const machines: Machine[] = [];

export function makeMachine(fixture: string, shell: Shell = plainShell): Machine {
  const folder = mkdtempSync(join(tmpdir(), "agent-test-"));
  const path = (...parts: string[]) => join(folder, ...parts);
  cpSync(join(FIXTURES, fixture), folder, { recursive: true });
  for (const name of ["state/work", "state/spool", "bin", "run", "sys", "out"])
    mkdirSync(path(name), { recursive: true });
  const write = (name: string, text: string) => {
    writeFileSync(path(`${name}.new`), text);
    renameSync(path(`${name}.new`), path(name));
  };
  const stub = (name: string, script: string) => {
    rmSync(path("bin", name), { force: true });
    write(join("bin", name), `#!/bin/sh\n${script}\n`);
    chmodSync(path("bin", name), 0o755);
  };
  if (existsSync(path("state/counters"))) cpSync(path("state/counters"), path("state/work/counters"));
  write("state/guid", `${IDENTITY}\n`);
  linkTools(path("bin"), shell);
  stubCommands(path, stub);
  // The real one waits for the disks of everybody who works on the machine that runs the tests.
  stub("sync", `: >"${path("out/synced")}"`);
  const machine: Machine = {
    folder,
    state: path("state"),
    path,
    write,
    stub,
    without: (name) => rmSync(path("bin", name), { force: true }),
    spool: () =>
      readdirSync(path("state/spool"))
        .filter((name) => name.endsWith(".json"))
        .sort(),
    leave: (secondsAgo, text) => {
      const taken = Math.floor(Date.now() / 1000) - secondsAgo;
      const line = `${text ?? JSON.stringify({ server_id: "left", timestamp: new Date(taken * 1000).toISOString() })}\n`;
      const name = `${String(taken).padStart(10, "0")}.${Buffer.byteLength(line)}.json`;
      writeFileSync(path("state/spool", name), line);
      return name;
    },
    start: (args, env = {}) => start(machine, shell, args, env),
    run: (args, env = {}) => start(machine, shell, args, env).ended,
  };
  machines.push(machine);
  return machine;
}

/** To be called after each test: no process and no folder outlives it. */
export async function cleanUp(): Promise<void> {
  for (const child of children.splice(0))
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  for (const hub of hubs.splice(0)) {
    hub.closeAllConnections();
    await new Promise((resolve) => hub.close(resolve));
  }
  for (const machine of machines.splice(0))
    rmSync(machine.folder, { recursive: true, force: true, maxRetries: 3 });
}

const children: ChildProcess[] = [];

function start(machine: Machine, shell: Shell, args: string[], env: Record<string, string>): Running {
  const [program, ...before] = shell.argv;
  const child = spawn(which(program) ?? program, [...before, AGENT, ...args], {
    cwd: machine.folder,
    env: {
      NODE_ENV: "test",
      PATH: machine.path("bin"),
      HOMELAB_PROC_ROOT: machine.path("proc"),
      HOMELAB_SYS_ROOT: machine.path("sys"),
      HOMELAB_ETC_ROOT: machine.path("etc"),
      HOMELAB_RUN_ROOT: machine.path("run"),
      HOMELAB_STATE_DIR: machine.state,
      HOMELAB_SAMPLE_SECONDS: "0",
      HOMELAB_START_DELAY: "0",
      TMPDIR: machine.folder,
      ...env,
    },
  });
  children.push(child);
  return watch(child);
}

export function watch(child: ChildProcess): Running {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Outcome>((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, stderr: () => stderr, ended };
}

function linkTools(bin: string, shell: Shell): void {
  const busybox = which("busybox");
  const applets = shell.busybox
    ? spawnSync("busybox", ["--list"], { encoding: "utf8" }).stdout.split("\n")
    : [];
  for (const tool of TOOLS.split(" ")) {
    // Debian's busybox has no nice, and neither have small routers.
    if (shell.busybox && !applets.includes(tool)) continue;
    const target = shell.busybox ? busybox : which(tool);
    if (target) symlinkSync(target, join(bin, tool));
  }
  for (const client of ["curl", "wget"]) {
    const target = which(client);
    if (target) symlinkSync(target, join(bin, client));
  }
}

/** Commands that answer what the fixture's `out` folder holds; a machine without the file is one without the command. */
function stubCommands(path: Machine["path"], stub: Machine["stub"]): void {
  const has = (name: string) => existsSync(path("out", name));
  stub(
    "df",
    `shift 3; head= ; while IFS= read -r row; do
       [ -n "$head" ] || { head=1; printf '%s\\n' "$row"; }
       for mount; do case $row in *"% $mount") printf '%s\\n' "$row" ;; esac; done
     done <"${path("out/df")}"`,
  );
  stub("uname", `cat "${path("out/uname")}"`);
  if (has("systemctl-show"))
    stub(
      "systemctl",
      `echo "$@" >>"${path("out/systemctl-calls")}"
       case $1 in list-units) cat "${path("out/systemctl-failed")}" ;; show) cat "${path("out/systemctl-show")}" ;; esac`,
    );
  else if (has("systemctl-error")) stub("systemctl", `cat "${path("out/systemctl-error")}" >&2; exit 1`);
  if (has("docker-ps")) stub("docker", `cat "${path("out/docker-ps")}"`);
  for (const name of ["apt-get", "apk", "dnf"]) if (has(name)) stub(name, `cat "${path("out", name)}"`);
}

/** Stops the machine's clock, so that a whole heartbeat can be compared with a recorded one. */
export function stopClock(machine: Machine): void {
  machine.stub("date", `echo "${NOW}"`);
}

// ---------------------------------------------------------------------------------------------------------------- hub

export interface Received {
  url: string;
  headers: IncomingHttpHeaders;
  /** The body as it was before gzip. */
  body: string;
  /** One sample of a heartbeat, or the many of a batch. */
  samples: Array<Record<string, unknown>>;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Holds the answer back until this is settled. */
  after?: Promise<unknown>;
}

export interface Hub {
  url: string;
  received: Received[];
  heartbeats: () => Received[];
  batches: () => Received[];
  /** What it answers from now on; given the request and how many came before it. */
  answer: (reply: (request: Received, before: number) => Answer) => void;
}

const hubs: Server[] = [];
const settled = { status: "ok", pending_commands: [], results_acknowledged: [], next_heartbeat_seconds: 60 };

/** The body of a hub's ordinary answer to a heartbeat. */
export const ok = (more: object = {}): Answer => ({
  body: { ...settled, server_registered: false, server_time: new Date().toISOString(), ...more },
});

export async function startHub(): Promise<Hub> {
  const received: Received[] = [];
  let reply: (request: Received, before: number) => Answer = (request) =>
    request.url.endsWith("/heartbeats")
      ? { body: { accepted: request.samples.length, duplicates: 0, rejected: [] } }
      : ok();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // An agent that was stopped in the middle of its request has said nothing.
      return;
    }
    const bytes = Buffer.concat(chunks);
    const body = (request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
    const samples = body
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const one: Received = { url: request.url ?? "", headers: request.headers, body, samples };
    const answer = reply(one, received.length);
    received.push(one);
    await answer.after;
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {}));
  });
  hubs.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the test hub has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    heartbeats: () => received.filter((request) => request.url.endsWith("/heartbeat")),
    batches: () => received.filter((request) => request.url.endsWith("/heartbeats")),
    answer: (next) => {
      reply = next;
    },
  };
}

/** An answer of the API's error shape. */
export const refusal = (status: number, message: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: { detail: { code: "ERROR", message } },
});

/** Waits for a condition, not for a time. */
export async function until(what: string, condition: () => boolean, milliseconds = 15_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The command lines of every process that the machine shows. */
export function commandLines(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, "utf8");
      } catch {
        return "";
      }
    });
}

export const isGnuWget = () =>
  spawnSync("wget", ["--version"], { encoding: "utf8" }).stdout?.startsWith("GNU Wget") ?? false;
