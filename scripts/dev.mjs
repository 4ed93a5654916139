import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { checkNode, explain, root } from "./build.mjs";
import { fillDemo, hasDemoData, startDemoAgents } from "./demo-fleet.mjs";
import { addressHere, fileUrl, readEnvironment } from "./environment.mjs";

// The hub with reload, on a database of its own under .cache/dev that begins as the demo's fleet, and this machine's
// agent posting to it. To begin anew, delete .cache/dev.

const folder = path.join(root, ".cache/dev");
const agent = path.join(root, "agent/homelab-agent");
const children = new Set();

// However this ends, nothing it started goes on.
process.once("exit", () => endChildren("SIGTERM"));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => endChildren("SIGTERM"));

try {
  checkNode();
  const hadDatabase = process.env.DATABASE_URL;
  const { host, port } = readEnvironment({ envFile: true });
  // The .env file is the real hub's; a database to develop on must be named in the command.
  if (!hadDatabase) process.env.DATABASE_URL = fileUrl(developmentDatabase());
  process.env.HOMELAB_ENROLMENT_KEY ||= `hle_${randomBytes(24).toString("base64url")}`;
  process.env.HOMELAB_API_KEY ||= randomBytes(24).toString("base64url");
  process.env.HOMELAB_ADMIN_USERNAME ||= "dev";
  process.env.HOMELAB_ADMIN_PASSWORD ||= developmentPassword();
  console.log(
    `Sign in as ${process.env.HOMELAB_ADMIN_USERNAME} with the password ${process.env.HOMELAB_ADMIN_PASSWORD}.`,
  );
  process.env.NEXT_TELEMETRY_DISABLED = "1";

  const next = path.join(root, "node_modules/next/dist/bin/next");
  const hub = start(process.execPath, [next, "dev", "-p", String(port), "-H", host], process.env);
  const here = addressHere(host);
  const url = `http://${here.includes(":") ? `[${here}]` : here}:${port}`;
  void startAgents(url, hub);
  process.exitCode = (await hub.ended) ?? 0;
  endChildren("SIGTERM");
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

function developmentDatabase() {
  const file = path.join(folder, "homelab.db");
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  if (hasDemoData) fillDemo(file);
  else console.log("There is no demo data (scripts/demo-data.ts is missing): the database begins empty.");
  return file;
}

/** The database outlives the process, so its password does too, beside it. */
function developmentPassword() {
  const file = path.join(folder, "password");
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(9).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/** The demo's fleet, and this machine: enrolled as an operator would, its token and spool under .cache/dev/agent. */
async function startAgents(url, hub) {
  while (!(await isHealthy(url))) {
    if (hub.hasEnded) return;
    await sleep(500);
  }
  startDemoAgents(url);
  const state = path.join(folder, "agent");
  mkdirSync(state, { recursive: true });
  // The file of an agent that is installed on this machine belongs to another hub.
  const config = path.join(state, "agent.conf");
  writeFileSync(config, "");
  start("sh", [agent, "run"], {
    PATH: process.env.PATH,
    HOMELAB_CONFIG: config,
    HOMELAB_HUB_URL: url,
    HOMELAB_ENROLMENT_KEY: process.env.HOMELAB_ENROLMENT_KEY,
    HOMELAB_STATE_DIR: state,
    HOMELAB_INTERVAL: "15",
    HOMELAB_START_DELAY: "0",
  });
}

async function isHealthy(url) {
  const answer = await fetch(`${url}/api/v1/system/health`).catch(() => null);
  return answer?.ok ?? false;
}

function start(program, args, env) {
  const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
  const started = { hasEnded: false, ended: undefined };
  children.add(child);
  started.ended = new Promise((resolve) => {
    const end = (code) => {
      children.delete(child);
      started.hasEnded = true;
      resolve(code);
    };
    child.once("exit", end).once("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      end(1);
    });
  });
  return started;
}

function endChildren(signal) {
  for (const child of children) child.kill(signal);
}
