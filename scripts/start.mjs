import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { checkNode, ensureBuilt, explain, isBuilt, Refusal, root, standalone } from "./build.mjs";
import { fillDemo, startDemoAgents } from "./demo-fleet.mjs";
import { addressHere, fileUrl, readEnvironment } from "./environment.mjs";

// Builds what is missing or out of date and then becomes the hub: the server is loaded into this very process, so
// that a signal sent to it, or the end of it, is the hub's.

const server = path.join(standalone, "server.js");
const readyTimeoutMs = 60_000;
const startedAt = performance.now();

try {
  checkNode();
  const { demo, build, envFile } = readArguments();
  const { host, port } = readEnvironment({ envFile });
  // Before a build that takes a minute, and before a demo database is replaced under a running hub.
  await checkAddress(host, port);

  let built = "nothing to build";
  if (build) {
    if (await ensureBuilt()) built = `built in ${secondsSince(startedAt)}`;
  } else {
    built = "not built";
    if (!existsSync(server)) {
      throw new Refusal("The hub is not built. Run `npm run build`, or leave --no-build out.");
    }
    if (!isBuilt()) console.warn("The sources have changed since the build; --no-build starts it as it is.");
  }
  if (demo) {
    const file = path.join(root, ".cache/demo/homelab.db");
    fillDemo(file);
    process.env.DATABASE_URL = fileUrl(file);
    process.env.HOMELAB_API_KEY ||= randomBytes(24).toString("base64url");
    process.env.HOMELAB_ADMIN_USERNAME ||= "demo";
    process.env.HOMELAB_ADMIN_PASSWORD ||= randomBytes(9).toString("base64url");
  }

  process.env.NEXT_TELEMETRY_DISABLED = "1";
  // Next's name for the address to listen on; the shell sets the same name to the machine's.
  process.env.HOSTNAME = host;
  await import(pathToFileURL(server).href);
  const url = await whenReady(host, port);
  const others = addressHere(host) === host ? "" : " and the other addresses of this machine";
  console.log(`HomelabCmd serves ${url}${others} (${secondsSince(startedAt)}, ${built}).`);
  if (demo) {
    const { HOMELAB_ADMIN_USERNAME: name, HOMELAB_ADMIN_PASSWORD: password } = process.env;
    console.log(`Sign in as ${name} with the password ${password}, which is this demo's alone.`);
    startDemoAgents(url);
  }
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

function readArguments() {
  const known = ["--demo", "--no-build", "--no-env"];
  const unknown = process.argv.slice(2).filter((argument) => !known.includes(argument));
  if (unknown.length > 0) {
    throw new Refusal(`Unknown: ${unknown.join(" ")}. There are ${known.join(", ")}.`);
  }
  const has = (argument) => process.argv.includes(argument);
  return { demo: has("--demo"), build: !has("--no-build"), envFile: !has("--no-env") };
}

/** Next reports a taken port by a stack trace; an operator gets one sentence. */
function checkAddress(host, port) {
  const sentences = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program. Set PORT to a free one, for instance PORT=${port + 1} npm start.`,
    EACCES: `Port ${port} on ${host} may not be used by this user. Set PORT to one above 1023.`,
    EADDRNOTAVAIL: `HOST=${host} is not an address of this machine. Use 127.0.0.1, 0.0.0.0, :: or one of its own.`,
    ENOTFOUND: `HOST=${host} is not an address that this machine knows. Use 127.0.0.1, 0.0.0.0, :: or one of its own.`,
  };
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => reject(new Refusal(sentences[error.code] ?? error.message)));
    probe.listen(port, host, () => probe.close(resolve));
  });
}

/** The first request waits until the hub has migrated and started its jobs. Returns the address for a browser. */
async function whenReady(host, port) {
  const reached = addressHere(host);
  const inUrl = reached.includes(":") ? `[${reached}]` : reached;
  const isAnswered = () => fetch(`http://${inUrl}:${port}/api/v1/system/health`).then(Boolean, () => false);
  const deadline = performance.now() + readyTimeoutMs;
  while (!(await isAnswered()) && performance.now() < deadline) await sleep(100);
  const isHere = ["127.0.0.1", "::1"].includes(reached);
  return `http://${isHere ? "localhost" : inUrl}:${port}`;
}

function secondsSince(moment) {
  return `${((performance.now() - moment) / 1000).toFixed(1)} s`;
}
