import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { root } from "../scripts/build.mjs";
import { expect, type Hub, test } from "./hub";

const folderOf = (hub: Hub) => path.join(hub.directory, "backups");

/** The story that reads the same with JavaScript and without: make, see, download, delete, plan. */
async function makeDownloadDelete(page: Page, hub: Hub, lookAgain: () => Promise<unknown>): Promise<void> {
  await page.goto("/settings/backups");
  await expect(page.getByText("No backup has been made yet.")).toBeVisible();
  await page.getByRole("button", { name: "Back up now" }).click();
  const rows = page.getByRole("region", { name: "Backups" }).getByRole("row").filter({ hasText: "by hand" });
  // On a busy machine it takes longer than the form waits for it.
  await expect(async () => {
    await lookAgain();
    await expect(rows).toHaveCount(1, { timeout: 3000 });
    await expect(page.getByText("fine", { exact: true })).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  const [name = ""] = readdirSync(folderOf(hub));
  expect(name).toMatch(/^homelab-\d{8}T\d{6}Z-manual\.db$/);

  const download = page.waitForEvent("download");
  await rows.getByRole("link", { name: `Download ${name}` }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(name);
  expect(statSync(await file.path()).size).toBe(statSync(path.join(folderOf(hub), name)).size);

  await page.getByRole("textbox", { name: "Days kept" }).fill("none");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("must be a number")).toBeVisible();
  await page.getByRole("textbox", { name: "Days kept" }).fill("3");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await page.goto("/settings/backups");
  await expect(page.getByRole("textbox", { name: "Days kept" })).toHaveValue("3");

  await rows.getByText("Delete …").click();
  await rows.getByRole("button", { name: `Delete ${name} for good` }).click();
  await expect(rows).toHaveCount(0);
  expect(readdirSync(folderOf(hub))).toEqual([]);
}

test("a backup is made, downloaded and deleted, and the plan is kept", async ({ page, hub }) => {
  // The page looks for itself.
  await makeDownloadDelete(page, hub, async () => {});
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a backup is made, downloaded and deleted, and the plan is kept", async ({ page, hub }) => {
    await makeDownloadDelete(page, hub, () => page.goto("/settings/backups"));
  });
});

test("no name leads to another file", async ({ hub }) => {
  const names = ["..%2Fhomelab.db", "%2e%2e%2fhomelab.db", "homelab.db", "%2Fetc%2Fpasswd", "x%00.db"];
  const all = await hub.cookies();
  const Cookie = all.map(({ name, value }) => `${name}=${value}`).join("; ");
  for (const name of names) {
    const answer = await hub.fetch(`/settings/backups/${name}`, { headers: { Cookie } });
    expect(answer.status, name).toBe(404);
    expect(await answer.text(), name).not.toContain("SQLite format");
  }
});

test("the daily backup appears by itself, and the hub goes on from it after a restore", async ({
  page,
  hub,
}) => {
  for (const id of ["nas", "pi"]) await hub.fetch("/api/v1/servers", { json: { id, hostname: id } });
  const before = await (await hub.fetch("/api/v1/servers")).json();
  hub.moveClock(24 * 3_600_000);
  await expect
    .poll(() => readdirSync(hub.directory).includes("backups") && readdirSync(folderOf(hub)).join(), {
      timeout: 30_000,
    })
    .toMatch(/^homelab-\d{8}T\d{6}Z-scheduled\.db$/);
  await page.goto("/settings/backups");
  await expect(page.getByRole("row").filter({ hasText: "scheduled" })).toHaveCount(1);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

  const gone = await hub.fetch("/api/v1/servers/nas", { method: "DELETE" });
  expect(gone.status).toBe(204);
  const [name = ""] = readdirSync(folderOf(hub));
  const restore = () =>
    spawnSync(process.execPath, [path.join(root, "scripts/db-restore.mjs"), path.join(folderOf(hub), name)], {
      encoding: "utf8",
      env: { ...process.env, DATABASE_URL: `file:${hub.databaseFile}` },
    });
  expect(restore().stderr).toContain("Stop the hub");
  // A page that is open says that its hub is away.
  await page.goto("about:blank");
  await hub.stop();
  expect(restore().stderr).toBe("");
  await hub.start();
  const after = await (await hub.fetch("/api/v1/servers")).json();
  const ids = (answer: { servers: { id: string }[] }) => answer.servers.map(({ id }) => id);
  expect(ids(before)).toEqual(["nas", "pi"]);
  expect(ids(after)).toEqual(ids(before));
});
