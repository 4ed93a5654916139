import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { TestProvider } from "../hub/people/testing-provider";
import { test as base, expect, type Hub, loseSession, refusedStream } from "./hub";

/** A hub with a real OpenID provider beside it. */
const test = base.extend<{ provider: TestProvider }>({
  // biome-ignore lint/correctness/noEmptyPattern: a fixture that needs no other
  provider: async ({}, use) => {
    const provider = new TestProvider();
    provider.people.set("bob", { sub: "b-1", preferred_username: "bob", groups: ["homelab-operators"] });
    provider.people.set("eve", { sub: "e-1", preferred_username: "eve", groups: ["book-club"] });
    provider.people.set("ann", { sub: "a-1", preferred_username: "ann", groups: ["homelab-admins"] });
    provider.people.set("carl", { sub: "c-1", preferred_username: "carl" });
    await provider.start();
    await use(provider);
    await provider.stop();
  },
  hubEnvironment: ({ provider }, use) =>
    use({
      ...provider.environment,
      HOMELAB_URL: "{hub}",
      HOMELAB_OIDC_CREATE_PEOPLE: "true",
      HOMELAB_OIDC_ADMIN_GROUPS: "homelab-admins",
      HOMELAB_OIDC_OPERATOR_GROUPS: "homelab-operators",
      HOMELAB_OIDC_DEFAULT_ROLE: "none",
    }),
  hub: async ({ hub, provider }, use) => {
    provider.hubUrl = hub.url;
    await use(hub);
  },
  otherOrigins: ({ provider }, use) => use([provider.issuer]),
  signedIn: false,
});

test.use({ expectedConsoleErrors: [refusedStream] });

const way = (page: Page) => page.getByRole("link", { name: "Sign in with Authelia" });

/** At the provider, where somebody says who they are. */
async function beKnownAs(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Let me in" }).click();
}

async function signInByPassword(page: Page, { admin }: Hub): Promise<void> {
  await page.getByLabel("Username").fill(admin.username);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("somebody signs in by the provider, with the role of their group, twice as one person", async ({
      page,
      hub,
      provider,
    }) => {
      await page.goto("/alerts?status=resolved");
      await way(page).click();
      await beKnownAs(page, "bob");
      await expect(page).toHaveURL(`${hub.url}/alerts?status=resolved`);
      await page.goto("/account");
      await expect(page.getByRole("heading", { name: "bob" })).toBeVisible();
      await expect(page.getByText("operator, signed in last")).toBeVisible();
      await page.getByRole("button", { name: "Sign out", exact: true }).click();
      await expect(page).toHaveURL(`${hub.url}/login`);
      await page.goto("/alerts");
      await expect(page).toHaveURL(/\/login\?next=/);

      provider.people.set("bob", { sub: "b-1", preferred_username: "bobby", groups: ["homelab-admins"] });
      await way(page).click();
      await expect(page).toHaveURL(`${hub.url}/alerts`);
      await page.goto("/settings/people");
      const rows = page.getByRole("region", { name: "People" }).getByRole("row");
      await expect(rows).toHaveCount(3);
      await expect(rows.filter({ hasText: "bob" })).toContainText("admin");
      await expect(rows.filter({ hasText: "bob" })).toContainText("provider");
      await page.goto("/settings/audit");
      const entries = page.getByRole("list", { name: "Audit log" }).getByRole("listitem");
      for (const action of ["create", "sign in", "change role"]) {
        await expect(
          entries.filter({ hasText: `person · ${action}` }).filter({ hasText: "bob" }),
        ).not.toHaveCount(0);
      }
    });

    test("somebody connects the provider to the account they have, and disconnects it", async ({
      page,
      hub,
    }) => {
      await page.goto("/login");
      await way(page).click();
      await beKnownAs(page, "ann");
      await expect(page.getByText("Somebody here has your name already.")).toBeVisible();
      await signInByPassword(page, hub);
      await expect(page).toHaveURL(`${hub.url}/`);

      await page.goto("/account");
      await page.getByRole("link", { name: "Connect" }).click();
      await page.getByLabel("Your password").fill("a guess of mine");
      await page.getByRole("button", { name: "Go on" }).click();
      await expect(page.getByText("This is not your password.")).toBeVisible();
      await page.getByLabel("Your password").fill(hub.admin.password);
      await page.getByRole("button", { name: "Go on" }).click();
      await page.getByRole("link", { name: "Go on to Authelia" }).click();
      await expect(page.getByText("From now on you can sign in that way too.")).toBeVisible();

      await loseSession(page);
      await page.goto("/login");
      await way(page).click();
      await expect(page).toHaveURL(`${hub.url}/`);
      await page.goto("/account");
      await expect(page.getByRole("heading", { name: hub.admin.username })).toBeVisible();
      await page.getByRole("button", { name: "Disconnect" }).click();
      await expect(page.getByText("Your password is the way in.")).toBeVisible();
    });
  });
}

