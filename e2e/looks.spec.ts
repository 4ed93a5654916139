import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./hub";

test.use({ withDemoFleet: true });

const pages = [
  "/",
  "/?view=cards",
  "/?q=nothing-has-this-name",
  "/servers/nas",
  "/servers/old-pi?range=7d",
  "/charts?range=7d",
  "/servers/new",
  "/alerts",
  "/alerts?status=all",
  "/alerts/1",
  "/settings/thresholds",
  "/settings/notifications?add=email",
  "/settings/maintenance",
  "/services",
  "/services?view=matrix",
  "/servers/nas/services",
  "/capacity",
  "/settings/backups",
  "/api/docs",
];

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 360]) {
    test.describe(`${colorScheme}, ${width} px wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      test("axe finds nothing, and no page scrolls sideways", async ({ page }) => {
        // Axe reads every line of every chart, which takes its time on a busy machine.
        test.setTimeout(240_000);
        for (const path of pages) {
          await page.goto(path);
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          expect(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
        }
      });
    });
  }
}

test("names of forty characters and more stay in their places", async ({ page, hub }) => {
  const id = "a-very-long-name-for-a-very-small-machine-that-somebody-must-have-liked";
  await hub.fetch("/api/v1/agents/heartbeat", {
    json: { server_id: id, hostname: id, timestamp: hub.now().toISOString(), metrics: { cpu_percent: 100 } },
  });
  await page.setViewportSize({ width: 360, height: 800 });
  for (const path of ["/", "/?view=cards", `/servers/${id}`]) {
    await page.goto(path);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      `${path} is wider than the screen`,
    ).toBeLessThanOrEqual(0);
  }
});
