import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, type Hub, test } from "./hub";

const secretOf = async (page: Page, label: string) =>
  (await page.getByRole("region", { name: label, exact: true }).innerText()).trim();

/** The story that reads the same with JavaScript and without: make a key, use it, see its use, revoke it. */
async function makeUseRevoke(page: Page, hub: Hub): Promise<void> {
  await page.goto("/settings/keys");
  const form = page.getByRole("form", { name: "New API key" });
  await form.getByRole("textbox", { name: "Name" }).fill("Home page");
  await form.getByRole("textbox", { name: "For so many days" }).fill("soon");
  await form.getByRole("button", { name: "Make a key" }).click();
  await expect(form.getByText("must be a number of days")).toBeVisible();
  await expect(form.getByRole("textbox", { name: "Name" })).toHaveValue("Home page");
  await form.getByRole("textbox", { name: "For so many days" }).fill("30");
  const posted = page.waitForResponse((answer) => answer.request().method() === "POST");
  await form.getByRole("button", { name: "Make a key" }).click();
  expect((await posted).headers()["cache-control"]).toContain("no-store");
  const key = await secretOf(page, "The key");
  expect(key).toMatch(/^hlk_[\w-]{43}$/);
  expect(page.url()).not.toContain("hlk_");
  await expect(page.getByRole("region", { name: "A line that uses it" })).toContainText(`X-API-Key: ${key}`);

  const ask = (method: string) =>
    fetch(`${hub.url}/api/v1/servers`, {
      method,
      headers: { "X-API-Key": key, "Content-Type": "application/json" },
      body: method === "POST" ? JSON.stringify({ id: "nas" }) : undefined,
    });
  expect((await ask("GET")).status).toBe(200);
  expect((await ask("POST")).status).toBe(403);

  await page.goto("/settings/keys");
  const row = page
    .getByRole("region", { name: "API keys" })
    .getByRole("row")
    .filter({ hasText: "Home page" });
  await expect(row).toContainText(key.slice(0, 8));
  await expect(row).toContainText(/from (127\.0\.0\.1|::1)/);
  expect(await page.content()).not.toContain(key);
  await row.getByRole("button", { name: /^Revoke Home page/ }).click();
  await expect(row).toHaveCount(0);
  expect((await ask("GET")).status).toBe(401);
}

test("a key for a program is made, used and revoked", async ({ page, hub }) => {
  await makeUseRevoke(page, hub);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a key for a program is made, used and revoked", async ({ page, hub }) => {
    await makeUseRevoke(page, hub);
  });

  test("an enrolment key for several machines, and a token that is given anew", async ({ page, hub }) => {
    await page.goto("/settings/keys");
    const form = page.getByRole("form", { name: "New enrolment key" });
    await form.getByRole("textbox", { name: "Name" }).fill("The rack");
    await form.getByRole("textbox", { name: "For so many machines" }).fill("2");
    await form.getByRole("button", { name: "Make a key" }).click();
    const key = await secretOf(page, "The enrolment key");
    const post = async (token: string, server_id: string, seconds: number) => {
      const answer = await fetch(`${hub.url}/api/v1/agents/heartbeat`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        body: JSON.stringify({
          server_id,
          hostname: server_id,
          timestamp: new Date(Date.now() - seconds * 1000).toISOString(),
        }),
      });
      return { status: answer.status, token: (await answer.json()).server_token };
    };
    const first = await post(key, "nas", 9);
    expect([first.status, (await post(key, "pi", 9)).status, (await post(key, "third", 9)).status]).toEqual([
      200, 200, 403,
    ]);

    await page.goto("/settings/keys");
    const rotate = page.getByRole("form", { name: "New token" });
    const newToken = async (others: string) => {
      await rotate.getByRole("combobox", { name: "Server" }).selectOption("nas");
      await rotate.getByRole("combobox", { name: "The tokens before it end" }).selectOption(others);
      await rotate.getByRole("button", { name: "Make a new token" }).click();
      return secretOf(page, "The new token");
    };
    const second = await newToken("in a day");
    expect((await post(first.token, "nas", 8)).status).toBe(200);
    expect((await post(second, "nas", 7)).status).toBe(200);
    const rows = page.getByRole("region", { name: "Tokens of agents" }).getByRole("row");
    await expect(rows.filter({ hasText: "was replaced" })).toHaveCount(1);
    await page.goto("/settings/keys");
    const third = await newToken("now");
    expect((await post(first.token, "nas", 6)).status).toBe(401);
    expect((await post(second, "nas", 5)).status).toBe(401);
    expect((await post(third, "nas", 4)).status).toBe(200);
  });
});

test("has nothing for axe to find, in light and dark, on a phone and a desk", async ({ page, hub }) => {
  await hub.fetch("/api/v1/servers", { json: { id: "nas" } });
  await hub.fetch("/api/v1/servers/nas/token", { method: "POST" });
  await page.goto("/settings/keys");
  await page.getByRole("form", { name: "New API key" }).getByRole("textbox", { name: "Name" }).fill("Widget");
  await page.getByRole("form", { name: "New API key" }).getByRole("button").click();
  await expect(page.getByRole("region", { name: "The key", exact: true })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
});