test("who may not is told why, and nobody is signed in", async ({ page, hub }) => {
  const refusals = {
    eve: "None of your groups at Authelia may use this hub.",
    carl: "Authelia does not say which groups you are in.",
  };
  for (const [name, sentence] of Object.entries(refusals)) {
    await page.context().clearCookies();
    await page.goto("/login");
    await way(page).click();
    await beKnownAs(page, name);
    await expect(page.getByText(sentence)).toBeVisible();
    await page.goto("/");
    await expect(page).toHaveURL(`${hub.url}/login`);
  }
  await page.context().clearCookies();
  await page.goto("/login");
  await way(page).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Authelia did not let you in, or you went back.")).toBeVisible();
});

test("an answer that this browser did not begin signs nobody in", async ({ page, hub, provider }) => {
  const begun = await fetch(`${hub.url}/login/oidc`, { redirect: "manual" });
  const back = await provider.visit(begun.headers.get("location") ?? "", "bob");
  await page.goto(back.href);
  await expect(page.getByText("is not what this browser began")).toBeVisible();
  await page.goto("/api/auth/callback/oidc?code=x&state=y");
  await expect(page.getByText("is not what this browser began")).toBeVisible();
  await page.goto("/");
  await expect(page).toHaveURL(`${hub.url}/login`);
});

test("leads to no page but one of this hub", async ({ page, hub }) => {
  await page.goto("/login/oidc?next=//evil.example/");
  await beKnownAs(page, "bob");
  await expect(page).toHaveURL(`${hub.url}/`);
  await page.goto("/login/oidc?next=https://evil.example/");
  await expect(page).toHaveURL(`${hub.url}/`);
});

test("a provider that is down is said so, and passwords work", async ({ page, hub, provider }) => {
  await provider.stop();
  await page.goto("/login?next=/alerts");
  await way(page).click();
  await expect(page.getByText("Authelia does not answer.")).toBeVisible();
  await signInByPassword(page, hub);
  await expect(page).toHaveURL(`${hub.url}/alerts`);
});

test("the pages that name it have nothing for axe to find, on a phone and a desk", async ({ page, hub }) => {
  const examine = async () => {
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  };
  await page.goto("/login?said=taken");
  await examine();
  await signInByPassword(page, hub);
  await expect(page).toHaveURL(`${hub.url}/`);
  for (const path of ["/account?said=connected", "/account/provider"]) {
    await page.goto(path);
    await examine();
  }
});

base.describe("a hub without a provider", () => {
  base.use({ signedIn: false });

  base("shows no such way and knows none", async ({ page, hub }) => {
    await page.goto("/login?said=down");
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    await expect(page.getByRole("link")).toHaveCount(0);
    await expect(page.getByText("does not answer")).toHaveCount(0);
    for (const path of ["/login/oidc", "/api/auth/callback/oidc?code=x&state=y"]) {
      expect((await fetch(hub.url + path, { redirect: "manual" })).status).toBe(404);
    }
  });
});
