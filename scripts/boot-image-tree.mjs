import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { explain, Refusal, root } from "./build.mjs";
import { freePort } from "./free-port.mjs";

// Proves the container without a container engine: lays out what the Dockerfile's last stage copies, in a folder
// outside the checkout, and boots it as the image would, by the image's user, environment and command. Where the
// kernel allows, the checkout is hidden from it, so that a file it silently took from here is a file not found.

const imageFolder = "/app";
const imageUser = 1000; // "node" in the official images.
const apiKey = "image-tree-api-key-0123456789";
const startTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;

const tree = path.join(mkdtempSync(path.join(realpathSync(tmpdir()), "homelabcmd-image-")), "app");
let hub;
try {
  const image = readImage(readFileSync(path.join(root, "Dockerfile"), "utf8"));
  layOut(image);
  checkContents();
  const guard = isolation();
  const port = await freePort();
  const environment = {
    PATH: process.env.PATH,
    ...rewritePaths(image.environment),
    PORT: String(port),
    HOMELAB_API_KEY: apiKey,
  };
  const url = `http://127.0.0.1:${port}`;
  const before = listFiles(tree);

  await boot(image, guard, environment, url);
  check(runHealthcheck(image, environment), "the HEALTHCHECK command calls a hub unhealthy that serves");
  await checkPages(url);
  await postHeartbeat(url);
  await stop();

  check(existsSync(path.join(tree, "data/homelab.db")), "the database was not made in /app/data");
  check(!runHealthcheck(image, environment), "the HEALTHCHECK command calls a hub healthy that is not there");
  await boot(image, guard, environment, url);
  check((await countServers(url)) === 1, "the restarted hub has forgotten the server");
  const backup = runScript(guard, environment, "db-backup.mjs").split("\n")[0];
  check(
    !succeeds(guard, environment, "db-restore.mjs", backup),
    "a database is replaced that a hub has open",
  );
  await stop();
  runScript(guard, environment, "db-restore.mjs", backup);

  const written = listFiles(tree).filter((line) => !before.includes(line) && !line.startsWith("data"));
  check(written.length === 0, `the hub wrote outside its volume: ${written.join(", ")}`);
  console.log(
    `The image's tree works: healthy, pages, heartbeat stored, ended with 0, restarted (${guard.said}).`,
  );
} catch (error) {
  console.error(explain(error));
  if (hub?.log) console.error(`The hub said:\n${hub.log}`);
  process.exitCode = 1;
} finally {
  hub?.child.kill("SIGKILL");
  rmSync(path.dirname(tree), { recursive: true, force: true });
}

/** The last stage of the Dockerfile. An instruction that is not understood here is an error, not a blank. */
function readImage(dockerfile) {
  const lines = dockerfile
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const image = { copies: [], environment: {}, ownFolders: [], command: [], healthcheck: [], user: "root" };
  for (const line of lines.slice(lines.findLastIndex((text) => text.startsWith("FROM ")) + 1)) {
    const [, instruction, rest] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    const copy = /^--from=build (\S+) (\S+)$/.exec(rest);
    const ownFolder = /^mkdir (\S+) && chown node:node \1$/.exec(rest);
    if (instruction === "WORKDIR" && rest === imageFolder) continue;
    else if (instruction === "EXPOSE" || instruction === "VOLUME") continue;
    else if (instruction === "COPY" && copy) image.copies.push({ from: copy[1], to: copy[2] });
    else if (instruction === "RUN" && ownFolder) image.ownFolders.push(ownFolder[1]);
    else if (instruction === "USER") image.user = rest;
    else if (instruction === "CMD") image.command = JSON.parse(rest);
    else if (instruction === "HEALTHCHECK") image.healthcheck = JSON.parse(rest.replace(/^.*?CMD /, ""));
    else if (instruction === "ENV") {
      for (const pair of rest.split(/\s+/)) {
        const [name = "", ...value] = pair.split("=");
        image.environment[name] = value.join("=");
      }
    } else
      throw new Refusal(`scripts/boot-image-tree.mjs does not understand the Dockerfile's line: ${line}`);
  }
  check(image.user === "node", "the image does not run as the user node");
  return image;
}

function layOut(image) {
  mkdirSync(tree);
  // mkdtemp makes a folder for its owner alone; the image's user has to get in.
  chmodSync(path.dirname(tree), 0o755);
  for (const { from, to } of image.copies) {
    const source = from.replace(imageFolder, root);
    if (!existsSync(source)) throw new Refusal(`${source} is missing. Run \`npm run build\` first.`);
    cpSync(source, path.resolve(tree, to), { recursive: true, verbatimSymlinks: true });
  }
  for (const folder of image.ownFolders) {
    mkdirSync(path.join(tree, folder));
    if (process.getuid?.() === 0) chownSync(path.join(tree, folder), imageUser, imageUser);
  }
}

