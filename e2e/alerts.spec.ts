import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Hub, test } from "./hub";

const MINUTE_MS = 60_000;

/** Samples of nas in the order of their times, the last of them now. */
async function report(hub: Hub, percents: number[]): Promise<void> {
  for (const [index, cpu] of percents.entries()) {
    const at = hub.now().getTime() - (percents.length - 1 - index) * MINUTE_MS;
    const answer = await hub.fetch("/api/v1/agents/heartbeat", {
      json: {
        server_id: "nas",
        hostname: "nas",
        timestamp: new Date(at).toISOString(),
        metrics: { cpu_percent: cpu },
      },
    });
    expect(answer.status).toBe(200);
  }
}

/** Somebody else's server, that notes what it is sent. */
async function receiver() {
  const received: { event: string; key: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { event, idempotency_key } = JSON.parse(body) as { event: string; idempotency_key: string };
      received.push({ event, key: idempotency_key });
      response.end("noted, thank you");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { received, url: `http://127.0.0.1:${port}/hook`, close: () => server.close() };
}

test("an alert, from three samples over the line to its place in the history, and everybody is told once", async ({
  page,
  hub,
}) => {
  const webhook = await receiver();
  try {
    await page.goto("/settings/notifications");
    await page.getByRole("link", { name: "Webhook" }).click();
    const form = page.getByRole("form", { name: "New Webhook channel" });
    await form.getByLabel("Name").fill("ops");
    await form.getByLabel("Address").fill("not an address");
    await form.getByRole("button", { name: "Add" }).click();
    await expect(form.getByText("must be an http or https address")).toBeVisible();
    await expect(form.getByLabel("Name")).toHaveValue("ops");
    await form.getByLabel("Address").fill(webhook.url);
    await form.getByLabel("Secret").fill("a secret that is never shown");
    await form.getByRole("button", { name: "Add" }).click();
    const channels = page.getByRole("list", { name: "Channels" });
    await expect(channels).toContainText("ops");
    await channels.getByRole("button", { name: "Send a test to ops" }).click();
    await expect(channels).toContainText("Delivered (200)");
    await expect(channels).toContainText("noted, thank you");
    expect(await page.content()).not.toContain("a secret that is never shown");

    await page.goto("/alerts");
    await expect(page.getByText("No alert is open")).toBeVisible();
    await expect(page.getByText("live", { exact: true })).toBeVisible();
    await report(hub, [91, 92, 93]);
    const row = page.getByRole("row").filter({ hasText: "nas" });
    await expect(row, "shown by itself").toContainText("CPU");
    await expect(row).toContainText("≥ 85 %");
    await expect(page).toHaveTitle("(1) Alerts · HomelabCmd");
    await expect(page.locator('link[rel="icon"]')).toHaveAttribute("href", /dot=notice/);

    await row.getByRole("checkbox").check();
    await page.getByLabel("Note").fill("The nightly encode");
    await page.getByRole("button", { name: "Acknowledge", exact: true }).click();
    await expect(page.getByRole("navigation", { name: "Status" })).toContainText("Acknowledged1");
    await page.getByRole("link", { name: /^Acknowledged/ }).click();
    await row.getByRole("link", { name: "CPU" }).click();
    await expect(page.getByRole("region", { name: "Timeline" })).toContainText("The nightly encode");

    hub.moveClock(2 * MINUTE_MS);
    await report(hub, [20, 10]);
    const timeline = page.getByRole("region", { name: "Timeline" });
    await expect(timeline.getByRole("listitem")).toHaveText([
      /Opened, high/,
      /Acknowledged by ann.*The nightly encode/,
      /Resolved by itself/,
    ]);
    await page.goto("/alerts?status=resolved");
    await expect(row).toContainText("lasted");
    await expect(page).toHaveTitle("Alerts · HomelabCmd");

    const told = () =>
      webhook.received.filter(({ key }) => !key.startsWith("test:")).map(({ event }) => event);
    await expect.poll(told, { timeout: 20_000 }).toEqual(["opened", "resolved"]);
    await row.getByRole("link", { name: "CPU" }).click();
    await expect(page.getByRole("region", { name: "Messages" }).getByRole("listitem")).toHaveText([
      /opened to ops.*sent.*200 noted/,
      /resolved to ops.*sent.*200 noted/,
    ]);
  } finally {
    webhook.close();
  }
});

test("keys: to the alerts, down the list, acknowledge, and not while one types", async ({ page, hub }) => {
  await report(hub, [91, 92, 93]);
  await page.goto("/");
  await expect(page.getByText("live", { exact: true })).toBeVisible();
  await page.getByRole("searchbox").fill("g");
  await page.keyboard.type("a");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(page).toHaveURL(/\/alerts$/);
  await expect(page.getByRole("link", { name: "CPU" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "CPU" })).toBeFocused();
  await page.keyboard.press("a");
  await expect(page.getByText("No alert is open")).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 700 }, hasTouch: true, isMobile: true });

  test("the first alert is on the screen, and one box selects every one", async ({ page, hub }) => {
    await report(hub, [91, 92, 93]);
    await page.goto("/alerts");
    const row = page.getByRole("row").filter({ hasText: "nas" });
    await expect(row.getByText("high").filter({ visible: true })).toBeVisible();
    const { y = 700, height = 0 } = (await row.boundingBox()) ?? {};
    // What stands below is behind the bar of words at the foot of the screen.
    expect(y + height).toBeLessThan(640);
    await expect(page.getByLabel("Severity")).toBeHidden();
    await page.getByText("Filter", { exact: true }).first().click();
    await expect(page.getByLabel("Severity")).toBeVisible();

    const resolve = page.getByRole("button", { name: "Resolve" });
    await expect(resolve).toBeDisabled();
    await page.getByRole("checkbox", { name: "Select all on this page" }).check();
    await expect(page.getByText("1 selected")).toBeVisible();
    await row.getByRole("checkbox").uncheck();
    await expect(resolve).toBeDisabled();
    await row.getByRole("checkbox").check();
    await resolve.click();
    await expect(page.getByText("No alert is open")).toBeVisible();
  });
});

