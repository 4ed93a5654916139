import { expect, test } from "./hub";

test("a heartbeat shows on an open page by itself, and the cursor stays where it was", async ({
  page,
  hub,
}) => {
  const post = (cpu: number) =>
    hub.fetch("/api/v1/agents/heartbeat", {
      json: {
        server_id: "nas",
        hostname: "nas",
        timestamp: hub.now().toISOString(),
        metrics: { cpu_percent: cpu },
      },
    });
  await post(11);
  await page.goto("/");
  await expect(page.getByText("live", { exact: true })).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Search servers" });
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await page.keyboard.type("half a wo");
  hub.moveClock(1000);
  await post(77);
  await expect(page.getByRole("row").filter({ hasText: "nas" })).toContainText("77");
  await expect(search).toBeFocused();
  await expect(search).toHaveValue("half a wo");
});

test("a paused page stands still until it is resumed", async ({ page, hub }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "live" }).click();
  await expect(page.getByRole("button", { name: "paused" })).toBeVisible();
  await hub.fetch("/api/v1/agents/heartbeat", {
    json: { server_id: "nas", hostname: "nas", timestamp: hub.now().toISOString() },
  });
  await expect(page.getByRole("heading", { name: "Add your first server" })).toBeVisible();
  await page.getByRole("button", { name: "paused" }).click();
  await expect(page.getByRole("link", { name: "nas" })).toBeVisible();
});

test.describe("while the hub is away", () => {
  // The browser itself reports each attempt that finds nobody, of the stream and of links fetched ahead.
  test.use({ expectedConsoleErrors: [/net::ERR_.*(\/api\/v1\/events|[?&]_rsc=)/] });

  test("a page that lost the hub finds it again and catches up", async ({ page, hub }) => {
    await page.goto("/");
    await expect(page.getByText("live", { exact: true })).toBeVisible();
    await hub.stop();
    await expect(page.getByText("reconnecting")).toBeVisible();
    await hub.start();
    await hub.fetch("/api/v1/agents/heartbeat", {
      json: { server_id: "nas", hostname: "nas", timestamp: hub.now().toISOString() },
    });
    await expect(page.getByRole("link", { name: "nas" })).toBeVisible({ timeout: 20_000 });
  });
});

test.describe("while a proxy answers in the hub's place", () => {
  test.use({ expectedConsoleErrors: [/502|MIME type/] });

  test("a page comes back by itself when the hub answers again", async ({ page }) => {
    let refusals = 0;
    await page.route("**/api/v1/events*", (route) =>
      refusals++ < 2 ? route.fulfill({ status: 502, body: "Bad Gateway" }) : route.continue(),
    );
    await page.goto("/");
    await expect(page.getByText("reconnecting")).toBeVisible();
    await expect(page.getByText("live", { exact: true })).toBeVisible();
    expect(refusals).toBe(3);
  });
});
