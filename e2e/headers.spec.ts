import { readdirSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import path from "node:path";
import { createClient } from "@libsql/client";
import type { Page } from "@playwright/test";
import { root } from "../scripts/build.mjs";
import { expect, type Hub, test } from "./hub";

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The addresses that the files of one name below app/ stand for, filled in with what the demo's fleet has. */
function addresses(file: string): string[] {
  const values: Record<string, string> = {
    "servers/[id]": "servers/nas",
    "alerts/[id]": "alerts/1",
    "[...path]": "no/such/thing",
    "[name]": "docker.service",
  };
  const filled = (address: string) => {
    const known = Object.entries(values).reduce(
      (text, [blank, value]) => text.replace(blank, value),
      address,
    );
    return known.replace(/\[[^\]]+\]/g, "1");
  };
  return readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((found) => path.basename(found) === file)
    .map((found) => `/${filled(path.dirname(found).replace(/\([^)]*\)\/?/g, ""))}`.replace("/.", "/"))
    .sort();
}

const pages = addresses("page.tsx");
const routes = addresses("route.ts");

test("the lists of addresses are whole", () => {
  expect(pages).toEqual(expect.arrayContaining(["/", "/servers/nas", "/alerts/1", "/api/docs"]));
  expect(routes).toEqual(expect.arrayContaining(["/api/v1/servers/nas/metrics", "/agent/install.sh"]));
});