test("a threshold that cannot be is said while it is typed, and nothing that was typed is lost", async ({
  page,
}) => {
  await page.goto("/settings/thresholds");
  const form = page.getByRole("form", { name: "Rules for all servers" });
  await form.getByLabel("CPU, High").fill("97");
  await expect(form.getByText("must be above the high line")).toBeVisible();
  await form.getByLabel("CPU, Critical").fill("99");
  await expect(form.getByText("must be above the high line")).toHaveCount(0);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(form.getByLabel("CPU, High")).toHaveValue("97");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("acknowledges on the overview and resolves in the list, by plain forms", async ({ page, hub }) => {
    await report(hub, [91, 92, 93]);
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("1 alert");
    await page.getByRole("button", { name: /^Acknowledge nas/ }).click();
    await expect(page.getByRole("list", { name: "What needs you" })).toContainText("ann knows");

    await page.goto("/alerts?status=acknowledged");
    await page.getByLabel("Note").fill("Found it");
    await page.getByRole("button", { name: "Resolve" }).click();
    await expect(page.getByText("Select an alert first.")).toBeVisible();
    await expect(page.getByLabel("Note")).toHaveValue("Found it");
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Resolve" }).click();
    await page.goto("/alerts?status=resolved&type=cpu&q=nas");
    await page.getByRole("link", { name: "CPU" }).click();
    await expect(page.getByRole("region", { name: "Timeline" })).toContainText("Found it");
    await expect(page.getByText("Resolved by hand")).toBeVisible();
  });

  test("the page of an alert that got worse says how it is, not how it opened", async ({ page, hub }) => {
    await report(hub, [91, 92, 93]);
    hub.moveClock(MINUTE_MS);
    await report(hub, [97]);
    await page.goto("/alerts");
    await page.getByRole("link", { name: "nas CPU" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("nas: CPU at 97.0 %");
    await expect(page).toHaveTitle(/nas: CPU at 97\.0 %/);
    await expect(page.getByText("CPU is at 97.0 %, at or above the line of 95 %.")).toBeVisible();
    const chart = page.getByRole("figure", { name: "CPU" });
    await expect(chart.getByText(/^(high 85|critical 95) %$/)).toHaveCount(2);
    await expect(page.getByRole("region", { name: "Coverage and events" })).toContainText(
      "Raised to critical",
    );
  });

  test("a refused threshold stands beside its field, with what was typed", async ({ page }) => {
    await page.goto("/settings/thresholds");
    const form = page.getByRole("form", { name: "Rules for all servers" });
    await form.getByLabel("CPU, High").fill("97");
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form.getByText("must be above the high line")).toBeVisible();
    await expect(form.getByLabel("CPU, High")).toHaveValue("97");
  });

  test("makes a weekly window and takes it away", async ({ page }) => {
    await page.goto("/settings/maintenance");
    const form = page.getByRole("form", { name: "Every week" });
    await form.getByLabel("Name").fill("Backup");
    await form.getByRole("checkbox", { name: "Sun" }).check();
    await form.getByLabel("At", { exact: true }).fill("02:30");
    await form.getByRole("button", { name: "Add" }).click();
    await expect(form.getByText("must be a number of minutes")).toBeVisible();
    await form.getByLabel("For so many minutes").fill("90");
    await form.getByRole("button", { name: "Add" }).click();
    const windows = page.getByRole("list", { name: "Maintenance windows" });
    await expect(windows).toContainText("Sun at 02:30 UTC, for 1h 30m");
    await windows.getByRole("button", { name: "Remove Backup" }).click();
    await expect(page.getByText("No window is set.")).toBeVisible();
  });
});
