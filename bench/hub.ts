import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../scripts/build.mjs";
import { signIn } from "../scripts/sign-in.mjs";

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 15_000;

export const apiKey = "bench-api-key-0123456789";
const admin = { username: "bench", password: "bench-password-0123456789" };

/** On the disk of the checkout and not in /tmp, which may be memory: what is called durable here has to be. */
export function temporaryFolder(): string {
  const parent = path.join(root, ".cache/bench");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(path.join(parent, "run-"));
}

/** The built hub as a process of its own on loopback, with its own database. */
export class Hub {
  readonly databaseFile: string;
  url = "";
  private port = 0;
  private child: ChildProcess | undefined;
  private exit: Promise<void> = Promise.resolve();
  private log = "";

  constructor(
    private readonly folder: string,
    name: string,
    /** Node's own options, such as a module to load first. */
    private readonly nodeOptions = "",
  ) {
    this.databaseFile = path.join(folder, `${name}.db`);
  }

  /** CPU that the kernel has charged the process so far: other programs' noise is in it least of all. */
  cpuMilliseconds(): number {
    return cpuMilliseconds(this.child?.pid ?? 0);
  }

  /** Begins with a copy of a database that no process has open. */
  copyDatabase(file: string): void {
    copyFileSync(file, this.databaseFile);
  }

  /** Resolves when the hub says that it is healthy. A second start keeps port and database. */
  async start(): Promise<void> {
    if (this.port === 0) this.port = await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    const child = spawn(process.execPath, [path.join(root, "scripts/start.mjs"), "--no-build", "--no-env"], {
      cwd: this.folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        NODE_OPTIONS: this.nodeOptions,
        PORT: String(this.port),
        HOST: "127.0.0.1",
        DATABASE_URL: `file:${this.databaseFile}`,
        HOMELAB_API_KEY: apiKey,
        HOMELAB_ADMIN_USERNAME: admin.username,
        HOMELAB_ADMIN_PASSWORD: admin.password,
      },
    });
    this.child = child;
    const keep = (chunk: Buffer) => {
      this.log = `${this.log}${chunk}`.slice(-10_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    this.exit = new Promise((resolve) => child.once("close", () => resolve()));
    await this.untilHealthy(child);
  }

  /** The cookies of somebody who is signed in: pages answer nobody else. */
  cookies(): Promise<{ name: string; value: string }[]> {
    return signIn(this.url, admin);
  }

  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.child;
    if (child === undefined) return;
    this.child = undefined;
    child.kill(signal);
    const isLate = await Promise.race([this.exit, sleep(STOP_TIMEOUT_MS, true, { ref: false })]);
    if (isLate) {
      child.kill("SIGKILL");
      throw new Error(`The hub did not end on ${signal}.\n${this.log}`);
    }
  }

  private async untilHealthy(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`The hub ended while it started.\n${this.log}`);
      const isHealthy = await fetch(`${this.url}/api/v1/system/health`).then(
        (response) => response.ok,
        () => false,
      );
      if (isHealthy) return;
      await sleep(20);
    }
    throw new Error(`The hub is not healthy after ${START_TIMEOUT_MS} ms.\n${this.log}`);
  }
}

/** A folder for the databases of `work`, which is gone when it ends, and hubs, which are ended before that. */
export async function withHubs<T>(
  work: (make: (name: string, nodeOptions?: string) => Hub, folder: string) => Promise<T>,
): Promise<T> {
  const folder = temporaryFolder();
  const hubs: Hub[] = [];
  try {
    return await work((name, nodeOptions) => {
      const hub = new Hub(folder, name, nodeOptions);
      hubs.push(hub);
      return hub;
    }, folder);
  } finally {
    await Promise.all(hubs.map((hub) => hub.stop("SIGKILL")));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** User and system time of a process and of those of its children that have ended; Linux only, 0 elsewhere. */
export function cpuMilliseconds(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  const stat = readFileSync(file, "utf8");
  // After the name, which may hold spaces: utime, stime, cutime and cstime, in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) * 10;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === "object" ? resolve(address.port) : reject()));
    });
  });
}
