import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Hub, test } from "./hub";

/** What programs did: enough for two pages. */
async function busyHub(hub: Hub): Promise<void> {
  const server = (id: string) => ({ id, display_name: `=${id}` });
  for (let n = 0; n < 26; n++) await hub.fetch("/api/v1/servers", { json: server(`server-${n}`) });
  for (let n = 0; n < 25; n++) {
    await hub.fetch(`/api/v1/servers/server-${n}`, {
      method: "PATCH",
      json: { tags: ["rack"], tdp_watts: n },
    });
  }
  await hub.fetch("/api/v1/servers/server-0", { method: "DELETE" });
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("who did what is read by page and by filter, and exported", async ({ page, hub }) => {
      await busyHub(hub);
      await page.goto("/settings/audit");
      const entries = page.getByRole("list", { name: "Audit log" }).getByRole("listitem");
      await expect(entries).toHaveCount(50);
      await expect(entries.first()).toContainText("HOMELAB_API_KEY");
      await expect(entries.first()).toContainText("server · delete");
      await expect(entries.first()).toContainText(/127\.0\.0\.1|::1/);
      await page.getByRole("link", { name: "Older" }).click();
      await expect(page.getByText("Page 2 of 2")).toBeVisible();
      // The administrator was made and has signed in, before everything else.
      await expect(entries).toHaveCount(4);
      await expect(entries.last()).toContainText("person · create");

      const filters = page.getByRole("form", { name: "Filters" });
      await filters.getByLabel("Action").selectOption("server.update");
      await filters.getByLabel("Subject").fill("server-24");
      await filters.getByRole("button", { name: "Filter" }).click();
      await expect(page).toHaveURL(/action=server.update/);
      await expect(entries).toHaveCount(1);
      const change = entries.first().locator("dl > div").filter({ hasText: "tags" });
      await expect(change.locator("del")).toHaveText("none");
      await expect(change.locator("ins")).toHaveText("rack");

      const download = page.waitForEvent("download");
      await page.getByRole("link", { name: "CSV" }).click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(/^homelabcmd-audit-\d{4}-\d\d-\d\d\.csv$/);
      const lines = readFileSync(await file.path(), "utf8")
        .trimEnd()
        .split("\r\n");
      expect(lines).toHaveLength(2);
      expect(lines[1]).toContain(",'=server-24,");

      await filters.getByLabel("Subject").fill("nobody");
      await filters.getByRole("button", { name: "Filter" }).click();
      await expect(page.getByText("No entry matches")).toBeVisible();
    });
  });
}

test("what a person changes on a page is in the log, with their name", async ({ page, hub }) => {
  await hub.fetch("/api/v1/servers", { json: { id: "nas" } });
  await page.goto("/settings/thresholds");
  await page
    .getByRole("textbox", { name: /^CPU, / })
    .first()
    .fill("84");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await page.goto("/settings/audit");
  const entry = page.getByRole("list", { name: "Audit log" }).getByRole("listitem").first();
  await expect(entry).not.toContainText("HOMELAB_API_KEY");
  await expect(entry).toContainText("thresholds · update");
  await expect(entry).toContainText("cpu.high_percent");
  await expect(entry).toContainText("84");
});

test("has nothing for axe to find, in light and dark, on a phone and a desk", async ({ page, hub }) => {
  await busyHub(hub);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto("/settings/audit");
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
});
