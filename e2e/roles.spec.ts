import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Role, roles } from "../domain/people/person";
import { builtActions } from "./built";
import { addPerson, callersOf, filled, mayEnter, PASSWORD, silentProvider } from "./callers";
import { actions, pages } from "./doors";
import { expect, type Hub, test } from "./hub";

test.use({ hubEnvironment: silentProvider });

/** Views of a page that have forms of their own. */
const views = [
  "/settings/notifications?add=ntfy",
  "/settings/notifications?edit=zebrafish",
  "/settings/retention?days-raw=5",
  "/?view=cards",
  "/alerts?status=all",
];

/** Of these there is a form in a state alone that the hub of the test is not in. */
const elsewhere = [
  "(console)/account/provider/actions.ts disconnect",
  "(console)/account/second-factor/actions.ts renewCodes",
  "(console)/account/second-factor/actions.ts turnOff",
];

const patternOf = (page: string) => new RegExp(`^${page.replaceAll(/\[[^\]]+\]/g, "[^/]+")}$`);

/** The page that an address is one of; the most particular comes first. */
function pageOf(address: string): string | undefined {
  const { pathname } = new URL(address, "http://hub");
  return (
    Object.keys(pages).find((page) => page === pathname) ??
    Object.keys(pages).find((page) => patternOf(page).test(pathname))
  );
}

/** Of everything that has a button of its own there is one. */
async function fill(hub: Hub) {
  const made = await callersOf(hub);
  mkdirSync(path.join(hub.directory, "backups"));
  writeFileSync(path.join(hub.directory, "backups/homelab-20260101T000000Z-manual.db"), "");
  // Whoever is signed in twice may end the other session.
  for (const username of ["viewer", "operator"]) await hub.cookies({ username, password: PASSWORD });
  await hub.cookies();
  return made;
}

test("pages offer just the deeds and the pages that a role includes", async ({ hub }) => {
  const { callers, person } = await fill(hub);
  const faults: string[] = [];
  for (const { name, page: standing, headers } of callers) {
    if (standing === "anybody") continue;
    const offered = new Set<string>();
    for (const address of [...Object.keys(pages).map((page) => filled(page, person)), ...views]) {
      const least = pages[pageOf(address) ?? ""];
      if (least === undefined || least === "anybody" || !mayEnter(standing, least)) continue;
      const answer = await fetch(hub.url + address, { headers });
      expect(answer.status, `${address} for ${name}`).toBe(200);
      const html = await answer.text();
      for (const action of builtActions.filter(({ id }) => html.includes(id))) {
        offered.add(action.name);
        if (!mayEnter(standing, actions[action.name] ?? "admin"))
          faults.push(`${address} offers ${action.name} to ${name}`);
      }
      for (const [, href = ""] of html.matchAll(/<a [^>]*href="(\/[^"]*)"/g)) {
        const target = pageOf(href.replaceAll("&amp;", "&"));
        if (target !== undefined && !mayEnter(standing, pages[target] ?? "anybody"))
          faults.push(`${address} leads ${name} to ${href}`);
      }
    }
    const missing = Object.entries(actions).filter(
      ([action, least]) =>
        mayEnter(standing, least) &&
        !offered.has(action) &&
        !action.startsWith("(entry)") &&
        !elsewhere.includes(action),
    );
    for (const [action] of missing) faults.push(`no page offers ${action} to ${name}`);
  }
  expect(faults).toEqual([]);
});

const byOperator = "An operator may change this.";
const byAdmin = "An administrator may change this.";
const refused = "Your role does not include this.";

type Part = ["button" | "link" | "form" | "checkbox", string | RegExp];

