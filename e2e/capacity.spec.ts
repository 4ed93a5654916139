import AxeBuilder from "@axe-core/playwright";
import { createClient } from "@libsql/client";
import { insertRow } from "../hub/alerts/testing-alerts";
import { filesystemDays, line, runningDays } from "../hub/capacity/testing-capacity";
import { expect, type Hub, test } from "./hub";

test.use({ javaScriptEnabled: false });

/** Two months of three servers, as the rollups have them. */
async function fill(hub: Hub): Promise<void> {
  await hub.stop();
  const now = hub.now().getTime();
  const client = createClient({ url: `file:${hub.databaseFile}` });
  const server = (id: string, change: Record<string, string | number | null>) =>
    insertRow("servers", {
      ...{
        id,
        hostname: `${id}.lan`,
        status: "online",
        last_seen: now,
        offline_after: now + 86_400_000,
        cpu_cores: 4,
      },
      ...change,
    });
  const mounts: [string, string, number[]][] = [
    ["nas", "/", line(61, 0.31, 0)],
    ["nas", "/mnt/tank", line(61, 0.28, 0.01)],
    ["nas", "/mnt/a-backup-with-a-name-of-more-than-forty-characters", line(61, 0.1, 0.004)],
    ["pi", "/", [...line(50, 0.2, 0.012), ...line(11, 0.3, 0.002)]],
    ["pi", "/boot", line(3, 0.2, 0)],
    ["docker-01", "/", line(61, 0.6, -0.004)],
    ["docker-01", "/var/lib/docker", [...line(58, 0.2, 0.01), 0.3, 0.31, 0.32]],
  ];
  await client.batch(
    [
      server("nas", { display_name: "Storage in the cellar, second shelf", tdp_watts: 65, idle_watts: 18 }),
      server("pi", { tdp_watts: 9 }),
      server("docker-01", {}),
      ...mounts.flatMap(([serverId, mount, shares], index) =>
        filesystemDays({ seriesId: index + 1, serverId, mount, shares, now }),
      ),
      ...["nas", "pi", "docker-01"].flatMap((serverId, index) =>
        runningDays({
          ...{ serverId, days: 61, now, cpuPercent: 12 + 9 * index },
          memoryPercent: 55,
          load: 0.8,
        }),
      ),
    ],
    "write",
  );
  client.close();
  await hub.start();
}

test("says of each disk when it is full, as a range, and what the servers cost", async ({ page, hub }) => {
  await fill(hub);
  await page.goto("/");
  await page.getByRole("link", { name: "Capacity" }).first().click();
  const table = page.getByRole("region", { name: "What fills up" });
  const row = (text: string | RegExp) => table.getByRole("row").filter({ hasText: text });
  await expect(table.getByRole("row").nth(1)).toContainText("/mnt/tank");
  await expect(row("/mnt/tank")).toContainText(/1[123]–1[234] d/);
  await expect(row("/mnt/a-backup")).toContainText(/\d+–\d+ months/);
  await expect(row("/boot")).toContainText("not enough data");
  await expect(row("/boot")).toContainText("2 of 7 days");
  await expect(row("/var/lib/docker")).toContainText("cleaned up");
  await expect(row("memory").first()).toContainText("flat");
  await expect(row("shrinking")).toContainText("docker-01");

  await expect(page.getByRole("region", { name: "Top growers" }).getByRole("row").nth(1)).toContainText(
    "/mnt/tank",
  );
  const energy = page.getByRole("region", { name: "Energy and cost by server and month" });
  await expect(energy.getByRole("row", { name: /Storage/ })).toContainText(/24 W.*£\d+\.\d\d/);
  await expect(energy.getByRole("row", { name: /docker-01/ })).toContainText("–");
  await expect(page.getByText("One server has no power at full load set")).toBeVisible();
  await expect(page.getByText("estimate")).toBeVisible();

  await page
    .getByRole("navigation", { name: "Kind" })
    .getByRole("link", { name: /Memory/ })
    .click();
  await expect(table.getByRole("row")).toHaveCount(4);

  await page.goto("/servers/nas");
  await expect(page.getByText(/kWh, £/)).toBeVisible();
});

test("the price is set by a form, and a wrong one is said beside its field", async ({ page, hub }) => {
  await fill(hub);
  await page.goto("/capacity");
  await page.getByRole("link", { name: "Change the price" }).click();
  await page.getByLabel("Price of one kWh").fill("cheap");
  await page.getByLabel("Currency").fill("€");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("must be a number")).toBeVisible();
  await expect(page.getByLabel("Price of one kWh")).toHaveValue("cheap");
  await page.getByLabel("Price of one kWh").fill("0,31");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await page.goto("/capacity");
  await expect(page.getByText("Reckoned at €0.31 a kWh")).toBeVisible();
});

test("the job opens one alert for the disk that is full within two weeks", async ({ page, hub }) => {
  await fill(hub);
  // It ran when the hub first started, with nothing to judge.
  hub.moveClock(3_600_000);
  await expect
    .poll(async () => (await (await hub.fetch("/api/v1/alerts?alert_type=capacity")).json()).total)
    .toBe(1);
  await page.goto("/alerts");
  await page.getByRole("link", { name: /disk \/mnt\/tank/ }).click();
  await expect(page.getByText(/may be full in 1\d d/).first()).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 360]) {
    test.describe(`${colorScheme}, ${width} px wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 }, javaScriptEnabled: true });

      test("axe finds nothing, and nothing scrolls sideways but tables", async ({ page, hub }) => {
        for (const isFilled of [false, true]) {
          // A page that is open would ask for its events while the hub is away.
          await page.goto("about:blank");
          if (isFilled) await fill(hub);
          for (const path of isFilled
            ? ["/capacity", "/settings/energy", "/servers/nas"]
            : ["/capacity", "/settings/energy"]) {
            await page.goto(path);
            const { violations } = await new AxeBuilder({ page }).analyze();
            expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
            const overflow = await page.evaluate(
              () => document.documentElement.scrollWidth - window.innerWidth,
            );
            expect(overflow, path).toBeLessThanOrEqual(0);
          }
        }
      });
    });
  }
}
