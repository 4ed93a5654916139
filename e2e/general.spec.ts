import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./hub";

// Far from the hub's zone and from UTC, so that neither can pass for the browser's.
test.use({ timezoneId: "America/New_York" });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("units are those of every chart and figure, and programs read what they always read", async ({
      page,
      hub,
    }) => {
      const at = hub.now().getTime();
      for (const [minute, bytes] of [
        [1, 0],
        [0, 7_500_000],
      ] as const) {
        const response = await hub.fetch("/api/v1/agents/heartbeat", {
          json: {
            ...{ server_id: "nas", hostname: "nas" },
            timestamp: new Date(at - minute * 60_000).toISOString(),
            metrics: {
              ...{ cpu_percent: 3, uptime_seconds: 10_000 - 60 * minute },
              ...{ network_rx_bytes: bytes, network_tx_bytes: bytes * 2 },
            },
            sensors: [{ name: "cpu", temperature_celsius: 40 }],
          },
        });
        expect(response.status).toBe(200);
      }
      await page.goto("/settings/general");
      await page.getByLabel("Temperature").selectOption("fahrenheit");
      await page.getByLabel("Network").selectOption("bits");
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
      await expect(page.getByLabel("Temperature")).toHaveValue("fahrenheit");

      await page.goto("/");
      const row = page.getByRole("region", { name: "Servers" }).getByRole("row").filter({ hasText: "nas" });
      await expect(row).toContainText("1.0 Mbit/s");
      await expect(row).toContainText("2.0 Mbit/s");
      await page.goto("/servers/nas");
      await expect(page.getByRole("main")).toContainText("↓ 1.0 Mbit/s");
      await expect(page.getByRole("figure", { name: "Temperature" })).toContainText("104.0 °F");
      await expect(page.getByRole("figure", { name: "Network" })).toContainText("2.0 Mbit/s");
      await expect(page.getByRole("main")).not.toContainText("°C");
      await page.goto("/charts?metric=temperature&range=1h");
      await expect(page.getByRole("table")).toContainText("104.0 °F");

      const metrics = await (
        await hub.fetch("/api/v1/servers/nas/metrics?range=1h", { method: "GET" })
      ).json();
      expect(metrics.data_points.at(-1)).toMatchObject({ network_rx_bytes_per_second: 125_000 });
    });

    test("a name and a time zone are on every page, before somebody signs in and in the audit log", async ({
      page,
      hub,
      browser,
    }) => {
      await page.goto("/settings");
      await expect(page).toHaveURL(`${hub.url}/settings/general`);
      await expect(page).toHaveTitle("General · HomelabCmd");
      const name = page.getByLabel("Name of this hub");
      const zone = page.getByLabel("Time zone");
      await expect(zone).toHaveValue("");

      await name.fill("Cup%sboard <b>");
      await zone.fill("Mars/Olympus");
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("must be a time zone such as Europe/London")).toBeVisible();
      await expect(name).toHaveValue("Cup%sboard <b>");

      await zone.fill("Asia/Kathmandu");
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
      await expect(page.getByRole("banner")).toContainText("Cup%sboard <b>");
      await page.reload();
      await expect(page).toHaveTitle(/^General · Cup%\u2060?sboard <b>$/);

      await page.goto("/settings/audit");
      const entry = page.getByRole("list", { name: "Audit log" }).getByRole("listitem");
      await expect(entry.filter({ hasText: "general · update" })).toContainText("Asia/Kathmandu");
      const time = entry.filter({ hasText: "general · update" }).locator("time").first();
      const at = new Date((await time.getAttribute("datetime")) ?? "");
      const clock = at.toLocaleTimeString("en-GB", { timeZone: "Asia/Kathmandu", timeStyle: "short" });
      await expect(time).toContainText(clock);
      await expect(time).toHaveAttribute("title", / UTC$/);

      await page.goto("/settings/energy");
      await expect(page.getByLabel("Time zone")).toHaveValue("Asia/Kathmandu");

      const stranger = await browser.newPage();
      await stranger.goto(`${hub.url}/login`);
      await expect(stranger.getByRole("main")).toContainText("Cup%sboard <b>");
      await stranger.close();
    });
  });
}

test("has nothing for axe to find, in light and dark, on a phone and a desk", async ({ page, hub }) => {
  const site_name = `${"W".repeat(46)} hub`;
  await hub.fetch("/api/v1/config/general", { method: "PUT", json: { site_name } });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [360, 640, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto("/settings/general");
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
});