/** The image holds what the hub needs and nothing that a developer's checkout happens to hold. */
function checkContents() {
  const expected = [
    ".next",
    "agent",
    "data",
    "db",
    "drizzle",
    "node_modules",
    "package.json",
    "public",
    "scripts",
    "server.js",
  ];
  const strangers = readdirSync(tree).filter((name) => !expected.includes(name));
  check(strangers.length === 0, `the image would hold what it does not need: ${strangers.join(", ")}`);
  check(readdirSync(path.join(tree, "data")).length === 0, "the image would hold a database");
  for (const needed of [
    "drizzle/meta/_journal.json",
    "agent/homelab-agent",
    "agent/install.sh",
    "db/backups/copy-process.mjs",
  ]) {
    check(existsSync(path.join(tree, needed)), `${needed} is not in the image`);
  }
  for (const line of listFiles(tree)) {
    const file = path.join(tree, line.split("\t")[0] ?? "");
    if (!lstatSync(file).isSymbolicLink()) continue;
    const target = path.resolve(path.dirname(file), readlinkSync(file));
    check(target.startsWith(`${tree}/`), `${file} points out of the image, to ${target}`);
  }
}

/** How the hub is kept from reading the checkout and from writing its own program; `said` is for the report. */
function isolation() {
  const isRoot = process.getuid?.() === 0;
  const asUser = ["setpriv", `--reuid=${imageUser}`, `--regid=${imageUser}`, "--clear-groups"];
  const hide = ["sh", "-c", 'mount -t tmpfs none "$0" && exec "$@"', root];
  const candidates = isRoot
    ? [
        {
          wrap: ["unshare", "--mount", ...hide, ...asUser],
          said: "as another user, the checkout hidden from it",
        },
        { wrap: asUser, said: "as another user; the checkout could not be hidden" },
      ]
    : [{ wrap: ["unshare", "--map-root-user", "--mount", ...hide], said: "the checkout hidden from it" }];
  const works = ({ wrap: [program, ...args] }) =>
    spawnSync(program, [...args, process.execPath, "--version"], { stdio: "ignore" }).status === 0;
  return (
    candidates.find(works) ?? { wrap: [], said: "as this user; the checkout could not be hidden from it" }
  );
}

function rewritePaths(environment) {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.map(([name, value]) => [name, value.replaceAll(imageFolder, tree)]));
}

function command([program, ...args]) {
  return [program === "node" ? process.execPath : program, ...args];
}

async function boot(image, guard, environment, url) {
  const [program, ...args] = [...guard.wrap, ...command(image.command)];
  const child = spawn(program, args, { cwd: tree, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const started = { child, log: "", ended: new Promise((resolve) => child.once("close", resolve)) };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      started.log += chunk;
    });
  }
  hub = started;
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const answer = await fetch(`${url}/api/v1/system/health`).catch(() => null);
    if (answer?.ok) return;
    const isOver = child.exitCode !== null || child.signalCode !== null || Date.now() > deadline;
    check(!isOver, `the hub did not become healthy (${answer?.status ?? "no answer"})`);
    await sleep(50);
  }
}

async function stop() {
  hub.child.kill("SIGTERM");
  const code = await Promise.race([hub.ended, sleep(stopTimeoutMs, "late", { ref: false })]);
  check(code !== "late", `the hub did not end within ${stopTimeoutMs} ms of SIGTERM`);
  check(code === 0, `the hub ended with code ${code} on SIGTERM, not with 0`);
}

function runHealthcheck(image, environment) {
  const [program, ...args] = command(image.healthcheck);
  return spawnSync(program, args, { env: environment, stdio: "ignore", timeout: 10_000 }).status === 0;
}

/** What `docker compose exec` or `run` starts in the image; what it said. */
function runScript(guard, environment, script, ...args) {
  const [program, ...rest] = [...guard.wrap, process.execPath, `scripts/${script}`, ...args];
  const ran = spawnSync(program, rest, { cwd: tree, env: environment, encoding: "utf8" });
  check(ran.status === 0, `${script} ended with ${ran.status}: ${ran.stderr}`);
  return ran.stdout;
}

function succeeds(...args) {
  try {
    runScript(...args);
    return true;
  } catch {
    return false;
  }
}

/** A page, and one of the files that Next leaves to a CDN. */
async function checkPages(url) {
  const page = await fetch(url, { redirect: "follow" });
  check(page.ok, `the first page answers ${page.status}`);
  const asset = /\/_next\/static\/[^"\\]+/.exec(await page.text())?.[0];
  check(asset !== undefined, "the first page names no static file");
  const answer = await fetch(url + asset);
  check(answer.ok, `${asset} answers ${answer.status}`);
}

async function postHeartbeat(url) {
  const answer = await fetch(`${url}/api/v1/agents/heartbeat`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": apiKey },
    body: JSON.stringify({
      server_id: "nas",
      hostname: "nas",
      timestamp: new Date().toISOString(),
      metrics: { cpu_percent: 12.5 },
    }),
  });
  check(answer.status === 200, `a heartbeat is answered ${answer.status}: ${await answer.text()}`);
  check((await countServers(url)) === 1, "a heartbeat answered 200 is not stored");
}

async function countServers(url) {
  const answer = await fetch(`${url}/api/v1/servers`, { headers: { "x-api-key": apiKey } });
  check(answer.ok, `the list of servers answers ${answer.status}`);
  return (await answer.json()).total;
}

function check(isTrue, otherwise) {
  if (!isTrue) throw new Refusal(`Image tree: ${otherwise}.`);
}

/** One line a file: path, size and time of change, so that two listings show what was written between them. */
function listFiles(folder, under = folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(full, under);
    const { size, mtimeMs } = lstatSync(full);
    return [`${path.relative(under, full)}\t${size}\t${mtimeMs}`];
  });
}
