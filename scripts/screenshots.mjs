import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { chromium } from "playwright";
import { ensureBuilt, explain, Refusal, root } from "./build.mjs";
import { fillDemo } from "./demo-fleet.mjs";
import { browserArguments, ensureBrowser } from "./ensure-tools.mjs";
import { fileUrl } from "./environment.mjs";
import { freePort } from "./free-port.mjs";
import { signIn } from "./sign-in.mjs";

// Pictures of pages as people meet them: three widths, light and dark, and without JavaScript. By default of a demo
// hub that is started for this and ended after it.

const usage = `npm run screenshots -- [options]
  --base URL       shoot a hub that runs already; whoever HOMELAB_ADMIN_USERNAME and _PASSWORD name signs in
  --pages LIST     paths separated by commas; by default the navigation's, and the first server and alert they link to
  --out FOLDER     by default screenshots/`;

const looks = [1440, 1024, 360].flatMap((width) => [
  { name: `${width}-light`, width, colorScheme: "light", javaScriptEnabled: true },
  { name: `${width}-dark`, width, colorScheme: "dark", javaScriptEnabled: true },
  { name: `${width}-no-js`, width, colorScheme: "light", javaScriptEnabled: false },
]);

let demo;
let browser;
try {
  const options = readArguments();
  demo = options.base ? undefined : await startDemo();
  const base = options.base ?? demo.url;
  const cookies = (await signIn(base, person())).map((cookie) => ({ ...cookie, url: base }));
  browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments });
  const pages = options.pages ?? (await findPages(base, cookies));
  mkdirSync(options.out, { recursive: true });
  let count = 0;
  for (const look of looks) count += await shoot(base, { pages, cookies, look, folder: options.out });
  console.log(`${count} pictures in ${options.out}`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  await browser?.close();
  await demo?.end();
}

function readArguments() {
  const string = { type: "string" };
  try {
    const { values } = parseArgs({ options: { base: string, pages: string, out: string } });
    return {
      base: values.base?.replace(/\/+$/, ""),
      pages: values.pages?.split(","),
      out: path.resolve(values.out ?? path.join(root, "screenshots")),
    };
  } catch (error) {
    throw new Refusal(`${error.message}\n${usage}`);
  }
}

async function shoot(base, { pages, cookies, look: { name, width, ...look }, folder }) {
  const context = await browser.newContext({
    ...look,
    viewport: { width, height: width < 500 ? 800 : 900 },
    locale: "en-GB",
    timezoneId: "Europe/London",
    // A picture in the middle of a fade is a different picture each time.
    reducedMotion: "reduce",
  });
  await context.addCookies(cookies);
  const page = await context.newPage();
  for (const pathname of pages) {
    // The stream of live changes never ends, so the network is never idle.
    const answer = await page.goto(base + pathname, { waitUntil: "load" });
    if (!answer?.ok()) console.warn(`${pathname} answers ${answer?.status()}.`);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: path.join(folder, `${fileName(pathname)}-${name}.png`), fullPage: true });
  }
  await context.close();
  return pages.length;
}

/** What the first page links to, and of servers and alerts one each. */
async function findPages(base, cookies) {
  const context = await browser.newContext();
  await context.addCookies(cookies);
  const page = await context.newPage();
  const found = new Set(["/"]);
  const visit = async (pathname) => {
    await page.goto(base + pathname, { waitUntil: "load" });
    const links = await page
      .locator('a[href^="/"]')
      .evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    return links.filter((href) => !/[?#]|^\/(api|agent)\//.test(href));
  };
  const navigation = await visit("/");
  for (const href of navigation) if (href.split("/").length === 2) found.add(href);
  for (const kind of ["/servers/", "/alerts/"]) {
    const parent = kind.slice(0, -1);
    const links = [...navigation, ...(found.has(parent) ? await visit(parent) : [])];
    const one = links.find((href) => href.startsWith(kind) && href.split("/").length === 3);
    if (one !== undefined) found.add(one);
  }
  await context.close();
  return [...found];
}

/** Who signs in: whom the environment names, and in a demo somebody who lives as long as it does. */
function person() {
  const { HOMELAB_ADMIN_USERNAME: username = "demo", HOMELAB_ADMIN_PASSWORD: password } = process.env;
  if (password === undefined)
    throw new Refusal("Set HOMELAB_ADMIN_USERNAME and HOMELAB_ADMIN_PASSWORD to sign in.");
  return { username, password };
}

function fileName(pathname) {
  return pathname === "/" ? "overview" : pathname.replaceAll(/[^\w-]+/g, "-").replaceAll(/^-|-$/g, "");
}

async function startDemo() {
  await ensureBuilt();
  const folder = mkdtempSync(path.join(tmpdir(), "homelabcmd-screenshots-"));
  const forget = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", forget);
  const file = path.join(folder, "homelab.db");
  fillDemo(file);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = path.join(root, "scripts/start.mjs");
  process.env.HOMELAB_ADMIN_USERNAME ||= "demo";
  process.env.HOMELAB_ADMIN_PASSWORD ||= randomBytes(9).toString("base64url");
  const hub = spawn(process.execPath, [start, "--no-build", "--no-env"], {
    env: { ...process.env, HOST: "127.0.0.1", PORT: String(port), DATABASE_URL: fileUrl(file) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => hub.once("exit", resolve));
  process.once("exit", () => hub.kill("SIGKILL"));
  for (;;) {
    const answer = await fetch(`${url}/api/v1/system/health`).catch(() => null);
    if (answer?.ok) break;
    if (hub.exitCode !== null) throw new Refusal("The demo hub did not start; the reason stands above.");
    await sleep(100);
  }
  const end = async () => {
    hub.kill("SIGTERM");
    await ended;
  };
  return { url, end };
}
