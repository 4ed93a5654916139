import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { Deeds } from "./testing-child";

export type OtherProcess = {
  /** Ends a limit that `ulimit -S -f` had set. */
  raiseFileLimit: () => void;
  /** Asks the process for one deed. Rejects with what it threw: `name`, `message`, and `code` of a HubError. */
  call: <Name extends keyof Deeds>(
    deed: Name,
    ...options: Parameters<Deeds[Name]>
  ) => Promise<Awaited<ReturnType<Deeds[Name]>>>;
};

type Answer = { id: number; result?: unknown; error?: { name: string; message: string } };

/**
 * A second process for this test, which forgets everything when the test ends. `before` is shell that runs ahead of it;
 * `namespace` gives it mounts of its own, which nobody else sees and which end with it.
 */
export function otherProcess(options: { before?: string; namespace?: boolean } = {}): OtherProcess {
  const isPlain = options.before === undefined && options.namespace !== true;
  const { child, call } = (isPlain ? idle.pop() : undefined) ?? startProcess(options);
  onTestFinished(async () => {
    const mayGoOn = isPlain && child.connected && (await succeeded(call("reset")));
    if (mayGoOn) idle.push({ child, call });
    else child.kill("SIGKILL");
  });
  return {
    call,
    raiseFileLimit: () => void execFileSync("prlimit", ["--pid", `${child.pid}`, "--fsize=unlimited:"]),
  };
}

type Running = { child: ChildProcess; call: OtherProcess["call"] };

/** Started for a test that is over, free for the next. They end with this process, whose channel they listen to. */
const idle: Running[] = [];

function startProcess(options: { before?: string; namespace?: boolean }): Running {
  const command = `${options.before ?? ":"} && exec "$0" --import tsx "$1"`;
  const shell = ["sh", "-c", command, process.execPath, path.join(import.meta.dirname, "testing-child.ts")];
  const [program = "", ...args] = options.namespace === true ? ["unshare", "-Urm", ...shell] : shell;
  const child = spawn(program, args, {
    cwd: path.join(import.meta.dirname, ".."),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return { child, call: callsTo(child) };
}

function callsTo(child: ChildProcess): OtherProcess["call"] {
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on("message", (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.once("exit", (code, signal) => {
    for (const [id, answer] of waiting) {
      answer({ id, error: { name: "Exit", message: `the process ended with ${code ?? signal}` } });
    }
  });
  let calls = 0;
  return (deed, ...options) =>
    new Promise((resolve, reject) => {
      const id = ++calls;
      waiting.set(id, ({ result, error }) => {
        if (error === undefined) resolve(result as never);
        else reject(Object.assign(new Error(error.message), error));
      });
      child.send({ id, deed, options: options[0] });
    });
}

function succeeded(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

/** True where this user may mount a file system that only a child process sees. */
export function canMount(): boolean {
  return succeeds("unshare", ["-Urm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]);
}

/** True where the limits of a running process can be changed (util-linux has it, BusyBox has not). */
export function canRaiseLimits(): boolean {
  return succeeds("prlimit", ["--version"]);
}

function succeeds(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
