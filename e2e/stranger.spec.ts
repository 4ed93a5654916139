import { type Action, builtActions, builtPages, builtRoutes } from "./built";
import {
  callersOf,
  everything,
  filled,
  forgedCookie,
  mayEnter,
  PASSWORD,
  SECRET,
  silentProvider,
} from "./callers";
import { actions, pages, routes } from "./doors";
import { expect, type Hub, test } from "./hub";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const CHANGING = ["POST", "PUT", "PATCH", "DELETE"];
const ORIGINS_OF_OTHERS = ["http://evil.example", "null"];
test.use({ hubEnvironment: silentProvider });

test("every page, route and action that was built is in the table, and nothing else", () => {
  expect.soft(builtPages.sort()).toEqual(Object.keys(pages).sort());
  expect.soft(builtRoutes.sort()).toEqual(Object.keys(routes).sort());
  expect.soft(builtActions.map(({ name }) => name).sort()).toEqual(Object.keys(actions).sort());
});

async function ask(hub: Hub, method: string, target: string, init: RequestInit = {}) {
  const answer = await fetch(hub.url + target, { redirect: "manual", ...init, method });
  const isStream = /event-stream/.test(answer.headers.get("content-type") ?? "");
  if (isStream) await answer.body?.cancel();
  const text = isStream ? "" : await answer.text();
  const said = [text, ...[...answer.headers].map(([name, value]) => `${name}: ${value}`)].join("\n");
  return { status: answer.status, headers: answer.headers, text, said };
}

/** Sent on to where one signs in, by a redirect or, where Next's router called an action, by the header that it follows. */
function isShownOut({ status, headers }: { status: number; headers: Headers }): boolean {
  const target = status === 200 ? headers.get("x-action-redirect") : headers.get("location");
  return [200, 303, 307].includes(status) && /^\/(login|account\/password)\b/.test(target ?? "");
}

const asRouter = { method: "GET", query: "?_rsc=1a2b3" };
/** The ways in which a browser, Next's own router among them, asks for a page. */
const guises: { method: string; query?: string; headers: Record<string, string> }[] = [
  { method: "GET", headers: {} },
  { method: "HEAD", headers: {} },
  { method: "POST", headers: {} },
  { ...asRouter, headers: { RSC: "1" } },
  { ...asRouter, headers: { RSC: "1", "Next-Router-Prefetch": "1" } },
  {
    ...asRouter,
    headers: { RSC: "1", "Next-Router-Prefetch": "1", "Next-Router-Segment-Prefetch": "/_tree" },
  },
  // Says that it has the layout already, so that nothing but the page itself is asked.
  {
    ...asRouter,
    headers: {
      RSC: "1",
      "Next-Router-State-Tree": encodeURIComponent(
        JSON.stringify(["", { children: ["(console)", { children: ["__PAGE__", {}] }] }, null, null, true]),
      ),
    },
  },
];

