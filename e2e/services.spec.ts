import type { Page } from "@playwright/test";
import { expect, type Hub, test } from "./hub";

const MINUTE_MS = 60_000;

type Reported = { name: string; status: string; [more: string]: unknown };

/** What the agent of nas says now; answers what the hub expects of it. */
async function report(hub: Hub, services: Reported[]): Promise<string[]> {
  const answer = await hub.fetch("/api/v1/agents/heartbeat", {
    json: {
      ...{ server_id: "nas", hostname: "nas", timestamp: hub.now().toISOString(), services },
      metrics: { cpu_percent: 5 },
    },
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { expected_services: string[] }).expected_services;
}

/** The same every minute, for so long. */
async function reportFor(hub: Hub, minutes: number, services: Reported[]): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    hub.moveClock(MINUTE_MS);
    await report(hub, services);
  }
}

const nginx = { name: "nginx.service", status: "running", pid: 812, memory_mb: 24.5 };
const failed = { name: "nginx.service", status: "failed", status_reason: "exit-code", exit_status: 1 };
const exporter = { name: "nginx-exporter.service", status: "running" };

const expected = (page: Page) => page.getByRole("list", { name: "Expected services" }).locator("> li");

test("a service is adopted, stops, is told of, runs again, and its history shows the gap", async ({
  page,
  hub,
}) => {
  await page.goto("/services");
  await page.getByRole("link", { name: "Add a server" }).click();
  await expect(page).toHaveURL(/\/servers\/new$/);
  hub.moveClock(-60 * MINUTE_MS);
  expect(await report(hub, [nginx, exporter])).toEqual([]);

  await page.goto("/services");
  await expect(page.getByText("No service is expected yet")).toBeVisible();
  await expect(page.getByRole("link", { name: "Choose a server" })).toBeVisible();
  await page.goto("/servers/nas");
  await page.getByRole("link", { name: "choose" }).click();
  await page.getByRole("button", { name: "Adopt nginx.service" }).click();
  await expect(expected(page)).toHaveText([/running.*nginx\.service/]);
  await expect(page.getByRole("button", { name: "Adopt nginx.service" })).toHaveCount(0);
  hub.moveClock(MINUTE_MS);
  expect(await report(hub, [nginx, exporter])).toEqual(["nginx.service"]);
  await reportFor(hub, 20, [nginx, exporter]);

  // The page is open and hears of it by itself.
  await reportFor(hub, 1, [failed, exporter]);
  await expect(expected(page)).toHaveText([/failed.*nginx\.service.*exit-code, status 1/]);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("1 service down");
  await expect(page.getByRole("row", { name: /nas/ })).toContainText("0/1");
  await page.goto("/alerts");
  await expect(
    page.getByRole("table", { name: "Alerts" }).or(page.getByRole("region", { name: "Alerts" })),
  ).toContainText("nginx.service");
  await page.goto("/services");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("0 of 1 running · 1 failed");
  await reportFor(hub, 9, [failed, exporter]);

  await reportFor(hub, 5, [{ ...nginx, pid: 900 }, exporter]);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 running");
  await page.goto("/alerts");
  await expect(page.getByText("nginx.service")).toHaveCount(0);
  await page.goto("/alerts?status=resolved");
  await expect(page.getByText("nginx.service").first()).toBeVisible();

  await page.goto("/servers/nas/services");
  await expected(page).first().locator("summary").click();
  await expect(
    expected(page).first().getByRole("list", { name: "Outages" }).getByRole("listitem"),
  ).toHaveCount(1);
  const service = await (await hub.fetch("/api/v1/servers/nas/services/nginx.service")).json();
  // 21 minutes of running, ten failed, four running; the clock goes on while the browser is asked.
  expect(service.availability_24h.percent).toBeGreaterThan(69);
  expect(service.availability_24h.percent).toBeLessThan(75);

  // Nobody says anything any more: that is not fine.
  hub.moveClock(10 * MINUTE_MS);
  await page.goto("/services");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("0 of 1 running · 1 unknown");
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a service is expected by name, renamed, marked, disabled and removed", async ({ page, hub }) => {
      await report(hub, [{ name: "sshd.service", status: "running" }]);
      await page.goto("/servers/nas/services");
      const form = page.locator("form", { has: page.getByRole("button", { name: "Expect it" }) });
      await form.getByLabel("Unit").fill("wg-quick@wg0.service");
      await form.getByLabel("Shown as").fill("VPN");
      await form.getByLabel("Critical").check();
      await form.getByRole("button", { name: "Expect it" }).click();
      await expect(expected(page)).toHaveText([/unknown.*VPN.*critical.*not reported yet/]);
      await form.getByLabel("Unit").fill("wg-quick@wg0.service");
      await form.getByRole("button", { name: "Expect it" }).click();
      await expect(page.getByText("is expected already")).toBeVisible();
      await page.getByRole("button", { name: "Adopt sshd.service" }).click();
      await expect(expected(page)).toHaveCount(2);

      await form.getByLabel("Unit").fill("not a unit !!");
      await form.getByRole("button", { name: "Expect it" }).click();
      await expect(page.getByText("no unit has a name with blanks")).toBeVisible();
      const refused = await hub.fetch("/api/v1/servers/nas/services", {
        json: { service_name: "not a unit !!" },
      });
      expect(refused.status).toBe(422);

      const vpn = expected(page).filter({ hasText: "wg-quick@wg0.service" });
      await vpn.locator("summary").click();
      await vpn.getByLabel("Shown as").fill("Way in");
      await vpn.getByLabel(/^Critical/).uncheck();
      await vpn.getByLabel(/^Enabled/).uncheck();
      await vpn.getByRole("button", { name: "Save" }).click();
      await expect(vpn.locator("summary")).toHaveText(/disabled.*Way in/);
      await expect(vpn.locator("summary")).not.toContainText("critical");

      if (!javaScriptEnabled) await vpn.locator("summary").click();
      await vpn.getByRole("button", { name: "Remove Way in" }).click();
      await expect(expected(page)).toHaveText([/sshd\.service/]);
      expect((await (await hub.fetch("/api/v1/services")).json()).total).toBe(1);
    });

    test("the list is filtered, sorted and shown by name", async ({ page, hub }) => {
      await report(hub, [nginx, failed, exporter].slice(1));
      for (const service_name of ["nginx.service", "nginx-exporter.service"]) {
        await hub.fetch("/api/v1/servers/nas/services", { json: { service_name } });
      }
      await page.goto("/services");
      const names = page.getByRole("row").getByRole("link").filter({ hasText: "nginx" });
      await expect(names).toHaveText([/nginx\.service/, /nginx-exporter\.service/]);
      await page.getByRole("columnheader", { name: "Service" }).getByRole("link").click();
      await expect(page).toHaveURL(/sort=service/);
      await expect(names).toHaveText([/nginx-exporter\.service/, /nginx\.service/]);
      await page.getByRole("navigation", { name: "State" }).getByRole("link", { name: /^Down/ }).click();
      await expect(names).toHaveText([/nginx\.service/]);
      await page.goto("/services");
      await page.getByRole("searchbox", { name: "Filter services" }).fill("exporter");
      await page.keyboard.press("Enter");
      await expect(names).toHaveText([/nginx-exporter\.service/]);
      await page.goto("/services");
      // The row of the list leads to the row of the server's page, and opens it.
      await names.filter({ hasText: "exporter" }).click();
      await expect(page).toHaveURL(/#nginx-exporter\.service$/);
      const [first, second] = [expected(page).first(), expected(page).nth(1)];
      await expect(second.getByText("journalctl -u nginx-exporter.service")).toBeVisible();
      await expect(first.getByText("journalctl -u nginx.service")).toBeHidden();
      const shade = (row: typeof first) =>
        row.locator("summary").evaluate((element) => getComputedStyle(element).backgroundColor);
      expect(await shade(second)).not.toBe(await shade(first));
      await page.goto("/services");
      await page.getByRole("link", { name: "by name" }).click();
      const lines = page.getByRole("list", { name: "Services by name" }).locator("> li");
      await expect(lines).toHaveText([/nginx\.service.*0\/1.*nas/, /nginx-exporter\.service.*1\/1.*nas/]);
    });
  });
}
