import packageJson from "../package.json" with { type: "json" };
import { InstalledAgent } from "./agent";
import { addPerson } from "./callers";
import { expect, test } from "./hub";

test.use({ javaScriptEnabled: false });

test("the first machine, from the empty page to its charts, without JavaScript", async ({ page, hub }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Add your first server" })).toBeVisible();
  await page.getByRole("button", { name: "Make the install line" }).click();
  const line = await page.getByRole("region", { name: "Install line with curl" }).innerText();
  await InstalledAgent.byLine(hub, line.trim(), "cupboard");

  await page.goto("/");
  await page.getByRole("link", { name: "cupboard" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "cupboard" })).toBeVisible();
  await expect(
    page.getByRole("figure", { name: "CPU", exact: true }).locator("svg path").first(),
  ).toBeAttached();
});

test("About leads to the licences of the hub and of all that it runs on", async ({ page }) => {
  await page.goto("/settings/about");
  await page.getByRole("link", { name: "licences of its packages" }).click();
  await expect(page).toHaveURL(/\/settings\/about\/licences$/);
  await expect(page.getByText("HomelabCmd itself is under the MIT licence")).toBeVisible();
  await expect(page.getByText(/it runs on \d+ packages by others: \d+\sMIT, /)).toBeVisible();
  const direct = page.getByRole("region", { name: "Used by the hub itself" });
  const next = direct.getByRole("row").filter({ has: page.getByText("next", { exact: true }) });
  await expect(next.getByRole("cell")).toHaveText(["next", packageJson.dependencies.next, "MIT"]);
  // One of those that only another package asks for.
  const others = page.getByRole("region", { name: "Brought along by those" });
  await expect(others.getByRole("row").filter({ hasText: "scheduler" })).toHaveCount(1);
  await expect(others.getByText("vitest")).toHaveCount(0);
});

test.describe("where nothing is, or nothing for this person", () => {
  test.use({ expectedConsoleErrors: [/40[34]/] });

  test("what is gone and what is not for this person is said in words, with a way on", async ({
    hub,
    context,
    page,
  }) => {
    for (const address of ["/servers/nothing", "/alerts/99999", "/settings/people/nothing"]) {
      const answer = await page.goto(address);
      expect(answer?.status(), address).toBe(404);
      await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
      await expect(page.getByRole("main")).toContainText(answer?.headers()["x-request-id"] ?? "no id");
    }
    await page.getByRole("link", { name: "To the overview" }).click();
    await expect(page).toHaveURL(`${hub.url}/`);

    await context.addCookies(await hub.cookies(await addPerson(hub, "viewer")));
    const answer = await page.goto("/settings/keys");
    expect(answer?.status()).toBe(403);
    await expect(page.getByRole("heading", { level: 1, name: "Not allowed" })).toBeVisible();
  });
});

test.describe("with a fleet", () => {
  test.use({ withDemoFleet: true });

  test("filters, sorts and turns to cards by links", async ({ page }) => {
    await page.goto("/");
    const names = page.getByRole("table").getByRole("row").getByRole("link");
    await page.getByRole("navigation", { name: "Tag" }).getByRole("link", { name: /^lab/ }).click();
    await expect(page).toHaveURL(/tag=lab/);
    await page.getByRole("columnheader", { name: "Disk" }).getByRole("link").click();
    await expect(page).toHaveURL(/sort=disk/);
    await expect(page.getByRole("columnheader", { name: /Disk/ })).toHaveAttribute("aria-sort", "descending");
    await expect(names.filter({ hasText: "Proxmox" })).toBeVisible();
    await expect(names.filter({ hasText: "nas" })).toHaveCount(0);
    await page.getByRole("navigation", { name: "View" }).getByRole("link", { name: "cards" }).click();
    await expect(page.getByRole("list", { name: "Servers" }).getByRole("listitem").first()).toBeVisible();
  });

  test("searches from the bar, keeping the filter", async ({ page }) => {
    await page.goto("/?tag=lab");
    await page.getByRole("searchbox", { name: "Search servers" }).fill("prox");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/tag=lab/);
    await expect(page.getByRole("table").getByRole("link", { name: "Proxmox" })).toBeVisible();
    await expect(page.getByText("matching “prox”")).toBeVisible();
  });

  test("shows every chart and a custom stretch of time", async ({ page }) => {
    await page.goto("/servers/nas?range=7d");
    await expect(page.getByRole("figure")).toHaveCount(6);
    await page.getByText("custom", { exact: true }).click();
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel("From (UTC)").fill(`${day}T18:00`);
    await page.getByLabel("To (UTC)").fill(`${day}T12:00`);
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByText("From must be before To")).toBeVisible();
    await expect(page.getByLabel("From (UTC)")).toHaveValue(`${day}T18:00`);
    await page.getByLabel("From (UTC)").fill(`${day}T06:00`);
    await page.getByLabel("To (UTC)").fill(`${day}T12:00`);
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page).toHaveURL(/from=.*&to=/);
    await expect(page.getByText("06:00 UTC")).toBeVisible();
    await expect(
      page.getByRole("figure", { name: "CPU", exact: true }).locator("svg path").first(),
    ).toBeAttached();
  });
});
