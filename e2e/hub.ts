import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { test as base, expect, type Page } from "@playwright/test";
import { root } from "../scripts/build.mjs";
import { isFree } from "../scripts/free-port.mjs";
import { signIn } from "../scripts/sign-in.mjs";
import { type DemoDatabase, demoVariable } from "./demo-database";

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;

type HubOptions = {
  /** Variables of hub-config.ts that this story sets, or unsets with undefined. `{hub}` in one is the hub's own address. */
  hubEnvironment: Record<string, string | undefined>;
  /** Begin with the demo's fleet; else with an empty database. */
  withDemoFleet: boolean;
  /** Whose browser it is: the first administrator's (true), or a stranger's (false). */
  signedIn: boolean;
  /** Console errors that this story provokes on purpose, such as the 404 of a missing page. */
  expectedConsoleErrors: RegExp[];
  /** Where else the browser may go in this story. */
  otherOrigins: string[];
};

/**
 * `hub` is the built hub as a real process with a database of its own. A story fails on an error in the browser's
 * console, and on a request to any other host.
 */
export const test = base.extend<HubOptions & { hub: Hub }>({
  hubEnvironment: [{}, { option: true }],
  withDemoFleet: [false, { option: true }],
  signedIn: [true, { option: true }],
  expectedConsoleErrors: [[], { option: true }],
  otherOrigins: [[], { option: true }],

  hub: async ({ hubEnvironment, withDemoFleet }, use, testInfo) => {
    const hub = new Hub(hubEnvironment);
    try {
      if (withDemoFleet) hub.takeOver(JSON.parse(process.env[demoVariable] ?? ""));
      await hub.start();
      await use(hub);
      await hub.stop();
    } finally {
      await hub.dispose();
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach("hub.log", { body: hub.log, contentType: "text/plain" });
      }
    }
  },

  baseURL: async ({ hub }, use) => use(hub.url),

  context: async ({ context, hub, signedIn, expectedConsoleErrors, otherOrigins }, use) => {
    if (signedIn) await context.addCookies(await hub.cookies());
    const faults: string[] = [];
    context.on("console", (message) => {
      if (message.type() !== "error") return;
      const said = `${message.text()} (${message.location().url})`;
      if (!expectedConsoleErrors.some((pattern) => pattern.test(said))) faults.push(said);
    });
    context.on("weberror", (fault) => faults.push(String(fault.error())));
    context.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (!protocol.startsWith("http") || [hub.url, ...otherOrigins].includes(origin)) return;
      faults.push(`request to ${request.url()}`);
    });
    await use(context);
    expect(faults, "errors in the browser's console, and requests to other hosts").toEqual([]);
  },
});

export { expect };

/**
 * What the browser says of a page under which its session has ended, until it is gone: what is live on it asks the hub
 * once more, and is refused.
 */
export const refusedStream = /status of 401 .*\/api\/v1\/events\?/;

/**
 * Takes the session out of a browser, which leaves its page for that: what is live on a page may be about to ask the hub, would be
 * refused, and the story would fail by it.
 */
export async function loseSession(page: Page): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies({ name: "homelab.session_token" });
}

export class Hub {
  readonly directory = mkdtempSync(path.join(tmpdir(), "homelabcmd-e2e-"));
  readonly databaseFile = path.join(this.directory, "homelab.db");
  readonly apiKey = "e2e-api-key-0123456789";
  /** The first administrator, whom the environment names. */
  readonly admin = { username: "ann", password: "e2e-password-0123456789" };
  readonly enrolmentKey = "hle_e2e-enrolment-key-0123456789";
  /** Everything the hub has said since it was made, over restarts too. */
  log = "";
  private readonly clockFile = path.join(this.directory, "clock-offset");
  private clockOffsetMs = 0;
  private port = 0;
  private child: ChildProcess | undefined;
  private exit: Promise<number | null> = Promise.resolve(null);

