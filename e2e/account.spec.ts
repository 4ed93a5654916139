import type { Page } from "@playwright/test";
import { signIn } from "../scripts/sign-in.mjs";
import { expect, type Hub, loseSession, refusedStream, test } from "./hub";

test.use({ expectedConsoleErrors: [refusedStream] });

const chosen = "e2e-password-9876543210";
const sessions = (page: Page) => page.getByRole("list", { name: "Sessions" }).getByRole("listitem");

async function changePassword(page: Page, given: { current: string; password: string; repeated: string }) {
  await page.getByLabel("Password you have").fill(given.current);
  await page.getByLabel("New password", { exact: true }).fill(given.password);
  await page.getByLabel("New password again").fill(given.repeated);
  await page.getByRole("button", { name: "Change password" }).click();
}

/** The first administrator changes their password, while another browser is signed in as them. */
async function changeOwn(page: Page, { admin, url }: Hub): Promise<void> {
  await signIn(url, admin);
  await page.goto("/account");
  await expect(page.getByText("admin, signed in last")).toBeVisible();
  await expect(sessions(page)).toHaveCount(2);
  await page.getByRole("link", { name: "Change" }).click();
  await changePassword(page, { current: "a guess of mine", password: chosen, repeated: chosen });
  await expect(page.getByText("This is not your password")).toBeVisible();
  await changePassword(page, { current: admin.password, password: chosen, repeated: `${chosen}!` });
  await expect(page.getByText("is not the same")).toBeVisible();
  await changePassword(page, { current: admin.password, password: chosen, repeated: chosen });
  await expect(page.getByText("The password is changed.")).toBeVisible();
  await expect(sessions(page)).toHaveCount(1);
  await expect(signIn(url, admin)).rejects.toThrow("not in");
  await signIn(url, { username: admin.username, password: chosen });
}

/** Somebody whose password another has chosen gets nowhere before they have one of their own. */
async function beginAsNew(page: Page, { url }: Hub): Promise<void> {
  await page.goto("/settings/people");
  const form = page.getByRole("form", { name: "New person" });
  await form.getByRole("textbox", { name: "Username" }).fill("bob");
  await form.getByRole("button", { name: "Add" }).click();
  const password = page.getByRole("region", { name: "The password", exact: true });
  const current = ((await password.textContent()) ?? "").trim();
  await loseSession(page);
  await page.goto("/login?next=/alerts");
  await page.getByLabel("Username").fill("bob");
  await page.getByLabel("Password").fill(current);
  await page.getByRole("button", { name: "Sign in" }).click();
  for (const address of ["/alerts", "/account", "/account/second-factor"]) {
    await expect(page).toHaveURL(`${url}/account/password`);
    await page.goto(address);
  }
  await changePassword(page, { current, password: current, repeated: current });
  await expect(page.getByText("The new password is the one you have")).toBeVisible();
  await changePassword(page, { current, password: chosen, repeated: chosen });
  await expect(page).toHaveURL(`${url}/`);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a new password takes the place of the old, and ends the other sessions", async ({ page, hub }) => {
      await changeOwn(page, hub);
    });

    test("a password that somebody else chose opens nothing but the page to choose another", async ({
      page,
      hub,
    }) => {
      await beginAsNew(page, hub);
    });

    test("somebody signs out everywhere else, and then everywhere", async ({ page, hub }) => {
      for (const _ of [1, 2]) await signIn(hub.url, hub.admin);
      await page.goto("/account");
      await expect(sessions(page)).toHaveCount(3);
      await page.getByRole("button", { name: "Sign out everywhere else" }).click();
      await expect(sessions(page)).toHaveCount(1);
      await signIn(hub.url, hub.admin);
      await page.goto("/account");
      await expect(sessions(page)).toHaveCount(2);
      await page.getByRole("button", { name: "Sign out everywhere", exact: true }).click();
      await expect(page).toHaveURL(`${hub.url}/login`);
      await page.context().addCookies(await hub.cookies());
      await page.goto("/account");
      await expect(sessions(page)).toHaveCount(1);
    });
  });
}

test("the sessions fit a phone", async ({ page, hub }) => {
  await signIn(hub.url, hub.admin);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/account");
  for (const row of await sessions(page).all()) {
    const button = await row.getByRole("button").boundingBox();
    const since = await row.locator("time").boundingBox();
    expect((since?.x ?? 999) + (since?.width ?? 999)).toBeLessThanOrEqual(button?.x ?? 0);
  }
});
