import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { signIn } from "../scripts/sign-in.mjs";
import { expect, type Hub, test } from "./hub";

const passwordIn = async (page: Page) =>
  (await page.getByRole("region", { name: "The password", exact: true }).innerText()).trim();

const rowOf = (page: Page, name: string) =>
  page.getByRole("region", { name: "People" }).getByRole("row").filter({ hasText: name });

/** The story that reads the same with JavaScript and without. */
async function story(page: Page, hub: Hub): Promise<void> {
  await page.goto("/settings/people");
  await expect(rowOf(page, hub.admin.username)).toContainText("admin");
  const form = page.getByRole("form", { name: "New person" });
  await form.getByRole("textbox", { name: "Username" }).fill("Ann");
  await form.getByRole("button", { name: "Add" }).click();
  await expect(form.getByText("is taken")).toBeVisible();
  await form.getByRole("textbox", { name: "Username" }).fill("Bob");
  await form.getByRole("combobox", { name: "Role" }).selectOption("operator");
  const posted = page.waitForResponse((answer) => answer.request().method() === "POST");
  await form.getByRole("button", { name: "Add" }).click();
  expect((await posted).headers()["cache-control"]).toContain("no-store");
  const first = await passwordIn(page);
  await signIn(hub.url, { username: "bob", password: first });

  await page.goto("/settings/people");
  expect(await page.content()).not.toContain(first);
  await expect(rowOf(page, "bob")).toContainText("temporary password");
  await rowOf(page, "bob").getByRole("link").click();
  // The page before has a field of that name as well.
  await page.getByRole("form", { name: "Role" }).getByRole("combobox").selectOption("viewer");
  await page.getByRole("button", { name: "Change role" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.getByRole("button", { name: "Reset password and second factor" }).click();
  const second = await passwordIn(page);
  expect(second).not.toBe(first);
  await expect(signIn(hub.url, { username: "bob", password: first })).rejects.toThrow("not in");
  await signIn(hub.url, { username: "bob", password: second });

  const remove = page.getByRole("form", { name: "Delete" });
  await remove.getByRole("textbox").fill("somebody");
  await remove.getByRole("button", { name: "Delete" }).click();
  await expect(remove.getByText("Type bob", { exact: true })).toBeVisible();
  await remove.getByRole("textbox").fill("bob");
  await remove.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(`${hub.url}/settings/people`);
  await expect(rowOf(page, "bob")).toHaveCount(0);
  await expect(signIn(hub.url, { username: "bob", password: second })).rejects.toThrow("not in");

  await rowOf(page, hub.admin.username).getByRole("link").click();
  await expect(page.getByText("That is you.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete" })).toHaveCount(0);

  await page.goto("/settings/audit");
  const entries = page.getByRole("list", { name: "Audit log" }).getByRole("listitem");
  for (const action of ["create", "change role", "reset", "delete"]) {
    await expect(entries.filter({ hasText: `person · ${action}` }).first()).toBeVisible();
  }
  expect(await page.content()).not.toContain(second);
}

test("somebody is added, gets another role and a new password, and is deleted", async ({ page, hub }) => {
  await story(page, hub);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("somebody is added, gets another role and a new password, and is deleted", async ({ page, hub }) => {
    await story(page, hub);
  });
});

test("has nothing for axe to find, in light and dark, on a phone and a desk", async ({ page, hub }) => {
  await page.goto("/settings/people");
  await page.getByRole("textbox", { name: "Username" }).fill(`bob-${"b".repeat(40)}`);
  await page.getByRole("button", { name: "Add" }).click();
  await passwordIn(page);
  const examine = async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    }
  };
  await examine();
  await rowOf(page, "bob-").getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`${hub.url}/settings/people/[0-9a-f]+`));
  await examine();
});
