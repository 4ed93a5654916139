import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { explain, Refusal, root } from "./build.mjs";

// What the tests need beside npm's packages: a browser, and for the agent's tests shells, a linter and HTTP clients.
// What is missing is installed; what cannot be had is an error, never a reason to test less.

const agentCommands = ["dash", "busybox", "shellcheck", "curl", "wget", "openssl"];

const browserNames = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "microsoft-edge-stable",
];
const browserFolders = ["/usr/bin", "/usr/local/bin", "/opt/google/chrome", "/opt/homebrew/bin"];
const browserApplications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const packageManagers = [
  {
    command: "apt-get",
    refresh: ["update", "-q"],
    // Without recommended packages there would be no font at all on a bare server.
    install: ["install", "-y", "-q", "--no-install-recommends"],
    packages: { browser: ["chromium", "fonts-liberation"] },
  },
  { command: "dnf", install: ["install", "-y", "-q"], packages: { shellcheck: ["ShellCheck"] } },
  {
    command: "apk",
    refresh: ["update", "-q"],
    install: ["add", "-q"],
    packages: { browser: ["chromium", "font-liberation"] },
  },
  {
    command: "pacman",
    refresh: ["-Sy"],
    install: ["-S", "--noconfirm", "--needed"],
    packages: { browser: ["chromium", "ttf-liberation"] },
  },
];

/** As root Chromium cannot use its sandbox; the rest keeps it from talking to other hosts while it is tested. */
export const browserArguments = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

/** The path of a browser that starts, or null. Looks at what is installed and changes nothing. */
export function findBrowser() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (starts(chosen)) return chosen;
    throw new Refusal(`CHROMIUM_PATH is ${chosen}, which does not start. Correct it, or unset it.`);
  }
  const installed = browserFolders.flatMap((folder) => browserNames.map((name) => `${folder}/${name}`));
  const candidates = [...installed, ...browserApplications, playwrightBrowser()];
  return candidates.find((file) => file !== null && existsSync(file) && starts(file)) ?? null;
}

/** The path of a browser that starts, installed if need be. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found !== null) return found;

  console.log("No browser found; asking Playwright for one.");
  const playwright = path.join(root, "node_modules/.bin/playwright");
  spawnSync(playwright, ["install", "chromium"], { cwd: root, stdio: "inherit" });
  const downloaded = findBrowser();
  if (downloaded !== null) return downloaded;

  install("browser", ["chromium"]);
  const installed = findBrowser();
  if (installed !== null) return installed;
  throw new Refusal(
    "There is no browser to test with, and none could be installed. Install Chromium or set CHROMIUM_PATH.",
  );
}

function ensureCommands() {
  for (const command of agentCommands) {
    if (isOnPath(command)) continue;
    console.log(`${command} is missing; installing it.`);
    install(command, [command]);
    if (!isOnPath(command)) {
      throw new Refusal(
        `The agent's tests need ${command}, and it could not be installed. Install it by hand.`,
      );
    }
  }
}

function install(name, defaultPackages) {
  const manager = packageManagers.find(({ command }) => isOnPath(command));
  if (manager === undefined) return;
  const packages = manager.packages[name] ?? defaultPackages;
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  for (const step of [manager.refresh, [...manager.install, ...packages]]) {
    if (step === undefined) continue;
    const [program = "", ...args] = [...asRoot, manager.command, ...step];
    console.log(`> ${[program, ...args].join(" ")}`);
    spawnSync(program, args, {
      stdio: "inherit",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
}

function playwrightBrowser() {
  try {
    return createRequire(import.meta.url)("playwright").chromium.executablePath();
  } catch {
    return null;
  }
}

/** A file may be there and yet be a stub of a package that was never installed, or miss its libraries. */
function starts(file) {
  return spawnSync(file, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

function isOnPath(command) {
  return (process.env.PATH ?? "")
    .split(":")
    .some((folder) => folder !== "" && existsSync(`${folder}/${command}`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    ensureCommands();
    console.log(`Browser: ${ensureBrowser()}`);
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}
