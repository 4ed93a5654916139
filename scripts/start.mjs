import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, explain, isBuilt, Refusal, root, standalone } from "./build.mjs";
import { readEnvironment } from "./environment.mjs";
import { fillDemo } from "./fill-demo.mjs";

// Builds what is missing or out of date and then becomes the hub: the server is loaded into this very process, so
// that a signal sent to it, or the end of it, is the hub's.

const server = path.join(standalone, "server.js");
const startedAt = performance.now();

try {
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
    process.env.DATABASE_URL = `file:${file}`;
  }

  process.env.NEXT_TELEMETRY_DISABLED = "1";
  // Next's name for the address to listen on; the shell sets the same name to the machine's.
  process.env.HOSTNAME = host;
  await import(pathToFileURL(server).href);
  await sayWhenReady(host, port, built);
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
    EADDRNOTAVAIL: `HOST=${host} is not an address of this machine. Use 127.0.0.1, 0.0.0.0 or one of its own.`,
    ENOTFOUND: `HOST=${host} is not an address that this machine knows. Use 127.0.0.1, 0.0.0.0 or one of its own.`,
  };
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => reject(new Refusal(sentences[error.code] ?? error.message)));
    probe.listen(port, host, () => probe.close(resolve));
  });
}

/** The first request waits until the hub has migrated and started its jobs, so its answer is the moment to announce. */
async function sayWhenReady(host, port, built) {
  const shown = { "127.0.0.1": "localhost", "0.0.0.0": "localhost", "::": "localhost", "::1": "localhost" };
  const reached = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };
  const inUrl = (name) => (name.includes(":") && !name.startsWith("[") ? `[${name}]` : name);
  try {
    await fetch(`http://${inUrl(reached[host] ?? host)}:${port}/api/v1/system/health`);
  } catch {
    return; // The hub is ending, and has said why.
  }
  console.log(
    `HomelabCmd serves http://${inUrl(shown[host] ?? host)}:${port} (${secondsSince(startedAt)}, ${built}).`,
  );
}

function secondsSince(moment) {
  return `${((performance.now() - moment) / 1000).toFixed(1)} s`;
}
