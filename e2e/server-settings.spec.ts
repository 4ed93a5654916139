import { expect, type Hub, test } from "./hub";

async function addServer(hub: Hub, id: string): Promise<void> {
  const json = {
    server_id: id,
    hostname: id,
    timestamp: hub.now().toISOString(),
    metrics: { cpu_percent: 5 },
  };
  expect((await hub.fetch("/api/v1/agents/heartbeat", { json })).status).toBe(200);
}

test("a server is described, paused, resumed, given a token and deleted by its typed name", async ({
  page,
  hub,
}) => {
  await addServer(hub, "nas");
  await page.goto("/servers/nas");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Name").fill("Archive");
  await page.getByLabel("Tags").fill("storage Rack-2");
  await page.getByLabel("Power when idle, W").fill("many");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Power when idle, W")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Power when idle, W").fill("12");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();

  await page.getByRole("button", { name: "New token" }).click();
  const line = await page.getByRole("region", { name: "Install line with the new token" }).innerText();
  const token = /--token (hla_\S+)/.exec(line)?.[1];
  const answer = await hub.fetch("/api/v1/agents/heartbeat", {
    json: { server_id: "nas", hostname: "nas", timestamp: hub.now().toISOString() },
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);

  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Archive");
  await expect(page.getByText("rack-2", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Type nas to delete it").fill("nass");
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("Type nas to delete it.", { exact: true })).toBeVisible();
  await page.getByLabel("Type nas to delete it").fill("nas");
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/$/);
  expect((await hub.fetch("/api/v1/servers/nas")).status).toBe(404);
});

test.describe("addresses that lead nowhere", () => {
  test.use({ expectedConsoleErrors: [/404/] });

  test("say so calmly, in the frame", async ({ page }) => {
    for (const path of ["/servers/nobody", "/nowhere"]) {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(404);
      await expect(page.getByText("Not found")).toBeVisible();
      await page.getByRole("link", { name: "To the overview" }).click();
      await expect(page).toHaveURL(/\/$/);
    }
  });
});
