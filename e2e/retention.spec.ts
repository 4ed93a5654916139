import type { Page } from "@playwright/test";
import { expect, type Hub, test } from "./hub";

test.use({ withDemoFleet: true });

const daysOf = (page: Page, tier: string) => page.getByLabel(`Days that ${tier} are kept`, { exact: true });
const row = (page: Page, tier: string) =>
  page.getByRole("row").filter({ has: page.getByLabel(`Days that ${tier} are kept`, { exact: true }) });

const policyOf = async (hub: Hub, tier: string) =>
  (await (await hub.fetch("/api/v1/config", { method: "GET" })).json()).retention[tier];

/** How finely an hour of ten days ago is still known. */
async function resolutionTenDaysAgo(hub: Hub): Promise<string> {
  const at = hub.now().getTime() - 10 * 86_400_000;
  const span = new URLSearchParams({
    from: new Date(at).toISOString(),
    to: new Date(at + 3_600_000).toISOString(),
  });
  const answer = await hub.fetch(`/api/v1/servers/nas/metrics?${span}`, { method: "GET" });
  return (await answer.json()).resolution;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "in a browser" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("days are tried, seen, kept, and what is too old is deleted at once", async ({ page, hub }) => {
      await page.goto("/settings");
      await page.getByRole("link", { name: "Retention" }).click();
      await expect(page).toHaveURL(/\/settings\/retention$/);
      // The first run of the job that deletes also counts; it begins when the hub does.
      await expect(async () => {
        await page.reload();
        await expect(row(page, "samples")).toContainText(/[KM]iB\s*[\d\s]+ rows/, { timeout: 500 });
      }).toPass();
      await expect(page.getByText(/^The database takes [\d.]+ MiB/)).toBeVisible();
      await expect(daysOf(page, "samples")).toHaveValue("14");
      await expect(daysOf(page, "days")).toHaveValue("");

      const see = page.getByRole("button", { name: "See what a change would delete" });
      const preview = page.getByRole("region", { name: "What would be deleted" });
      await daysOf(page, "hours").fill("soon");
      await see.click();
      await expect(row(page, "hours")).toContainText(
        "must be a whole number from 1 to 36500, or empty for ever",
      );
      await expect(daysOf(page, "hours")).toHaveValue("soon");
      await expect(daysOf(page, "hours")).toBeFocused();
      await daysOf(page, "hours").fill("30");
      await see.click();
      await expect(row(page, "hours")).toContainText(
        "must be no less than that of “5 minutes”, which is kept 90 days",
      );
      await expect(preview).toContainText("It cannot be saved so");
      await expect(preview.getByRole("button")).toHaveCount(0);

      await daysOf(page, "hours").fill("");
      await daysOf(page, "samples").fill("7");
      await see.click();
      await expect(preview).toContainText(/Samples: [\d\s]+ rows, about [\d.]+ [KM]iB/);
      expect((await policyOf(hub, "raw")).retention_days).toBe(14);
      await preview.getByRole("button", { name: /^Save and delete [\d\s]+ rows$/ }).click();
      await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
      await expect(daysOf(page, "samples")).toHaveValue("7");
      expect(await policyOf(hub, "raw")).toMatchObject({ retention_days: 7, enabled: true });
      expect(await policyOf(hub, "1h")).toMatchObject({ retention_days: null });

      expect(await resolutionTenDaysAgo(hub)).toBe("raw");
      await page.getByRole("button", { name: "Delete what is too old now" }).click();
      await expect(page.getByText("It begins within a second")).toBeVisible();
      await expect.poll(() => resolutionTenDaysAgo(hub), { timeout: 30_000 }).toBe("5m");
      await expect(async () => {
        await page.reload();
        await expect(row(page, "samples")).toContainText(/deleted [\d\s]+/, { timeout: 500 });
      }).toPass();
      await expect(preview).toHaveCount(0);
    });
  });
}

test("who may only look sees how long, and no field", async ({ page, hub, browser }) => {
  await page.goto("/settings/people");
  const form = page.getByRole("form", { name: "New person" });
  await form.getByRole("textbox", { name: "Username" }).fill("vic");
  await form.getByRole("combobox", { name: "Role" }).selectOption("viewer");
  await form.getByRole("button", { name: "Add" }).click();
  const password = await page.getByRole("region", { name: "The password", exact: true }).innerText();
  const context = await browser.newContext({ baseURL: hub.url });
  await context.addCookies(await hub.cookies({ username: "vic", password: password.trim() }));
  const theirs = await context.newPage();
  await theirs.goto("/account/password");
  await theirs.getByLabel("Password you have").fill(password.trim());
  const chosen = "e2e-password-9876543210";
  for (const label of ["New password", "New password again"])
    await theirs.getByLabel(label, { exact: true }).fill(chosen);
  await theirs.getByRole("button", { name: "Change password" }).click();
  await expect(theirs).toHaveURL(`${hub.url}/`);
  await theirs.goto("/settings/retention?days-raw=1");
  await expect(theirs.getByRole("row").filter({ hasText: "as they came" })).toContainText("14");
  await expect(theirs.getByLabel(/^Days that/)).toHaveCount(0);
  await expect(theirs.getByRole("region", { name: "What would be deleted" })).toHaveCount(0);
  await expect(theirs.getByRole("button", { name: "Delete what is too old now" })).toHaveCount(0);
  await context.close();
});