/** What stands on a page for a role and those above it, and what the others read instead. */
const table: { page: string; least: Role; parts: Part[]; instead?: string }[] = [
  {
    page: "/",
    least: "operator",
    parts: [
      ["button", /^Acknowledge Zebrafish/],
      ["link", "Add server"],
    ],
  },
  { page: "/servers/new", least: "operator", parts: [["button", "Make the install line"]], instead: refused },
  {
    page: "/servers/nas",
    least: "operator",
    parts: [
      ["button", "Settings"],
      ["button", /^Acknowledge/],
    ],
  },
  {
    page: "/servers/nas/services",
    least: "operator",
    parts: [
      ["button", "Adopt smartd.service"],
      ["button", "Expect it"],
    ],
  },
  {
    page: "/alerts",
    least: "operator",
    parts: [
      ["form", "Selected alerts"],
      ["checkbox", /^Select Zebrafish/],
    ],
  },
  { page: "/alerts/1", least: "operator", parts: [["form", "This alert"]] },
  { page: "/capacity", least: "operator", parts: [["link", "Change the price"]] },
  { page: "/summary", least: "admin", parts: [["link", "Have it sent"]] },
  { page: "/settings/general", least: "admin", parts: [["button", "Save"]], instead: byAdmin },
  {
    page: "/settings/thresholds",
    least: "operator",
    parts: [
      ["form", "Rules for all servers"],
      ["form", "A rule of its own"],
      ["button", /^Remove Zebrafish/],
    ],
    instead: byOperator,
  },
  {
    page: "/settings/maintenance",
    least: "operator",
    parts: [
      ["form", "Once"],
      ["form", "Every week"],
      ["button", "Remove Zebrafish"],
    ],
    instead: byOperator,
  },
  {
    page: "/settings/energy",
    least: "operator",
    parts: [["form", "Price of electricity"]],
    instead: byOperator,
  },
  {
    page: "/settings/notifications",
    least: "admin",
    parts: [
      ["form", "When to tell"],
      ["link", "Change zebrafish"],
      ["button", "Turn zebrafish on"],
    ],
    instead: byAdmin,
  },
  {
    page: "/settings/notifications?edit=zebrafish",
    least: "admin",
    parts: [["form", "Change zebrafish"]],
    instead: byAdmin,
  },
  { page: "/settings/summary", least: "admin", parts: [["form", "Weekly summary"]], instead: byAdmin },
  {
    page: "/settings/retention",
    least: "admin",
    parts: [
      ["button", "See what a change would delete"],
      ["form", "Delete what is too old"],
    ],
    instead: byAdmin,
  },
  {
    page: "/settings/backups",
    least: "admin",
    parts: [
      ["form", "Make a backup"],
      ["link", /^Download/],
      ["form", "Every day"],
    ],
    instead: byAdmin,
  },
  {
    page: "/settings/about",
    least: "admin",
    parts: [
      ["link", "People"],
      ["link", "Keys"],
      ["link", "Audit log"],
    ],
  },
  { page: "/settings/people", least: "admin", parts: [["form", "New person"]], instead: refused },
  { page: "/settings/keys", least: "admin", parts: [["form", "New API key"]], instead: refused },
  { page: "/settings/audit", least: "admin", parts: [["link", "CSV"]], instead: refused },
];

for (const role of roles) {
  test.describe(`for somebody of the role ${role}`, () => {
    test.use({ signedIn: false, expectedConsoleErrors: [/403/] });

    test("each page shows what they may do, and in the place of a form whom to ask", async ({
      hub,
      context,
      page,
    }) => {
      await fill(hub);
      await context.addCookies(
        await hub.cookies(role === "admin" ? hub.admin : { username: role, password: PASSWORD }),
      );
      for (const { page: address, least, parts, instead } of table) {
        await test.step(address, async () => {
          await page.goto(address);
          const isAllowed = mayEnter(role, least);
          for (const [kind, name] of parts) {
            const part = page.locator("main").getByRole(kind, { name, exact: true });
            const expected = expect.soft(isAllowed ? part.first() : part, `${address}: ${kind} ${name}`);
            await (isAllowed ? expected.toBeVisible() : expected.toHaveCount(0));
          }
          if (instead !== undefined)
            await expect.soft(page.getByText(instead)).toHaveCount(isAllowed ? 0 : 1);
          // An operator's refusals look the same.
          if (role === "viewer")
            expect.soft((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
        });
      }
      await page.keyboard.press("?");
      const acknowledging = page.getByText("Acknowledge the alert that has the focus");
      await expect(acknowledging).toHaveCount(role === "viewer" ? 0 : 1);
    });
  });
}

test.describe("in a hub without a server", () => {
  test.use({ signedIn: false });

  test("a viewer is told who adds the first", async ({ hub, context, page }) => {
    await context.addCookies(await hub.cookies(await addPerson(hub, "viewer")));
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "No server yet" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
    await page.goto("/services");
    await expect(page.getByText("An operator adds the first server")).toBeVisible();
  });
});
