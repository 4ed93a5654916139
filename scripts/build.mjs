import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

// Not import.meta.dirname: a Node too old for the hub does not have it, and is to be told so in a sentence.
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const standalone = path.join(root, ".next/standalone");

/** Something that the person at the terminal can put right: its message says how, a stack would only hide it. */
export class Refusal extends Error {}

export function explain(error) {
  return error instanceof Refusal ? error.message : error.stack;
}

const stampFile = path.join(root, ".next/homelab-build.json");
const lockFile = path.join(root, ".cache/build.lock");

// What is left out, not what is put in: a folder that nobody thought of costs one build too many, never a stale hub.
const foldersOutside = new Set([
  ".cache",
  ".ci",
  ".git",
  ".next",
  "bench",
  "coverage",
  "data",
  "docs",
  "e2e",
  "node_modules",
  "playwright-report",
  "screenshots",
  "scripts",
  "test-results",
]);
/** Of the scripts, those that are in the tree as well. */
const scriptsInside = /^(database-place|db-backup|db-restore)\.mjs$/;
const filesOutside =
  /\.(md|tsbuildinfo|log)$|\.(db|sqlite)\b|\.test\.tsx?$|^\.env|^next-env\.d\.ts$|^(biome|knip)\.json$|^(vitest|playwright|drizzle)\.config\.ts$/;

/** Builds the hub where the last build is missing or of other sources. Returns whether this call built it. */
export async function ensureBuilt() {
  checkNode();
  if (isBuilt(fingerprint())) return false;
  return withLock(async () => {
    // The one that held the lock before may have built just this.
    if (isBuilt(fingerprint())) return false;
    await build();
    return true;
  });
}

export function isBuilt(wanted = fingerprint()) {
  if (!existsSync(path.join(standalone, "server.js"))) return false;
  try {
    return JSON.parse(readFileSync(stampFile, "utf8")).fingerprint === wanted;
  } catch {
    return false;
  }
}

async function build() {
  for (const needed of ["next", "typescript", "@tailwindcss/postcss"]) {
    if (existsSync(path.join(root, "node_modules", needed, "package.json"))) continue;
    throw new Refusal(
      `${needed} is not installed. Run \`npm ci\` first (with its development dependencies).`,
    );
  }
  const before = fingerprint();
  rmSync(stampFile, { force: true });
  const code = await run([path.join(root, "node_modules/next/dist/bin/next"), "build"]);
  if (code !== 0) throw new Refusal("The hub could not be built; the reason stands above.");

  // Next leaves out of the standalone tree what a CDN could serve; here the hub serves it.
  cpSync(path.join(root, ".next/static"), path.join(standalone, ".next/static"), { recursive: true });
  if (existsSync(path.join(root, "public"))) {
    cpSync(path.join(root, "public"), path.join(standalone, "public"), { recursive: true });
  }
  // Next copies .env files into the tree. A copy of secrets would go stale there, and travel with the tree.
  for (const name of readdirSync(standalone)) {
    if (name.startsWith(".env")) rmSync(path.join(standalone, name));
  }
  // Requests wait there for the front door from the moment on which Next listens.
  const server = path.join(standalone, "server.js");
  const gate = readFileSync(path.join(root, "hub/front-door/hold-requests.mjs"), "utf8");
  writeFileSync(server, `${gate}\n${readFileSync(server, "utf8")}`);
  // The sources as they were before: what was edited meanwhile is built next time.
  writeFileSync(stampFile, `${JSON.stringify({ fingerprint: before, node: process.version })}\n`);
}

/** npm only warns of a Node that is too old, and what fails then does not say why. */
export function checkNode() {
  const { engines } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const [major = 0, minor = 0] = engines.node.replace(">=", "").split(".").map(Number);
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split(".").map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  throw new Refusal(`This is Node ${process.versions.node}; the hub needs ${major}.${minor} or newer.`);
}

/** A hash of everything that a build depends on: sources, the lock file, Node's major version and the platform. */
export function fingerprint(folder = root) {
  const hash = createHash("sha256");
  hash.update(`node ${process.versions.node.split(".")[0]} ${process.platform} ${process.arch}\n`);
  for (const file of sourceFiles(folder, folder)) {
    hash.update(`${path.relative(folder, file)}\0`);
    hash.update(readFileSync(file));
    hash.update("\0");
  }
  return hash.digest("hex");
}

function* sourceFiles(folder, top) {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (folder === top && entry.name === "scripts") {
        const inside = readdirSync(full).filter((name) => scriptsInside.test(name));
        yield* inside.sort().map((name) => path.join(full, name));
      }
      const isOutside = folder === top && (foldersOutside.has(entry.name) || entry.name.startsWith("."));
      if (!isOutside && entry.name !== "fixtures") yield* sourceFiles(full, top);
    } else if (entry.isFile() && !filesOutside.test(entry.name)) {
      yield full;
    }
  }
}

/** Two builds in one folder would spoil each other. The lock holds the builder's process id, so a dead one's is void. */
async function withLock(work) {
  mkdirSync(path.dirname(lockFile), { recursive: true });
  for (let said = false; ; ) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = lockHolder();
    if (holder !== null && !isAlive(holder)) {
      discardLockOf(holder);
    } else {
      if (!said) console.log(`Another build runs here (process ${holder ?? "unknown"}); waiting for it.`);
      said = true;
      await sleep(300);
    }
  }
  const release = () => {
    if (lockHolder() === process.pid) rmSync(lockFile, { force: true });
  };
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

function lockHolder() {
  try {
    return Number.parseInt(readFileSync(lockFile, "utf8"), 10) || null;
  } catch {
    return null;
  }
}

/** Moved away before it is looked at, so that of two that wait only one takes the dead builder's place. */
function discardLockOf(deadHolder) {
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
    if (Number.parseInt(readFileSync(aside, "utf8"), 10) !== deadHolder) renameSync(aside, lockFile);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
    const pass = (signal) => child.kill(signal);
    process.once("SIGTERM", pass).once("SIGINT", pass);
    child.once("error", reject).once("exit", (code) => {
      process.off("SIGTERM", pass).off("SIGINT", pass);
      resolve(code ?? 1);
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const startedAt = performance.now();
  try {
    const didBuild = await ensureBuilt();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(
      didBuild ? `Built in ${seconds} s.` : `Nothing has changed since the last build (${seconds} s).`,
    );
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}
