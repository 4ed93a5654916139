import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./hub";

test.use({ withDemoFleet: true });

const groups = {
  "servers and their history": [
    "/",
    "/?view=cards",
    "/?q=nothing-has-this-name",
    "/servers/nas?compare=week",
    "/servers/old-pi?range=7d",
    "/servers/nas/services",
    "/servers/new",
    "/charts?range=7d",
  ],
  "alerts, services and the long view": [
    "/alerts",
    "/alerts?status=all",
    "/alerts/1",
    "/services",
    "/services?view=matrix",
    "/capacity",
    "/summary",
  ],
  "the description of the API": ["/api/docs"],
  settings: [
    "/settings/thresholds",
    "/settings/notifications?add=email",
    "/settings/maintenance",
    "/settings/summary",
    "/settings/retention?days-raw=1&days-1h=none",
    "/settings/energy",
    "/settings/backups",
  ],
  "people and the hub itself": [
    "/settings/people",
    "/settings/keys",
    "/settings/audit",
    "/settings/about",
    "/settings/about/licences",
    "/account",
    "/account/password",
    "/account/second-factor",
    "/login",
    "/nothing/here",
  ],
};

for (const [name, paths] of Object.entries(groups)) {
  test.describe(name, () => {
    test.use({ expectedConsoleErrors: [/status of 404.*\/nothing\/here/] });

    test("axe finds nothing and no page scrolls sideways, light and dark, wide and narrow", async ({
      page,
    }) => {
      for (const width of [1440, 360]) {
        await page.setViewportSize({ width, height: 800 });
        for (const path of paths) {
          await page.emulateMedia({ colorScheme: "light" });
          await page.goto(path);
          await expectNothingWrong(page, `${path}, light, ${width} px wide`);
          // The dark look has other colours and the same markup.
          await page.emulateMedia({ colorScheme: "dark" });
          await expectNothingWrong(page, `${path}, dark, ${width} px wide`, ["color-contrast"]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          expect(overflow, `${path} is wider than ${width} px`).toBeLessThanOrEqual(0);
        }
      }
    });
  });
}

async function expectNothingWrong(page: Page, look: string, rules?: string[]): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  expect(violations.map(({ id, nodes }) => `${look} ${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test.describe("the bar", () => {
  test.use({ expectedConsoleErrors: [/\/api\/v1\/events/] });

  test("nothing lies over anything else, at any width and with the longest of names", async ({
    page,
    hub,
  }) => {
    // The longest of the words of the dot is the one that it has without a connection.
    await page.route("**/api/v1/events*", (route) => route.abort());
    for (const site_name of ["HomelabCmd", "W".repeat(50)]) {
      await hub.fetch("/api/v1/config/general", { method: "PUT", json: { site_name } });
      await page.goto("/settings/about");
      await expect(page.getByRole("button", { name: "reconnecting" })).toBeVisible();
      for (let width = 360; width <= 1100; width += 20) {
        await page.setViewportSize({ width, height: 800 });
        expect(await overlapsIn(page), `${site_name} at ${width} px`).toEqual([]);
      }
    }
  });
});

/** Of what can be pressed in the bar, what shares a place with something else or with what is outside the window. */
function overlapsIn(page: Page): Promise<string[]> {
  return page.getByRole("banner").evaluate((banner) => {
    const shown = [...banner.querySelectorAll("a, button, input")].filter((each) => each.checkVisibility());
    const boxes = shown.map((each) => ({
      name: each.textContent || each.getAttribute("name") || "",
      // What is cut off inside takes no place; what runs over does.
      ...{ left: each.getBoundingClientRect().left, right: each.getBoundingClientRect().right },
    }));
    return boxes.flatMap((box, index) => [
      ...(box.left < 0 || box.right > window.innerWidth ? [`${box.name} is outside`] : []),
      ...boxes
        .slice(index + 1)
        .filter((other) => box.left < other.right && other.left < box.right)
        .map((other) => `${box.name} over ${other.name}`),
    ]);
  });
}

test("names of forty characters and more stay in their places, and no tag takes the place of one", async ({
  page,
  hub,
}) => {
  const id = "a-very-long-name-for-a-very-small-machine-that-somebody-must-have-liked";
  const unbroken = "W".repeat(60);
  await hub.fetch("/api/v1/agents/heartbeat", {
    json: {
      ...{ server_id: id, hostname: id, timestamp: hub.now().toISOString(), metrics: { cpu_percent: 100 } },
      services: [{ name: `${"s".repeat(120)}.service`, status: "running" }],
      filesystems: [{ mount_point: `/srv/${"deep/".repeat(20)}end`, percent: 96 }],
    },
  });
  for (const [path, method, json] of [
    ["", "PUT", { display_name: unbroken, tags: ["t".repeat(30), "another-tag"] }],
    ["/services", "POST", { service_name: `${"s".repeat(120)}.service`, is_critical: true }],
  ] as const) {
    expect((await hub.fetch(`/api/v1/servers/${id}${path}`, { method, json })).ok).toBe(true);
  }
  await page.setViewportSize({ width: 360, height: 800 });
  for (const path of ["/", "/?view=cards", `/servers/${id}`, "/services", "/services?view=matrix"]) {
    await page.goto(path);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      `${path} is wider than the screen`,
    ).toBeLessThanOrEqual(0);
  }
  for (const [width, path] of [
    [700, "/"],
    [1440, `/servers/${id}`],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(path);
    const reading = page.getByRole("list", { name: "What needs you" }).getByText("96.0 % ≥ 95 %").last();
    const [drawn, whole] = await reading.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      const { left, right } = range.getBoundingClientRect();
      const hidden = element.closest("a, li")?.getBoundingClientRect();
      return [right - left, Math.min(right, hidden?.right ?? 0) - left];
    });
    expect(whole, `the reading is cut at ${width} px`).toBeCloseTo(drawn);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/");
  const name = page.getByRole("region", { name: "Servers" }).getByRole("link", { name: unbroken });
  expect((await name.boundingBox())?.width).toBeGreaterThan(80);
});