  constructor(private readonly environment: Record<string, string | undefined> = {}) {
    this.moveClock(0);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Adds to the clock that the hub reads; negative turns it back. Survives restarts. */
  moveClock(milliseconds: number): void {
    this.clockOffsetMs += milliseconds;
    // Renamed into place, so that the hub never reads half a number.
    writeFileSync(`${this.clockFile}.new`, String(this.clockOffsetMs));
    renameSync(`${this.clockFile}.new`, this.clockFile);
  }

  /** The hub's present, moved clock included. */
  now(): Date {
    return new Date(Date.now() + this.clockOffsetMs);
  }

  /** A request with the API key, for what a story needs but does not tell. */
  fetch(pathname: string, init: RequestInit & { json?: unknown } = {}): Promise<Response> {
    const { json, ...rest } = init;
    const headers = new Headers(init.headers);
    if (!headers.has("authorization")) headers.set("x-api-key", this.apiKey);
    if (json === undefined) return fetch(this.url + pathname, { ...rest, headers });
    headers.set("content-type", "application/json");
    return fetch(this.url + pathname, { method: "POST", ...rest, headers, body: JSON.stringify(json) });
  }

  /** Those of a browser in which somebody has signed in, for Playwright. */
  async cookies(person = this.admin): Promise<{ name: string; value: string; url: string }[]> {
    return (await signIn(this.url, person)).map((cookie) => ({ ...cookie, url: this.url }));
  }

  /** Resolves when the hub answers that it is healthy. A restart keeps port, database, keys and clock. */
  async start(): Promise<void> {
    if (this.port === 0) this.port = await portOfThisWorker();
    const child = spawn(process.execPath, [path.join(root, "scripts/start.mjs"), "--no-build", "--no-env"], {
      cwd: this.directory,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...withoutHubVariables(process.env), ...this.ownEnvironment(), ...this.givenEnvironment() },
    });
    this.child = child;
    const keep = (chunk: string) => {
      this.log += chunk;
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    this.exit = new Promise((resolve) => child.once("close", resolve));
    await this.untilHealthy(child);
  }

  /** Ends the hub and resolves to its exit code; null after SIGKILL. SIGTERM must end it cleanly and soon. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<number | null> {
    const child = this.child;
    if (child === undefined) return null;
    this.child = undefined;
    child.kill(signal);
    const code = await Promise.race([this.exit, sleep(STOP_TIMEOUT_MS, "late" as const, { ref: false })]);
    if (code === "late") {
      child.kill("SIGKILL");
      throw new Error(`The hub did not end within ${STOP_TIMEOUT_MS} ms of ${signal}.\n${this.log}`);
    }
    if (signal === "SIGTERM" && code !== 0) {
      throw new Error(`The hub ended with code ${code} on SIGTERM.\n${this.log}`);
    }
    return code;
  }

  async restart(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    await this.stop(signal);
    await this.start();
  }

  async dispose(): Promise<void> {
    this.child?.kill("SIGKILL");
    await this.exit;
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Before the first start: a copy of the demo's fleet, and the hub's clock set back to the end of its past. */
  takeOver({ file, end }: DemoDatabase): void {
    copyFileSync(file, this.databaseFile);
    this.moveClock(end - Date.now());
  }

  private givenEnvironment(): Record<string, string | undefined> {
    const given = Object.entries(this.environment);
    return Object.fromEntries(given.map(([key, value]) => [key, value?.replaceAll("{hub}", this.url)]));
  }

  private ownEnvironment(): Record<string, string> {
    return {
      PORT: String(this.port),
      HOST: "127.0.0.1",
      DATABASE_URL: `file:${this.databaseFile}`,
      HOMELAB_API_KEY: this.apiKey,
      HOMELAB_ENROLMENT_KEY: this.enrolmentKey,
      HOMELAB_ADMIN_USERNAME: this.admin.username,
      HOMELAB_ADMIN_PASSWORD: this.admin.password,
      HOMELAB_CLOCK_OFFSET_FILE: this.clockFile,
    };
  }

  private async untilHealthy(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    let last = "";
    while (Date.now() < deadline) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`The hub ended while it started (code ${child.exitCode}).\n${this.log}`);
      }
      try {
        const response = await fetch(`${this.url}/api/v1/system/health`);
        if (response.ok) return;
        last = `${response.status} ${await response.text()}`;
      } catch (error) {
        last = String(error);
      }
      await sleep(50);
    }
    throw new Error(`The hub is not healthy after ${START_TIMEOUT_MS} ms: ${last}\n${this.log}`);
  }
}

/** More than anybody lets run side by side. */
const WORKERS_MAX = 16;

/**
 * A free port that neither the system gives to anybody else, as it gives away higher ones, nor another worker chooses, in the
 * second that a hub takes from here until it listens.
 */
async function portOfThisWorker(): Promise<number> {
  const worker = Number(process.env.TEST_PARALLEL_INDEX ?? 0) % WORKERS_MAX;
  for (;;) {
    const port = 20_000 + WORKERS_MAX * randomInt(600) + worker;
    if (await isFree(port)) return port;
  }
}

/** What the person who runs the tests has set for their own hub must not reach this one. */
function withoutHubVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([key]) => !key.startsWith("HOMELAB_") && key !== "DATABASE_AUTH_TOKEN",
  );
  return { ...Object.fromEntries(kept), NODE_ENV: "production" };
}
