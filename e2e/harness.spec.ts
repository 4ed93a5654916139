import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../scripts/build.mjs";
import { freePort } from "../scripts/free-port.mjs";
import { expect, test } from "./hub";

test("a hub that is killed and started again still knows its servers", async ({ hub }) => {
  const stored = await hub.fetch("/api/v1/agents/heartbeat", {
    json: { server_id: "nas", hostname: "nas", timestamp: hub.now().toISOString(), metrics: {} },
  });
  expect(stored.status).toBe(200);
  await hub.restart("SIGKILL");
  const { total } = await (await hub.fetch("/api/v1/servers")).json();
  expect(total).toBe(1);
});

test("the hub's clock moves when a story moves it", async ({ hub }) => {
  const hubTime = async () => {
    const { timestamp } = await (await hub.fetch("/api/v1/system/health")).json();
    return Date.parse(timestamp) - Date.now();
  };
  expect(Math.abs(await hubTime())).toBeLessThan(5_000);
  hub.moveClock(3_600_000);
  await expect.poll(hubTime).toBeGreaterThan(3_590_000);
});

test("a signal to npm is a signal to the hub that it has started", async () => {
  const directory = mkdtempSync(path.join(tmpdir(), "homelabcmd-npm-"));
  const port = await freePort();
  const npm = spawn("npm", ["start", "--", "--no-build", "--no-env"], {
    cwd: root,
    stdio: "ignore",
    env: { ...process.env, PORT: String(port), DATABASE_URL: `file:${directory}/homelab.db` },
  });
  const ended = new Promise((resolve) => npm.once("exit", resolve));
  const health = () =>
    fetch(`http://127.0.0.1:${port}/api/v1/system/health`).then(
      ({ status }) => status,
      () => null,
    );
  await expect.poll(health, { timeout: 30_000 }).toBe(200);
  npm.kill("SIGTERM");
  expect(await ended).toBe(0);
  await expect.poll(health).toBe(null);
  rmSync(directory, { recursive: true });
});

test.describe("what a story must not overlook", () => {
  test.fail("an error in the browser's console fails it", async ({ page }) => {
    await page.goto("/");
    await page.evaluate(() => console.error("seen by nobody"));
  });

  test.fail("a request to another host fails it", async ({ page }) => {
    await page.route("http://elsewhere.invalid/**", (route) => route.fulfill({ body: "" }));
    await page.goto("/");
    await page.evaluate(() => fetch("http://elsewhere.invalid/", { mode: "no-cors" }));
  });
});