test.describe("in a browser", () => {
  test.use({ withDemoFleet: true });

  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(colorScheme, () => {
      test.use({ colorScheme, viewport: { width: 1280, height: 900 } });

      test("no page, nor what it loads later, goes against the policy or to another host", async ({
        page,
        hub,
      }) => {
        const faults: string[] = [];
        await page.exposeFunction("report", (fault: string) => faults.push(fault));
        await page.addInitScript(() => {
          document.addEventListener("securitypolicyviolation", (event) => {
            const { report } = window as unknown as { report: (fault: string) => void };
            report(`${location.pathname}: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
          });
        });
        await page.goto("/settings/people");
        const somebody = await page.getByRole("link", { name: hub.admin.username }).getAttribute("href");
        for (const address of pages) {
          // Without a provider, as here, there is none.
          if (address === "/account/provider") continue;
          await page.goto(address === "/settings/people/1" ? `${somebody}` : address);
          await expect(page.locator("main")).toBeVisible();
          // Charts load when they are seen, their tooltips when they are pointed at.
          for (const figure of await page.locator("main figure").all()) {
            await figure.scrollIntoViewIfNeeded();
            await figure.hover();
          }
          await openEveryPopover(page);
        }
        await page.goto("/servers/nas");
        await expect(page.locator(".recharts-surface").first()).toBeVisible();
        await page.goto("/");
        await expect(page.getByText("live", { exact: true })).toBeVisible();
        await hub.fetch("/api/v1/agents/heartbeat", {
          json: { server_id: "newcomer", hostname: "newcomer", timestamp: hub.now().toISOString() },
        });
        const newcomer = page.getByRole("link", { name: "newcomer" });
        await newcomer.click();
        await expect(page).toHaveURL(/\/servers\/newcomer/);
        await expect(page.getByRole("heading", { level: 1 })).toContainText("newcomer");
        await page.goBack();
        await expect(newcomer).toBeVisible();
        expect(faults).toEqual([]);
      });
    });
  }
});

async function openEveryPopover(page: Page): Promise<void> {
  const ids = await page
    .locator("[popover]")
    .evaluateAll((all) => all.map(({ id }) => id).filter((id) => id !== ""));
  for (const id of new Set(ids)) {
    await page.evaluate((popover) => document.getElementById(popover)?.showPopover(), id);
    await page.evaluate((popover) => document.getElementById(popover)?.hidePopover(), id);
  }
}

test.describe("from outside a browser", () => {
  test.use({ withDemoFleet: true });

  test("every answer carries the headers, whatever was asked and however it ends", async ({ hub }) => {
    const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];
    const html = (await ask(hub, "GET", "/servers/nas", { key: hub.apiKey })).text;
    const asset = /\/_next\/static\/[^"\\]+\.js/.exec(html)?.[0] ?? "";
    const targets = [
      ...[...pages, ...routes, "/nowhere", "/apple-icon.png", "/icon.svg", "/favicon.ico"],
      ...["/servers/%", "//elsewhere.example", "/servers/nobody", "/alerts/999999", "/_next/static/none.js"],
      ...["/_next/image?url=%2Ficon.svg&w=64&q=75", asset],
    ];
    const statuses = new Set<number>();
    for (const target of targets) {
      for (const method of methods) {
        for (const key of [undefined, hub.apiKey]) {
          const answer = await ask(hub, method, target, { key });
          const said = `${method} ${target} ${key === undefined ? "without" : "with"} a key: ${answer.status}`;
          statuses.add(answer.status);
          expect(answer.status, said).toBeLessThan(500);
          expectHeaders(answer.headers, said);
        }
      }
    }
    expect([...statuses]).toEqual(expect.arrayContaining([200, 308, 401, 404, 405, 422]));

    expect((await ask(hub, "GET", asset)).headers["cache-control"]).toMatch(/immutable/);
  });

  test("each script of a page has the nonce of its policy, and the next page another", async ({ hub }) => {
    const nonces = new Set<string>();
    for (const address of [...pages, "/nowhere"]) {
      const key = /^\/(login|setup)/.test(address) ? undefined : hub.apiKey;
      const { headers, text } = await ask(hub, "GET", address === "/setup" ? "/login" : address, { key });
      const nonce = /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1] ?? "none";
      const scripts = text.match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length, address).toBeGreaterThan(0);
      expect(
        scripts.filter((script) => !script.includes(`nonce="${nonce}"`)),
        address,
      ).toEqual([]);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(pages.length + 1);
  });
});

test.describe("when the hub is broken", () => {
  // The browser says the status, React that the server could not render.
  test.use({ expectedConsoleErrors: [/500 \(Internal Server Error\)|React error #441|MIME type/] });

  test("its errors carry the headers, and say so within the policy", async ({ page, hub }) => {
    await cookieOf(hub);
    await inDatabase(hub, "PRAGMA foreign_keys = OFF; DROP TABLE alerts; DROP TABLE servers;");
    for (const address of ["/", "/servers/nas", "/api/v1/servers", "/api/v1/events"]) {
      const { status, headers } = await ask(hub, "GET", address, { key: hub.apiKey });
      expect(status, address).toBe(500);
      expectHeaders(headers, address);
    }
    const answer = await page.goto("/");
    const requestId = answer?.headers()["x-request-id"];
    await expect(page.getByText("This page could not be made")).toBeVisible();
    const line = () => linesOf(hub).find((each) => each.requestId === requestId);
    await expect.poll(line).toMatchObject({
      path: "/",
      msg: "a request failed",
      err: { message: expect.stringContaining("no such table") },
    });
    await expect(page.getByText(`under ${line()?.digest}`)).toBeVisible();
    expect(hub.log).not.toContain("⨯");
  });

  test("who is on a page and goes to one that fails keeps the bar, and reads the number under which the log has the cause", async ({
    page,
    hub,
  }) => {
    await page.goto("/settings/general");
    await inDatabase(hub, "ALTER TABLE archive_policy RENAME TO elsewhere");
    await page.getByRole("link", { name: "Retention" }).click();
    const fault = page.getByRole("main").getByRole("alert");
    await expect(fault).toContainText("This page could not be made");
    await expect(page.getByRole("navigation", { name: "Pages", exact: true })).toBeVisible();
    const line = () => linesOf(hub).find(({ path }) => path === "/settings/retention");
    await expect.poll(line).toMatchObject({ msg: "a request failed", requestId: expect.any(String) });
    await expect(fault).toContainText(`under ${line()?.digest}`);
  });

  test.describe("without JavaScript", () => {
    test.use({ javaScriptEnabled: false });

    test("a page that fails says so, under the number of its request, and how to go on", async ({
      page,
      hub,
    }) => {
      await page.goto("/settings/general");
      await inDatabase(hub, "ALTER TABLE archive_policy RENAME TO elsewhere");
      await page.getByRole("link", { name: "Retention" }).click();
      await expect(page.getByRole("heading", { name: "This page could not be made" })).toBeVisible();
      const line = () => linesOf(hub).find(({ path }) => path === "/settings/retention");
      await expect.poll(line).toBeDefined();
      await expect(page.getByRole("main")).toContainText(`Request ${line()?.requestId}`);
      await inDatabase(hub, "ALTER TABLE elsewhere RENAME TO archive_policy");
      await page.getByRole("link", { name: "Try again" }).click();
      await expect(page.getByRole("region", { name: "Tiers" })).toBeVisible();
    });
  });
});

test("reading changes nothing: no GET of any page or route writes", async ({ hub }) => {
  await untilJobsRest(hub);
  await hub.fetch("/api/v1/config/thresholds", { method: "PUT", json: { server_offline_seconds: 86_400 } });
  // Three breaches in a row open the alert that the pages of alerts are asked for.
  for (let n = 0; n < 3; n++) {
    hub.moveClock(1000);
    await hub.fetch("/api/v1/agents/heartbeat", {
      json: {
        server_id: "nas",
        hostname: "nas",
        timestamp: hub.now().toISOString(),
        metrics: { cpu_percent: 99 },
      },
    });
  }
  expect((await ask(hub, "GET", "/api/v1/alerts/1", { key: hub.apiKey })).status).toBe(200);
  const before = await contents(hub);
  for (const address of [...pages, ...routes]) {
    const { status } = await ask(hub, "GET", address, { key: hub.apiKey });
    expect(status, address).toBeLessThan(500);
    expect(await contents(hub), `GET ${address}`).toEqual(before);
  }
});

/**
 * Jobs write as time passes, to other tables than their diary too. Here all of them have just had their turn, and what of them comes next,
 * pruning after ten minutes and a round of buckets at each half hour, comes after the test.
 */
async function untilJobsRest(hub: Hub): Promise<void> {
  const round = 1_800_000;
  const sinceRound = hub.now().getTime() % round;
  hub.moveClock(3 * round - sinceRound + 120_000);
  const movedAt = hub.now().getTime();
  const client = createClient({ url: `file:${hub.databaseFile}`, timeout: 5000 });
  try {
    const sql =
      "SELECT name FROM jobs WHERE name IN ('prune-history', 'sweep-capacity') AND last_finished_at >= ? ORDER BY name";
    await expect
      .poll(async () => (await client.execute({ sql, args: [movedAt] })).rows.map(({ name }) => name))
      .toEqual(["prune-history", "sweep-capacity"]);
  } finally {
    client.close();
  }
}

/** Every row of every table but the diary of the jobs, which goes on by itself. */
async function contents(hub: Hub): Promise<Record<string, unknown[]>> {
  const client = createClient({ url: `file:${hub.databaseFile}`, timeout: 5000 });
  try {
    const { rows } = await client.execute("SELECT name FROM sqlite_master WHERE type = 'table'");
    const names = rows.map(({ name }) => String(name)).filter((name) => name !== "jobs");
    const found = await client.batch(
      names.map((name) => `SELECT * FROM "${name}"`),
      "read",
    );
    return Object.fromEntries(
      names.map((name, index) => [name, found[index]?.rows.map(Object.values) ?? []]),
    );
  } finally {
    client.close();
  }
}

test("an offer to change the protocol is declined, and the request answered", async ({ hub }) => {
  const offer = {
    Connection: "Upgrade, HTTP2-Settings",
    Upgrade: "h2c",
    "HTTP2-Settings": "AAMAAABkAAQAAP__",
  };
  const { status } = await ask(hub, "GET", "/api/v1/system/health", { headers: offer });
  expect(status).toBe(200);
});

test("an answer never leads to another host", async ({ hub }) => {
  for (const target of ["//evil.example/x", "/\\evil.example", "http://evil.example/x", "///evil.example"]) {
    const { headers } = await ask(hub, "GET", target);
    expect(headers.location ?? "/", target).toMatch(/^\/(?![/\\])/);
  }
});

test("a page of another site changes nothing, with whatever it borrows; the hub's own does", async ({
  hub,
}) => {
  const post = (headers: Record<string, string>) =>
    ask(hub, "POST", "/settings/thresholds", { headers: { Cookie: "theme=dark", ...headers } });
  expect((await post({ Origin: "http://evil.example" })).status).toBe(403);
  expect((await post({ Origin: "null" })).status).toBe(403);
  expect((await post({ "Sec-Fetch-Site": "same-site" })).status).toBe(403);
  expect((await post({ Origin: hub.url })).status).not.toBe(403);
});

const addressOfServer = async (hub: Hub, headers: Record<string, string>) => {
  const json = { server_id: "nas", hostname: "nas", timestamp: hub.now().toISOString() };
  await hub.fetch("/api/v1/agents/heartbeat", { json, headers });
  return (await (await hub.fetch("/api/v1/servers/nas")).json()).ip_address;
};

test("what a caller says of its own address counts for nothing", async ({ hub }) => {
  const said = {
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
  };
  expect(await addressOfServer(hub, said)).toBe("127.0.0.1");
  const installer = await ask(hub, "GET", "/agent/install.sh", { headers: said });
  expect(installer.text).toContain(`hub='${hub.url}'`);
  expect(installer.headers["strict-transport-security"]).toBeUndefined();
});

test.describe("behind a trusted proxy", () => {
  test.use({ hubEnvironment: { HOMELAB_TRUSTED_PROXIES: "10.0.0.0/8, 127.0.0.1" } });

  test("the proxy says who asks, by which name and that it is by TLS", async ({ hub }) => {
    const said = {
      "X-Forwarded-For": "6.6.6.6, 192.0.2.7, 10.1.2.3",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "hub.lan",
    };
    expect(await addressOfServer(hub, said)).toBe("192.0.2.7");
    const installer = await ask(hub, "GET", "/agent/install.sh", { headers: said });
    expect(installer.text).toContain("hub='https://hub.lan'");
    expect(installer.headers["strict-transport-security"]).toMatch(/max-age=\d{7,}/);
  });
});

/** Done to the database behind the hub's back. */
async function inDatabase(hub: Hub, statements: string): Promise<void> {
  const client = createClient({ url: `file:${hub.databaseFile}`, timeout: 5000 });
  await client.executeMultiple(statements);
  client.close();
}

/** The events of the hub's log. */
function linesOf(hub: Hub): Record<string, unknown>[] {
  return hub.log
    .split("\n")
    .filter((line) => line.startsWith("{") && line.endsWith("}"))
    .map((line) => JSON.parse(line));
}

function expectHeaders(headers: IncomingHttpHeaders, said: string): void {
  const policy = String(headers["content-security-policy"]);
  if (/^text\/html/.test(headers["content-type"] ?? "")) {
    expect(policy, said).toMatch(
      /^default-src 'none'; script-src 'self' 'nonce-[^']{20,}' 'strict-dynamic';/,
    );
    expect(policy, said).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|style-src [^;]*unsafe/);
    for (const rule of [
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "object-src 'none'",
    ])
      expect(policy, said).toContain(rule);
  } else expect(policy, said).toBe(NOTHING);
  expect(headers, said).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": expect.stringContaining("camera=()"),
    "x-request-id": expect.stringMatching(/\S/),
    "cache-control": expect.stringMatching(/no-store|immutable|^public, max-age=/),
  });
}

type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/** Not fetch, which keeps some headers and methods for itself. A stream is read until its headers. */
const cookies = new WeakMap<Hub, Promise<string>>();

/** The Cookie header of somebody who is signed in. */
function cookieOf(hub: Hub): Promise<string> {
  const known =
    cookies.get(hub) ??
    hub.cookies().then((all) => all.map(({ name, value }) => `${name}=${value}`).join("; "));
  cookies.set(hub, known);
  return known;
}

/** With a key: of a program, for the API, and of somebody who is signed in, for the pages. */
async function ask(
  hub: Hub,
  method: string,
  target: string,
  { key, headers = {} }: { key?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(hub.url);
  const sent = key === undefined ? headers : { "X-API-Key": key, Cookie: await cookieOf(hub), ...headers };
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      { hostname, port, method, path: target, headers: sent, agent: false },
      (answer) => {
        const status = answer.statusCode ?? 0;
        if (/^text\/event-stream/.test(answer.headers["content-type"] ?? "")) {
          resolve({ status, headers: answer.headers, text: "" });
          return void asked.destroy();
        }
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        answer.on("end", () => resolve({ status, headers: answer.headers, text }));
      },
    );
    asked.on("error", reject).end();
  });
}
