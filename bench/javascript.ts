import { type Browser, type CDPSession, chromium } from "playwright";
import { fillDatabase } from "../scripts/demo/fill-database";
import { browserArguments, findBrowser } from "../scripts/ensure-tools.mjs";
import { withDatabase } from "./database";
import { type Hub, withHubs } from "./hub";
import type { Measurement, Row } from "./measurement";

const pages = [
  { what: "overview", path: "/", kilobytesGoal: 165 },
  { what: "server page", path: "/servers/nas", kilobytesGoal: 275 },
];
const SETTLE_MS = 1500;

/** What a browser with an empty cache receives of JavaScript, compressed as it comes over the wire. */
export const javascript: Measurement = {
  name: "javascript",
  run: ({ note }) =>
    withHubs(async (make) => {
      const hub = make("javascript");
      await withDatabase(hub.databaseFile, (db) => fillDatabase(db, { end: Date.now(), days: 1 }));
      await hub.start();
      const executablePath = findBrowser() ?? undefined;
      const browser = await chromium.launch({ executablePath, args: browserArguments });
      try {
        const rows: Row[] = [];
        for (const { what, path, kilobytesGoal } of pages) {
          const { kilobytes, files, unused } = await scriptsOf(browser, hub, path);
          note(`${path}: ${files} scripts${unused === "" ? "" : `; ${unused}`}`);
          rows.push({
            what: `JavaScript over the wire: ${what}`,
            figure: `${kilobytes.toFixed(0)} kB`,
            goal: `<= ${kilobytesGoal} kB`,
            isMet: kilobytes > 0 && kilobytes <= kilobytesGoal,
          });
        }
        return rows;
      } finally {
        await browser.close();
      }
    }),
};

async function scriptsOf(browser: Browser, hub: Hub, path: string) {
  const url = hub.url + path;
  const context = await browser.newContext();
  await context.addCookies((await hub.cookies()).map((cookie) => ({ ...cookie, url: hub.url })));
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const sizes = await watchScripts(session);
    const response = await page.goto(url, { waitUntil: "load" });
    if (response?.status() !== 200) throw new Error(`${url} answers ${response?.status()}`);
    // What the page loads once it has come alive belongs to it; what it fetches for the next page too.
    await page.waitForTimeout(SETTLE_MS);
    const plain = [...sizes.values()].filter(({ encoding }) => encoding === "none").length;
    return {
      kilobytes: [...sizes.values()].reduce((sum, { bytes }) => sum + bytes, 0) / 1000,
      files: sizes.size,
      unused: plain > 0 ? `${plain} of them not compressed` : "",
    };
  } finally {
    await context.close();
  }
}

/** Body bytes of each script as they were transferred, by request. */
async function watchScripts(session: CDPSession) {
  const sizes = new Map<string, { bytes: number; encoding: string }>();
  await session.send("Network.enable");
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (!/javascript/.test(response.mimeType)) return;
    const headers = new Headers(Object.entries(response.headers));
    sizes.set(requestId, { bytes: 0, encoding: headers.get("content-encoding") ?? "none" });
  });
  session.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    const size = sizes.get(requestId);
    if (size !== undefined) size.bytes += encodedDataLength;
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const size = sizes.get(requestId);
    // The whole response with its headers; chunks alone may not be reported for small answers.
    if (size !== undefined) size.bytes = Math.max(size.bytes, encodedDataLength);
  });
  return sizes;
}