test("nobody gets to see a page that is not for them, and looking changes nothing", async ({ hub }) => {
  const { callers, person } = await callersOf(hub);
  const before = await everything(hub);
  const faults: string[] = [];
  for (const [page, least] of Object.entries(pages)) {
    for (const caller of callers) {
      for (const { method, query = "", headers } of guises) {
        const target = filled(page, person) + query;
        const answer = await ask(hub, method, target, { headers: { ...caller.headers, ...headers } });
        const told = `${method} ${target} ${Object.keys(headers)} by ${caller.name}: ${answer.status}`;
        if (answer.status >= 500) faults.push(told);
        const isStranger = caller.page === "anybody";
        if (isStranger && SECRET.test(answer.said)) faults.push(`${told} tells a secret`);
        if (isStranger && /<title>\(\d/.test(answer.text)) faults.push(`${told} tells a count`);
        // To Next's router a refusal is a part of the answer, which was looked through for secrets just now.
        if (query !== "") continue;
        // The first of the settings is where /settings leads.
        const isLetIn = answer.status === 200 || (page === "/settings" && answer.status === 307);
        if (mayEnter(caller.page, least)) {
          // Setting up and signing in are over for those who have done it.
          if (least !== "anybody" && (!isLetIn || isShownOut(answer))) faults.push(`${told}, though let in`);
        } else if (isStranger) {
          // Whoever has a temporary password may do one thing.
          const isTheOnePage = caller.name === "a temporary password" && page === "/account/password";
          if (!isShownOut(answer) && !isTheOnePage) faults.push(told);
        } else if (answer.status !== 403) {
          faults.push(told);
        }
      }
    }
  }
  expect.soft(faults).toEqual([]);
  expect(await everything(hub)).toEqual(before);
});

test("no route answers or obeys whom it is not for, and no GET changes anything", async ({ hub }) => {
  const { callers, person, admin } = await callersOf(hub);
  const before = await everything(hub);
  const foreign = ORIGINS_OF_OTHERS.map((origin) => ({
    name: `a page of ${origin} with an admin's cookie`,
    headers: { Cookie: admin, Origin: origin },
    page: "anybody" as const,
    api: "anybody" as const,
  }));
  const faults: string[] = [];
  for (const [route, doors] of Object.entries(routes)) {
    const isPage = route.startsWith("/settings/");
    const target = filled(route, person);
    for (const caller of [...callers, ...foreign]) {
      const isForeign = "Origin" in caller.headers;
      const standing = isPage ? caller.page : caller.api;
      for (const method of METHODS) {
        const isChange = CHANGING.includes(method);
        // What a foreign page asks for by GET, the browser does not let it read.
        if (isForeign && !isChange) continue;
        const door = doors[method === "HEAD" ? "GET" : (method as keyof typeof doors)];
        const least = typeof door === "object" ? door.least : door;
        const isAllowed = least !== undefined && mayEnter(standing, least);
        // Whoever may change something would; a key to write posts heartbeats as well.
        if (isChange && (isAllowed || (least === "agent" && caller.name === "a key to write"))) continue;
        const body = typeof door === "object" ? JSON.stringify(door.body) : undefined;
        const json = body === undefined ? undefined : { "Content-Type": "application/json" };
        const answer = await ask(hub, method, target, { body, headers: { ...caller.headers, ...json } });
        const { status } = answer;
        const told = `${method} ${target} by ${caller.name}: ${status}`;
        if ((standing === "anybody" || !isAllowed) && SECRET.test(answer.said))
          faults.push(`${told} tells a secret`);
        if (isAllowed) {
          // Of backups there are none here, and the provider's routes lead on.
          const found = route.endsWith("/oidc") ? 307 : route === "/settings/backups/[name]" ? 404 : 200;
          if (status !== found) faults.push(`${told}, though let in`);
          continue;
        }
        if (isForeign) {
          if (status !== 403) faults.push(told);
        } else if (least === undefined) {
          const none = method === "OPTIONS" ? [204, 400, 405] : [404, 405];
          if (!none.includes(status)) faults.push(`${told}, where there is no such thing`);
        } else if (isPage) {
          if (standing === "anybody" ? !isShownOut(answer) : status !== 403) faults.push(told);
        } else if (least === "agent") {
          // Of many at once each is judged by itself.
          const isRejected = status === 200 && /"accepted":0,.*"FORBIDDEN"/.test(answer.text);
          if (![401, 403].includes(status) && !isRejected) faults.push(told);
        } else if (status !== (standing === "anybody" ? 401 : 403)) {
          faults.push(told);
        }
      }
    }
  }
  expect.soft(faults).toEqual([]);
  expect(await everything(hub)).toEqual(before);
});

/** Fields that fit most actions, so that one which forgot to ask would really do something. */
function formOf(person: string, page: string): FormData {
  const form = new FormData();
  const fields = {
    id: page.includes("people") ? person : "nas",
    ids: "1",
    acknowledge: "1",
    deed: "acknowledge",
    server: "nas",
    server_id: "nas",
    typed: page.includes("people") ? "viewer" : "nas",
    paused: "true",
    service_name: "cron.service",
    name: "intruder",
    type: "ntfy",
    access: "read-write",
    username: "viewer",
    role: "admin",
    password: PASSWORD,
    theme: "dark",
  };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** As Next's router calls an action, with the form as each argument; and as a browser without JavaScript does. */
function callsOf(action: Action, person: string): { headers: Record<string, string>; body: FormData }[] {
  const byRouter = new FormData();
  for (const argument of [1, 2]) {
    for (const [name, value] of formOf(person, action.page)) byRouter.append(`_${argument}_${name}`, value);
  }
  byRouter.append("0", JSON.stringify(["$K1", "$K2"]));
  const byForm = formOf(person, action.page);
  byForm.append(`$ACTION_ID_${action.id}`, "");
  return [
    { headers: { "Next-Action": action.id, Accept: "text/x-component" }, body: byRouter },
    { headers: {}, body: byForm },
  ];
}

test("no action is done for whom it is not, nor for a page of another site", async ({ hub }) => {
  const { callers, person, admin } = await callersOf(hub);
  const before = await everything(hub);
  const faults: string[] = [];
  for (const action of builtActions) {
    const denied = callers.filter(({ page }) => !mayEnter(page, actions[action.name] ?? "anybody"));
    for (const { headers, body } of callsOf(action, person)) {
      for (const caller of denied) {
        // Choosing their own is what somebody with a temporary password may do.
        if (caller.name === "a temporary password" && action.name.startsWith("(entry)/account")) continue;
        // At its own page, and at one that is open to all.
        for (const page of [filled(action.page, person), "/login"]) {
          const init = { headers: { ...caller.headers, ...headers, Origin: hub.url }, body };
          const answer = await ask(hub, "POST", page, init);
          const told = `${action.name} at ${page} by ${caller.name}: ${answer.status}`;
          const isStranger = caller.page === "anybody";
          if (isStranger && SECRET.test(answer.said)) faults.push(`${told} tells a secret`);
          // What Next answers where an action says that it is forbidden, unless it is of an action that it does not know.
          const isForbidden =
            [403, 404].includes(answer.status) && !answer.headers.has("x-nextjs-action-not-found");
          const isRefused = isStranger ? isShownOut(answer) : isForbidden;
          if (page === "/login" ? answer.status >= 500 : !isRefused) faults.push(told);
        }
      }
      for (const origin of ORIGINS_OF_OTHERS) {
        const init = { headers: { Cookie: admin, ...headers, Origin: origin }, body };
        const { status } = await ask(hub, "POST", filled(action.page, person), init);
        if (status !== 403) faults.push(`${action.name} by a page of ${origin}: ${status}`);
      }
    }
  }
  expect.soft(faults).toEqual([]);
  expect(await everything(hub)).toEqual(before);
});

test("no header and no spelling of an address leads past the question", async ({ hub }) => {
  const { callers } = await callersOf(hub);
  const claims: Record<string, string>[] = [
    { "X-Middleware-Subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { "X-Middleware-Subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy" },
    { "X-Middleware-Prefetch": "1", Purpose: "prefetch" },
    { "X-Nextjs-Data": "1" },
    { "X-Matched-Path": "/api/v1/system/health", "X-Invoke-Path": "/login" },
    { "X-Original-URL": "/login", "X-Rewrite-URL": "/login", "X-Request-Path": "/login" },
    { "X-HTTP-Method-Override": "GET", "X-Forwarded-For": "127.0.0.1", "X-Real-IP": "::1" },
    { "X-Forwarded-Host": "localhost", "X-Forwarded-User": "ann", "Remote-User": "ann" },
    { Authorization: `Basic ${btoa(`${hub.admin.username}:${hub.admin.password}`)}` },
    { Authorization: "Bearer", "X-API-Key": "" },
    { "X-API-Key": "undefined" },
    { Cookie: "homelab.session_token=; better-auth.session_token=a.b" },
  ];
  const spellings = ["/servers/nas", "/api/v1/servers/nas", "/settings/people"].flatMap((address) => [
    address,
    `/${address}`,
    `${address}/`,
    `${address}/.`,
    `/login/..${address}`,
    `/login/%2e%2e${address}`,
    `${address}%00`,
    `${address};/login`,
    address.toUpperCase(),
    address.replace("/s", "/%73"),
    `${address}?__nextDefaultLocale=en&nxtPid=nas`,
    `${address}.rsc`,
    `${address}.segments/_tree.segment.rsc`,
    `/_next/data/x${address}.json`,
    `/_next/image?url=${encodeURIComponent(address)}&w=64&q=75`,
  ]);
  const faults: string[] = [];
  const strangers = callers.filter(({ page, api }) => page === "anybody" && api === "anybody");
  for (const target of spellings) {
    const asked = [...strangers.map(({ headers }) => headers), ...claims];
    for (const headers of asked) {
      const answer = await ask(hub, "GET", target, { headers });
      const told = `${target} with ${JSON.stringify(headers)}: ${answer.status}`;
      // To Next's router a refusal is a part of the answer.
      const isOpen = answer.status === 200 && !/x-component/.test(answer.headers.get("content-type") ?? "");
      if (SECRET.test(answer.said) || isOpen || answer.status >= 500) faults.push(told);
    }
  }
  expect.soft(faults).toEqual([]);
});

test("a session that somebody planted is not the one that is signed in to", async ({ hub }) => {
  const page = await ask(hub, "GET", "/login", { headers: { Cookie: forgedCookie } });
  expect(page.headers.getSetCookie()).toEqual([]);
  const [first, second] = [await hub.cookies(), await hub.cookies()].map(
    (all) => all.find(({ name }) => name === "homelab.session_token")?.value,
  );
  expect(first).not.toBe(second);
});

test("a page that a stranger may see is kept by nobody, nor is what they may not see", async ({ hub }) => {
  for (const page of ["/", "/login", "/servers/nas", "/nowhere", "/api/v1/servers"]) {
    const { headers } = await ask(hub, "GET", page);
    expect(headers.get("cache-control"), page).toMatch(/no-store/);
  }
});

test.describe("where nothing is", () => {
  test.use({ expectedConsoleErrors: [/status of 404/] });

  test("whoever is signed in keeps the bar, a stranger learns nothing, and both learn the number", async ({
    page,
    hub,
    browser,
  }) => {
    for (const address of ["/nothing", "/servers/nothing", "/settings/people/nothing"]) {
      const answer = await page.goto(address);
      expect(answer?.status(), address).toBe(404);
      await expect(page).toHaveTitle(/^(\(\d+\) )?\S.* · HomelabCmd$/);
      await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
      await expect(page.getByRole("main")).toContainText(answer?.headers()["x-request-id"] ?? "no id");
      await expect(page.getByRole("navigation", { name: "Pages", exact: true })).toBeVisible();
    }
    await page.goto("/nothing");
    await page.getByRole("button", { name: "Theme" }).first().click();
    await page.getByRole("button", { name: "Dark" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();

    const context = await browser.newContext({ baseURL: hub.url });
    const theirs = await context.newPage();
    const answer = await theirs.goto("/nothing");
    expect(answer?.status()).toBe(404);
    await expect(theirs.getByRole("main")).toContainText(answer?.headers()["x-request-id"] ?? "no id");
    await expect(theirs.getByRole("navigation")).toHaveCount(0);
    expect(await answer?.text()).not.toMatch(SECRET);
    await context.close();
  });
});
