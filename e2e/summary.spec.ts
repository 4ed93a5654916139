import http from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { createClient } from "@libsql/client";
import { insertRow } from "../hub/alerts/testing-alerts";
import { filesystemDays, line, runningDays } from "../hub/capacity/testing-capacity";
import { expect, type Hub, test } from "./hub";

/** Two servers over two months, and an alert a week old: something for each part of the page. */
async function fill(hub: Hub): Promise<void> {
  await hub.stop();
  const now = hub.now().getTime();
  const client = createClient({ url: `file:${hub.databaseFile}` });
  const server = (id: string, change: Record<string, string | number>) =>
    insertRow("servers", {
      ...{ id, hostname: id, status: "online", last_seen: now, offline_after: now + 86_400_000 },
      ...change,
    });
  await client.batch(
    [
      server("nas", { display_name: "Storage in the cellar, second shelf", tdp_watts: 65 }),
      server("pi", {}),
      ...filesystemDays({
        seriesId: 1,
        serverId: "nas",
        mount: "/mnt/tank",
        shares: line(61, 0.28, 0.01),
        now,
      }),
      ...runningDays({ serverId: "nas", days: 61, now, cpuPercent: 12 }),
      // Silent since nine days ago.
      ...runningDays({ serverId: "pi", days: 30, now: now - 9 * 86_400_000, cpuPercent: 12 }),
      insertRow("alerts", {
        ...{ server_id: "pi", alert_type: "offline", severity: "critical", title: "pi: offline" },
        created_at: now - 9 * 86_400_000,
      }),
    ],
    "write",
  );
  client.close();
  await hub.start();
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the last week is a page, found from the overview, with the weeks before and after", async ({
    page,
    hub,
  }) => {
    await fill(hub);
    await page.goto("/");
    await page.getByRole("link", { name: "Last week in summary" }).click();
    const heading = page.getByRole("heading", { level: 1 });
    await expect(heading).toHaveText(/^Week of \d/);
    const last = await heading.textContent();
    for (const name of ["Servers", "Loudest alerts", "Services", "Top growers", "Energy and cost"]) {
      await expect(page.getByRole("heading", { level: 2, name })).toBeVisible();
    }
    await expect(page.getByRole("region", { name: "Loudest alerts" })).toContainText("offline pi");
    await expect(page.getByRole("region", { name: "Top growers" })).toContainText("/mnt/tank");
    const weeks = page.getByRole("navigation", { name: "Weeks" });
    await weeks.getByRole("link", { name: "Week after" }).click();
    await expect(heading).not.toHaveText(last ?? "");
    await expect(weeks.getByRole("link", { name: "Week after" })).toHaveCount(0);
    await weeks.getByRole("link", { name: "Week before" }).click();
    await expect(heading).toHaveText(last ?? "");
    await page.goto("/summary?week=nonsense");
    await expect(heading).toHaveText(last ?? "");
  });

  test("it is sent to the channel that is chosen by a form, and at once where that is asked", async ({
    page,
    hub,
  }) => {
    const received: string[] = [];
    const server = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      received.push(Buffer.concat(chunks).toString("utf8"));
      response.end("thanks");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await page.goto("/settings/summary");
      await expect(page.getByText("There is no channel to send it to yet.")).toBeVisible();
      await hub.fetch("/api/v1/config/notifications", {
        method: "PUT",
        json: {
          channels: [{ name: "phone", type: "webhook", settings: { url: `http://127.0.0.1:${port}/in` } }],
        },
      });
      await page.goto("/settings/summary");
      await expect(page.getByText("It is not sent: no channel is chosen.")).toBeVisible();
      await page.getByLabel("phone", { exact: true }).check();
      await page.getByLabel("Time zone").fill("Mars");
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("must be a time zone such as Europe/London")).toBeVisible();
      await expect(page.getByLabel("phone", { exact: true })).toBeChecked();
      await page.getByLabel("Time zone").fill("Europe/London");
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText(/Sent next at/)).toBeVisible();
      await page.getByRole("button", { name: "Send last week to phone" }).click();
      await expect(page.getByText("thanks")).toBeVisible();
      expect(received.map((body) => JSON.parse(body).event)).toEqual(["summary"]);
    } finally {
      server.close();
    }
  });
});

test("axe finds nothing, no page scrolls sideways in any look, and a week is one sheet of paper", async ({
  page,
  hub,
}) => {
  await fill(hub);
  const channel = { name: "phone", type: "webhook", settings: { url: "http://127.0.0.1:9/in" } };
  await hub.fetch("/api/v1/config/notifications", { method: "PUT", json: { channels: [channel] } });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of ["/summary", "/summary?week=2001-01-01", "/settings/summary"]) {
        await page.goto(path);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const look = `${path}, ${colorScheme}, ${width} px wide`;
        expect(violations.map(({ id, nodes }) => `${look} ${id}: ${nodes[0]?.html}`)).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${look}: wider than the screen`).toBeLessThanOrEqual(0);
      }
    }
  }
  await page.goto("/summary");
  const sheet = await page.pdf({ format: "A4" });
  expect(sheet.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});
