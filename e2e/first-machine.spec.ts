import { createClient } from "@libsql/client";
import { InstalledAgent } from "./agent";
import { expect, type Hub, test } from "./hub";

test("an empty hub, a line run on a machine, its row, its charts, its silence and its return", async ({
  page,
  hub,
}) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Add your first server" })).toBeVisible();
  await page.getByRole("button", { name: "Make the install line" }).click();
  const line = await page.getByRole("region", { name: "Install line with curl" }).innerText();
  expect(line).toContain(`curl -fsSL ${hub.url}/agent/install.sh | sudo sh -s -- --key hle_`);

  const agent = await InstalledAgent.byLine(hub, line.trim(), "cupboard");
  // Nobody reloads: the page notices by itself.
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "cupboard" }) });
  await expect(row).toBeVisible();
  await expect(row).toContainText("online");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 server, online");

  await row.getByRole("link").click();
  await expect(page).toHaveURL(/\/servers\/cupboard$/);
  for (const title of ["CPU", "Memory", "Disk", "Network", "Load"]) {
    await expect(page.getByRole("figure", { name: title, exact: true })).toBeVisible();
  }
  // The agent's second heartbeat makes lines of points, and the still becomes a live chart.
  await agent.heartbeat();
  await expect(
    page.getByRole("figure", { name: "CPU", exact: true }).locator(".recharts-surface"),
  ).toBeVisible();
  await expect(page.getByRole("heading", { name: "Filesystems" })).toBeVisible();

  await silence(hub, "cupboard");
  await expect(page.getByRole("list", { name: "What needs you" })).toContainText("offline");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^0 of 1 online · 1 offline/);
  await expect(page.getByRole("list", { name: "What needs you" })).toContainText("cupboard");

  await agent.heartbeat();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 server, online");
  await expect(page.getByText("Nothing needs you.")).toBeVisible();
});

test("the same line works once only", async ({ page, hub }) => {
  await page.goto("/servers/new");
  await page.getByRole("button", { name: "Make the install line" }).click();
  const line = (await page.getByRole("region", { name: "Install line with curl" }).innerText()).trim();
  const key = line.split(" ").at(-1);
  const post = (server_id: string) =>
    hub.fetch("/api/v1/agents/heartbeat", {
      json: { server_id, hostname: server_id, timestamp: hub.now().toISOString() },
      headers: { authorization: `Bearer ${key}` },
    });
  expect((await post("first")).status).toBe(200);
  expect((await post("second")).status).toBe(403);
  await expect(page.getByRole("region", { name: "New in the last hour" })).toContainText("first");
});

/** Lets the hub's clock run on until the server is called offline: by no step before the hub has looked around after the one before. */
async function silence(hub: Hub, id: string): Promise<void> {
  let movedAt = 0;
  const status = async () => {
    if ((await sweptAt(hub)) >= movedAt) {
      hub.moveClock(20_000);
      movedAt = hub.now().getTime();
    }
    return (await (await hub.fetch(`/api/v1/servers/${id}`)).json()).status;
  };
  await expect.poll(status, { intervals: [300], timeout: 60_000 }).toBe("offline");
}

async function sweptAt(hub: Hub): Promise<number> {
  const client = createClient({ url: `file:${hub.databaseFile}`, timeout: 5000 });
  try {
    const sql = "SELECT last_started_at FROM jobs WHERE name = 'sweep-offline-servers'";
    return Number((await client.execute(sql)).rows[0]?.last_started_at ?? 0);
  } finally {
    client.close();
  }
}
